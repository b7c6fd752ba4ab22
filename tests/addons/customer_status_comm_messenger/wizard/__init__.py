from . import customer_communication_panel
