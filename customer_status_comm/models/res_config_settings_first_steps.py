from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .. import const
from ..tools import first_steps


class ResConfigSettings(models.TransientModel):
    """The first steps of a shop: a list that ticks itself, from how the shop stands.

    Nothing is stored for it: Odoo's own onboarding panels tick what somebody clicked,
    and so show as done what has been undone since.
    """

    # A file of its own for its own reason to change.
    _inherit = "res.config.settings"  # pylint: disable=R8180

    customer_status_first_steps = fields.Json(
        string="First steps",
        compute="_compute_customer_status_first_steps",
        help="As the widget takes them: see static/src/first_steps.",
    )

    @api.depends("company_id")
    @api.depends_context("uid", "lang", "tz")
    def _compute_customer_status_first_steps(self):
        for settings in self:
            company = settings.company_id
            steps = first_steps.list_steps(self._get_first_steps_state(company))
            settings.customer_status_first_steps = [
                {"code": step.code, "done": step.is_done}
                | self._get_first_step_words(company, step)
                | self._get_first_step_way(step)
                for step in steps
            ]

    @api.model
    def _get_first_steps_state(self, company):
        """Return the ``first_steps.State`` of a shop."""
        told = [("company_id", "=", company.id), ("state", "=", const.TOLD)]
        return first_steps.State(
            has_sender=bool(company.customer_service_email),
            rules=tuple(rule._prepare_rule() for rule in self._find_telling(company)),
            is_tested=bool(company.customer_status_tested_at),
            is_active=company.customer_status_active,
            has_told=bool(
                self.env["customer.status.event"].sudo().search_count(told, limit=1)
            ),
        )

    @api.model
    def _find_telling(self, company):
        """Return the rules of a shop, sudoed, by which somebody is told something.

        Without those for every shop in whose place this one has rules of its own.
        """
        rules = self.env["customer.status.rule"].sudo().with_company(company)
        telling = rules.search(
            [
                ("company_id", "in", [company.id, False]),
                ("audience", "!=", const.AUDIENCE_NONE),
            ]
        )
        return telling.filtered(lambda rule: not rule.is_replaced)

    @api.model
    def _get_first_step_words(self, company, step):
        """Return ``{"title", "advice"}`` of a step, in the user's language."""
        return getattr(self, f"_get_words_of_first_{step.code}")(company, step)

    @api.model
    def _get_words_of_first_sender(self, company, step):
        advice = self.env._(
            "Customers see it as the sender and answer to it. Nothing leaves without "
            "one."
        )
        if step.is_done:
            advice = company.customer_service_email
        return {
            "title": self.env._("Give your customer-service address"),
            "advice": advice,
        }

    @api.model
    def _get_words_of_first_rules(self, company, step):
        advice = self.env._("No rule is on, so nobody would be told anything.")
        if step.is_done:
            advice = self.env._("%(count)s rules are on.", count=step.count)
        return {
            "title": self.env._("Choose who is told what"),
            "advice": advice,
        }

    @api.model
    def _get_words_of_first_texts(self, company, step):
        advice = self.env._("Once a rule is on, its template needs a text.")
        if step.is_done:
            advice = self.env._("Every rule has one. Put it in your own words.")
        elif step.count:
            advice = self.env._(
                "Rules whose template is empty: %(count)s. They would send nothing.",
                count=step.count,
            )
        return {"title": self.env._("Have a text for every rule"), "advice": advice}

    @api.model
    def _get_words_of_first_test(self, company, step):
        advice = self.env._(
            "As a customer would get it, to your own address; no customer hears of it."
        )
        if step.is_done:
            day = format_date(self.env, company.customer_status_tested_at)
            advice = self.env._("First sent on %(day)s.", day=day)
        return {"title": self.env._("Send yourself a test"), "advice": advice}

    @api.model
    def _get_words_of_first_active(self, company, step):
        advice = self.env._(
            "Until then nothing is published. What happened before is never told."
        )
        if step.is_done:
            day = format_date(self.env, company.customer_status_since)
            advice = self.env._("Since %(day)s.", day=day)
        return {
            "title": self.env._("Switch on: tell customers how their orders stand"),
            "advice": advice,
        }

    @api.model
    def _get_words_of_first_told(self, company, step):
        advice = self.env._(
            "Confirm an order. Its customer is told once it has rested for the rule's "
            "minutes."
        )
        if company.customer_status_mode == "on_demand":
            advice = self.env._("Confirm an order, then press Publish.")
        if step.is_done:
            advice = self.env._("Customers are told how their orders stand.")
        return {"title": self.env._("Tell the first customer"), "advice": advice}

    @api.model
    def _get_first_step_way(self, step):
        """Return where a step is taken, and what its button says.

        :return: ``button`` and one of ``setting``, the id of a setting of this page,
            ``action``, the xmlid of a window, or ``method`` of this model.
        """
        ways = {
            const.FIRST_SENDER: {
                "setting": "customer_service_email",
                "button": self.env._("Set the address"),
            },
            const.FIRST_RULES: {
                "action": "customer_status_comm.customer_status_rule_action",
                "button": self.env._("Open the rules"),
            },
            const.FIRST_TEXTS: {
                "action": "customer_status_comm.mail_template_action",
                "button": self.env._("Open the templates"),
            },
            const.FIRST_TEST: {
                "method": "action_send_first_test",
                "button": self.env._("Send me a test"),
            },
            const.FIRST_ACTIVE: {
                "setting": "customer_status_active",
                "button": self.env._("Go to the switch"),
            },
            const.FIRST_TOLD: {
                "action": "customer_status_comm.customer_status_waiting_action",
                "button": self.env._("See what waits"),
            },
        }
        return ways[step.code]

    def action_send_first_test(self):
        """Send the user a test of the first rule that has a text; tick the list anew.

        :raise UserError: when there is none.
        """
        rules = self._find_telling(self.company_id).filtered(
            lambda rule: first_steps.has_text(rule._prepare_rule())
        )
        if not rules:
            raise UserError(
                self.env._(
                    "There is no rule with a text to test. Switch one on first, under "
                    "“Choose who is told what”."
                )
            )
        # With the rights of the user, for the company whose settings these are.
        rule = rules[0].with_user(self.env.user).with_company(self.company_id)
        action = rule.action_send_test()
        action["params"]["next"] = {"type": "ir.actions.client", "tag": "soft_reload"}
        return action
