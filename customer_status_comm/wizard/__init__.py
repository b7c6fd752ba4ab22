from . import (
    customer_communication_panel,
    customer_communication_panel_compose,
    customer_communication_panel_link,
    customer_status_dry_run,
    mail_template_preview,
)
