"""Names that stand in more than one place."""

#: By this ``--load`` has the addon loaded before any database, see docs/server.md.
ADDON = "customer_status_comm_server"
#: Characters of a browser's wishes that are looked at.
HEADER_MAX = 2_000
