"""JSON-2, Odoo's way in for other programs: it names every argument."""

import inspect

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tests.common import StatusCase

from .rights import find_methods

#: What JSON-2 itself reads of a call, and so never hands on to a method.
TAKEN = {"ids", "context"}


@tagged("standard", "post_install", "-at_install")
class TestJson2(StatusCase, HttpCase):
    def test_no_method_has_an_argument_that_cannot_be_given(self):
        methods = find_methods(self.env)
        self.assertGreater(len(methods), 40)
        for name, models in methods.items():
            method = name.rpartition(".")[2]
            for model in models:
                with self.subTest(f"{model}.{method}"):
                    function = getattr(self.env.registry[model], method)
                    given = set(inspect.signature(function).parameters)
                    self.assertFalse(given & TAKEN)

    def call(self, user, model, method, **arguments):
        """Return what a method of ours answers to a program."""
        keys = self.env["res.users.apikeys"].with_user(user)
        soon = fields.Datetime.add(fields.Datetime.now(), hours=1)
        key = keys._generate("rpc", "Test", soon)
        return self.url_open(
            f"/json/2/{model}/{method}",
            json=arguments,
            headers={"Authorization": f"Bearer {key}"},
        )

    def test_a_batch_is_worked_off(self):
        self.company.customer_status_mode = "on_demand"
        chief = self.create_user(
            "json2_chief",
            "sales_team.group_sale_salesman_all_leads",
            "customer_status_comm.group_customer_status_manager",
        )
        order = self.create_order()
        order.action_confirm()
        waiting = self.env["customer.status.waiting"].with_user(chief)
        rows = waiting.search([("res_id", "=", order.id)])
        answer = self.call(chief, rows._name, "publish_batch", row_ids=rows.ids)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.env.invalidate_all()
        self.assertEqual(self.get_page(order).event_ids.state, const.TOLD)
        for model, method in (
            ("customer.status.waiting", "publish_silently_batch"),
            ("customer.status.event", "release_batch"),
            ("customer.status.event", "discard_batch"),
            ("customer.communication", "resend_batch"),
        ):
            with self.subTest(method):
                answer = self.call(chief, model, method, row_ids=[])
                self.assertEqual(answer.status_code, 200, answer.text)
