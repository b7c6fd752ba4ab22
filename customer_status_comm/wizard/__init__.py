from . import (
    customer_communication_panel,
    customer_communication_panel_compose,
    mail_template_preview,
)
