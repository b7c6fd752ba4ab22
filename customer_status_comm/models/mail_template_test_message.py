from odoo import models
from odoo.exceptions import UserError

from .. import const


class MailTemplate(models.Model):
    """A template sends a test of itself."""

    # A file of its own for its own reason to change.
    _inherit = "mail.template"  # pylint: disable=R8180

    def action_send_test(self):
        """Send the user this text, filled in for the newest document it speaks of."""
        self.ensure_one()
        if self.communication_type == const.NOTE:
            raise UserError(self.env._("A note stays inside and is sent to nobody."))
        template = self.with_company(self.company_id or self.env.company)
        return (
            self.env["customer.communication"]
            .with_env(template.env)
            ._send_test(
                template, template._find_examples()[:1], self.communication_type
            )
        )

    def _find_examples(self):
        """Return the newest documents of the company that this may be tried on.

        :return: never empty; those that the user may read, newest first.
        :raise UserError: when there are none.
        """
        self.ensure_one()
        words = self.model_id.sudo().name or "—"
        if not self._is_status_document_model():
            raise UserError(
                self.env._(
                    "“%(template)s” is for %(model)s, which has no status page.",
                    template=self.name,
                    model=words,
                )
            )
        examples = self.env[self.model]._find_status_examples(const.TEST_EXAMPLES)
        if not examples:
            raise UserError(
                self.env._(
                    "A test speaks of something, and %(company)s has nothing yet that "
                    "is a “%(model)s”. Make one first; a draft will do.",
                    company=self.env.company.name,
                    model=words,
                )
            )
        return examples
