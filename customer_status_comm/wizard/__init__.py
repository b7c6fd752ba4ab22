from . import (
    base_partner_merge,
    customer_communication_panel_check,
    customer_communication_panel_files,
    customer_communication_panel,
    customer_communication_panel_compose,
    customer_communication_panel_link,
    customer_communication_panel_send,
    customer_communication_resend,
    customer_status_dry_run,
    customer_status_erasure,
    mail_template_preview,
)
