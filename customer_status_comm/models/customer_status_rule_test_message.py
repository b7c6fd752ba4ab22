from odoo import models

from ..tools import facts as facts_tools


class CustomerStatusRule(models.Model):
    """A rule sends a test of what it tells."""

    # A file of its own for its own reason to change.
    _inherit = "customer.status.rule"  # pylint: disable=R8180

    def action_send_test(self):
        """Send the user what this rule would send, on its channel, about an example."""
        self.ensure_one()
        rule = self.with_company(self.company_id or self.env.company)
        return (
            self.env["customer.communication"]
            .with_env(rule.env)
            ._send_test(
                rule.template_id,
                rule._find_example(),
                rule.channel,
                with_file=rule.attach_status_file,
                possible=rule.template_id._get_automatic_channels(),
            )
        )

    def _find_example(self):
        """Return the newest document that this rule would be for.

        One that meets the criteria and of which the rule's event is true; failing that,
        one that meets the criteria; failing that, any. As the user's rights allow.

        :raise UserError: when the user can read none at all.
        :raise AccessError: when the user may not read what the criteria ask for.
        """
        self.ensure_one()
        examples = self.template_id._find_examples()
        fitting = self._filter_readable(examples) or examples
        all_facts = fitting._get_status_facts()
        of_event = fitting.filtered(
            lambda document: any(
                event.event == self.event
                for event in facts_tools.events_between(None, all_facts[document.id])
            )
        )
        return (of_event or fitting)[:1]
