"""17.11: every number that people may write has bounds in the database."""

from odoo.tests import tagged

from odoo.addons.customer_status_comm.tests.common import StatusCase

OURS = "customer_status_comm"
#: Numbers of which any is harmless, and why.
FREE = {
    ("customer.status.rule", "sequence"): "only sorts",
    ("repair.order", "customer_price"): "an amount of money, as any in Odoo",
    ("example.rental", "price"): "the same",
}


@tagged("standard", "post_install", "-at_install")
class TestNumbers(StatusCase):
    def find_numbers(self):
        """Return ``{(model, field)}`` of the stored numbers that our addons bring."""
        return {
            (name, field.name)
            for name, model in self.env.items()
            if model._auto and not model._transient and not model._abstract
            for field in model._fields.values()
            if field.type in ("integer", "float", "monetary")
            and field.store
            and not field.readonly
            and field.column_type
            and any(module.startswith(OURS) for module in field._modules)
        }

    def find_bounded(self, table):
        """Return the columns of a table that a constraint compares."""
        self.env.cr.execute(
            """
            SELECT attname FROM pg_constraint
              JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)
             WHERE conrelid = %s::regclass AND contype = 'c'
               AND pg_get_constraintdef(pg_constraint.oid) LIKE '%%<%%'
            """,
            (table,),
        )
        return {name for [name] in self.env.cr.fetchall()}

    def test_17_11_all_have_bounds_or_a_reason(self):
        numbers = self.find_numbers()
        self.assertLessEqual(set(FREE), numbers)
        self.assertIn(("res.company", "customer_status_months"), numbers)
        unbounded = {
            (name, field)
            for name, field in numbers - set(FREE)
            if field not in self.find_bounded(self.env[name]._table)
        }
        self.assertFalse(unbounded)
