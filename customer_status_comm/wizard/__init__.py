from . import (
    customer_communication_panel,
    customer_communication_panel_compose,
    customer_communication_panel_link,
    mail_template_preview,
)
