from markupsafe import Markup

from odoo import api, models

from ..tools.token import hide_tokens


class MailThread(models.AbstractModel):
    """Keeps customers' links out of the chatter when customers answer.

    An answer quotes the message it answers, with the customer's own link, and stands
    where colleagues read it who may not read all that the page shows.
    """

    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        """Take the tokens of links out of what came in by e-mail."""
        parsed = super().message_parse(message, save_original=save_original)
        body = parsed.get("body")
        if body:
            hidden = hide_tokens(body)
            parsed["body"] = Markup(hidden) if isinstance(body, Markup) else hidden
        return parsed
