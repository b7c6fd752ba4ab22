"""17.11: values over RPC that no form sends, on whatever we have a say in."""

import traceback

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.customer_status_comm.tests.common import StatusCase

OURS = "odoo.addons.customer_status_comm"
#: What should be the values of records, and is not.
MISSHAPEN = (1, "x", [1], ["x"], None, [None], [[("a", 1)]], [{}, 7], True, 1.5)


def find_overridden(env, method):
    """Return the models with a table of which our addons extend a method."""
    return [
        model
        for name, model in sorted(env.items())
        if not model._abstract
        and any(
            method in vars(part) and part.__module__.startswith(OURS)
            for part in type(model).__mro__
        )
    ]


@tagged("standard", "post_install", "-at_install")
class TestCraftedValues(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.create_user("crafted_clerk", "base.group_user")
        cls.portal = new_test_user(cls.env, "crafted_portal", "base.group_portal")

    def try_all(self, method):
        """Call a method with values of no shape as who may not; return the models."""
        tried = set()
        for model in find_overridden(self.env, method):
            record = model.sudo().search([], limit=1) if method == "write" else model
            for user in (self.clerk, self.portal):
                mine = record.with_user(user)
                if (method == "write" and not record) or mine.has_access(method):
                    continue
                tried.add(model._name)
                for values in MISSHAPEN:
                    with self.subTest(
                        model=model._name, user=user.login, values=values
                    ):
                        self.assert_refused(getattr(mine, method), values)
        return tried

    def assert_refused(self, method, values):
        """Check that access is refused before any code of ours stumbles.

        Code of Odoo may, which some of its models have run before they ask.
        """
        loggers = (
            "odoo.addons.base.models.ir_model",
            "odoo.addons.base.models.ir_rule",
        )
        with self.env.cr.savepoint(), mute_logger(*loggers):
            try:
                method(values)
            except AccessError:
                return
            except Exception as error:
                last = traceback.extract_tb(error.__traceback__)[-1]
                self.assertNotIn("customer_status_comm", last.filename, repr(error))
                return
            self.fail("it was done")

    def test_17_11_who_may_not_make_one_hears_that_first(self):
        tried = self.try_all("create")
        self.assertLessEqual({"sale.order", "mail.mail", "sms.sms"}, tried)

    def test_17_11_who_may_not_write_one_hears_that_first(self):
        self.create_order().action_confirm()
        tried = self.try_all("write")
        self.assertLessEqual({"sale.order", "res.company", "mail.template"}, tried)
