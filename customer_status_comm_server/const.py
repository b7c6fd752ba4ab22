"""Names that stand in more than one place."""

#: By this ``--load`` has the addon loaded before any database, see docs/server.md.
ADDON = "customer_status_comm_server"
