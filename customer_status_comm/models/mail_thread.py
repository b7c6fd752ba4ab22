from odoo import api, models

from ..tools.link_text import has_link


class MailThread(models.AbstractModel):
    """Keeps customers' links out of the chatter when customers answer.

    An answer quotes the message it answers, with the customer's own link, and stands
    where colleagues read it who may not read all that the page shows.
    """

    _name = "mail.thread"
    _inherit = ["mail.thread", "customer.status.passed"]

    @api.model
    def message_parse(self, message, save_original=False):
        """Put the address that asks for a login in place of links in what came in."""
        parsed = super().message_parse(message, save_original=save_original)
        body = parsed.get("body")
        if has_link(body):
            links_sudo = self.env["customer.status.link"].sudo()
            [text] = links_sudo._take_links_out([body])
            parsed["body"] = type(body)(text)
        return parsed
