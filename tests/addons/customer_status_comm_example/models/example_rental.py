from odoo import fields, models

from odoo.addons.customer_status_comm import const


class ExampleRental(models.Model):
    """A bike lent out for some days; its customer waits for it as for an order."""

    _name = "example.rental"
    _description = "Rental"
    _inherit = "customer.status.mixin"
    _status_kind = "rental"

    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    bike = fields.Char(required=True)
    price = fields.Monetary()
    currency_id = fields.Many2one(related="company_id.currency_id")
    ready_on = fields.Date()
    state = fields.Selection(
        [(step, step) for step in const.STEPS], default=const.STEP_QUOTATION
    )

    def write(self, vals):
        result = super().write(vals)
        self._status_touch(const.REASON_CHANGED)
        return result

    def _prepare_status_facts(self):
        return {rental.id: rental._prepare_rental_facts() for rental in self}

    def _prepare_rental_facts(self):
        key, price = f"{self._name},{self.id}", f"{self.price:.2f}"
        handed_over = float(self.state == const.STEP_DELIVERED)
        line = {"key": f"{key},bike", "name": self.bike, "unit": "", "invoiced": 0.0}
        line |= {"ordered": 1.0, "delivered": handed_over, "deliverable": True}
        return {
            "kind": self._status_kind,
            "key": key,
            "reference": self.name,
            "client_reference": None,
            "ordered_on": self.create_date.date().isoformat(),
            "expected_on": fields.Date.to_string(self.ready_on) or None,
            "step": self.state,
            "billing": None,  # rentals are paid at the counter
            "currency": self.currency_id.name,
            "total": price,
            "lines": [{**line, "subtotal": price}],
            "deliveries": [],
            "invoices": [],
        }

    def _get_status_labels(self):
        return {
            "order_number": self.env._("Rental %(number)s"),
            "headline_confirmed": self.env._("Your bike is reserved"),
            "event_confirmed": self.env._("Your bike is reserved."),
        }
