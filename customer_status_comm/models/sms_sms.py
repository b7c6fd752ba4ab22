from odoo import api, models

from ..tools.sms_answer import complete_answer


class CheckedService:
    """An SMS service whose answers fit the texts it was given.

    :param service: Odoo's client of it, an ``SmsApiBase``; what is not answered here
        is.
    :param texts: the ``sms.sms`` it is given.
    """

    def __init__(self, service, texts):
        self._service = service
        self._uuids = texts.mapped("uuid")

    def __getattr__(self, name):
        return getattr(self._service, name)

    def _send_sms_batch(self, messages, **options):
        answer = self._service._send_sms_batch(messages, **options)
        return complete_answer(answer, self._uuids)


class SmsSms(models.Model):
    """Gives each customer a link of their own, as ``mail_mail.py`` does.

    And sees to it that what came to nothing fails, instead of being handed over again
    and again, and that nobody waits for it.
    """

    _inherit = "sms.sms"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["customer.status.link"].sudo()._personalise_texts(vals_list)
        return super().create(vals_list)

    def _send(self, *args, **options):
        """Send company by company: Odoo's queue gives texts of all, and takes one."""
        if self.env.context.get("sms_api"):
            return super()._send(*args, **options)
        for texts in self.grouped(lambda text: text._get_sms_company()).values():
            super(SmsSms, texts)._send(*args, **options)
        return None

    def _send_with_api(self, sms_api, *args, **options):
        return super()._send_with_api(CheckedService(sms_api, self), *args, **options)

    def _leave_in_queue(self):
        """Have these leave soon after the commit; their creation has woken Odoo's cron.

        A hook for addons that know a better way.
        """
