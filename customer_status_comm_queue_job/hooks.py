"""What is done when the addon is uninstalled."""

#: What our jobs call.
METHODS = ("_publish_in_job", "_send_in_job")
#: Odoo's own, which publish and send where there are no jobs.
CRONS = (
    "customer_status_comm.ir_cron_publish",
    "mail.ir_cron_mail_scheduler_action",
    "sms.ir_cron_sms_scheduler_action",
)


def uninstall_hook(env):
    """Give what waits in jobs back to Odoo's crons.

    A job holds nothing: documents, e-mails and SMS wait where they do without jobs. But
    a job that stayed would look for a method that is gone, and the crons would come
    only at their hour.
    """
    jobs = env["queue.job"].search([("method_name", "in", METHODS)])
    jobs.button_cancelled()  # those that have not begun, or have failed
    for xmlid in CRONS:
        cron = env.ref(xmlid, raise_if_not_found=False)
        if cron:
            cron._trigger()
