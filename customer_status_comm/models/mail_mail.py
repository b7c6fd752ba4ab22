from odoo import api, models

from .. import const


class MailMail(models.Model):
    """Gives each customer a link of their own.

    Messages are stored with the address of a document's status page that only a
    logged-in reader can open. It becomes an unguessable link here, in the mail that
    leaves and is deleted afterwards, so that no readable link stays behind in the
    database. Every way Odoo has of writing an e-mail ends here: our panel, its own
    composer, templates.
    """

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["customer.status.link"].sudo()._personalise_mails(vals_list)
        return super().create(vals_list)

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Let the status file leave as the HTML it is.

        Odoo keeps HTML files of ordinary users as plain text, so that nobody is
        attacked on Odoo's own site; a customer's mail program would show them the
        source.
        """
        outgoing = super()._prepare_outgoing_list(*args, **kwargs)
        for values in outgoing:
            values["attachments"] = [
                (
                    name,
                    content,
                    "text/html" if const.STATUS_FILE.match(name) else mimetype,
                )
                for name, content, mimetype in values["attachments"]
            ]
        return outgoing
