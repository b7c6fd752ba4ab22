from datetime import timedelta

from odoo import api, models

from odoo.addons.customer_status_comm import const as status

from .. import const

#: A job dated no later than this after it was made has the date that Odoo gave it.
_AT_ONCE = timedelta(hours=1)


class RepairOrder(models.Model):
    """What is true about a job and may interest its customer."""

    # A file of its own for its own reason to change.
    _inherit = "repair.order"  # pylint: disable=R8180

    def _find_status_related(self):
        return super()._find_status_related() + [
            (job.id, job.sale_order_id) for job in self.filtered("sale_order_id")
        ]

    def _prepare_status_facts(self):
        told = set(self._find_told_related())
        parts = self.move_ids.filtered(
            lambda move: (
                move.repair_line_type == "add"
                and move.state != "cancel"
                # The order's lines tell of it, and its price, beside the job.
                and (move.repair_id.id, move.sale_line_id.order_id) not in told
            )
        ).grouped("repair_id")
        nothing = self.env["stock.move"]
        return {
            job.id: job._prepare_repair_facts(parts.get(job, nothing)) for job in self
        }

    def _prepare_repair_facts(self, parts):
        """Return the ``Facts`` of one job.

        :param parts: the ``stock.move`` of what is built in.
        """
        self.ensure_one()
        step = self.customer_status_step
        currency = self.currency_id
        price = f"{self.customer_price:.{currency.decimal_places}f}"
        return {
            "kind": self._status_kind,
            "key": f"{self._name},{self.id}",
            "reference": self.name,
            "client_reference": None,
            "ordered_on": self._to_shop_day(self.create_date),
            "expected_on": self._get_status_expected_on(step),
            "step": step,
            "way": list(const.WAY),
            "awaits_customer": step == const.STEP_READY,
            "billing": None,  # that is the business of its sale order
            "currency": currency.name,
            "total": price if self.customer_price else None,
            "about": self._prepare_status_about(),
            "agreed": self.customer_agreement or "",
            "lines": [part._prepare_status_part() for part in parts],
            "deliveries": [],
            "invoices": [],
        }

    def _get_status_expected_on(self, step):
        """Return the day it was promised for, ISO, or ``None``.

        Odoo dates a new job at the moment it is made, which promises nothing.
        """
        if step not in (const.STEP_RECEIVED, const.STEP_CONFIRMED, const.STEP_IN_WORK):
            return None
        promised = self.schedule_date > self.create_date + _AT_ONCE
        return self._to_shop_day(self.schedule_date) if promised else None

    def _prepare_status_about(self):
        """Return what is repaired, as ``Facts`` say it."""
        product = self.product_id.with_context(display_default_code=False)
        about = [
            ("about_product", product.display_name),
            ("about_serial", self.lot_id.name),
        ]
        return [{"name": name, "text": text} for name, text in about if text]

    @api.model
    def _get_status_labels(self):
        return {
            "title": self.env._("Repair status"),
            "order_number": self.env._("Repair %(number)s"),
            "ordered_on": self.env._("Handed in on"),
            "total": self.env._("Agreed price"),
            "about_product": self.env._("Repair of"),
            "about_serial": self.env._("Serial number"),
            "lines": self.env._("Parts"),
            "line_name": self.env._("Part"),
            "line_ordered": self.env._("Quantity"),
            "related": self.env._("Your order"),
            **self._get_step_labels(),
        }

    @api.model
    def _get_step_labels(self):
        cancelled = status.STEP_CANCELLED
        return {
            f"headline_{const.STEP_RECEIVED}": self.env._("We have your repair"),
            f"headline_{const.STEP_CONFIRMED}": self.env._("Your repair is confirmed"),
            f"headline_{const.STEP_IN_WORK}": self.env._("We are working on it"),
            f"headline_{const.STEP_READY}": self.env._("Ready for pickup"),
            f"headline_{const.STEP_HANDED_OVER}": self.env._("Handed over to you"),
            f"headline_{cancelled}": self.env._("Your repair is cancelled"),
            **self._get_next_labels(),
            f"step_{const.STEP_RECEIVED}": self.env._("Received"),
            f"step_{const.STEP_CONFIRMED}": self.env._("Confirmed"),
            f"step_{const.STEP_IN_WORK}": self.env._("In work"),
            f"step_{const.STEP_READY}": self.env._("Ready for pickup"),
            f"step_{const.STEP_HANDED_OVER}": self.env._("Handed over"),
            **self._get_event_labels(),
        }

    @api.model
    def _get_next_labels(self):
        return {
            f"next_{const.STEP_RECEIVED}": self.env._(
                "We will look at it and get back to you."
            ),
            f"next_{const.STEP_RECEIVED}_by": self.env._(
                "We expect it to be ready on %(date)s."
            ),
            f"next_{const.STEP_CONFIRMED}": self.env._("It waits for its turn."),
            f"next_{const.STEP_CONFIRMED}_by": self.env._(
                "We expect it to be ready on %(date)s."
            ),
            f"next_{const.STEP_IN_WORK}": self.env._(
                "You will hear from us when it is ready."
            ),
            f"next_{const.STEP_IN_WORK}_by": self.env._(
                "We expect it to be ready on %(date)s."
            ),
            f"next_{const.STEP_READY}": self.env._(
                "Your repair is done. You can pick it up now."
            ),
            f"next_{const.STEP_HANDED_OVER}": self.env._(
                "Thank you. If anything is not as it should be, please tell us."
            ),
            f"next_{status.STEP_CANCELLED}": self.env._(
                "Nothing more will be done. Please call us about getting it back."
            ),
        }

    @api.model
    def _get_event_labels(self):
        return {
            f"event_{const.STEP_RECEIVED}": self.env._("We have received your repair."),
            f"event_{const.STEP_CONFIRMED}": self.env._("Your repair is confirmed."),
            f"event_{const.STEP_IN_WORK}": self.env._(
                "We have begun to work on your repair."
            ),
            f"event_{const.STEP_READY}": self.env._("Your repair is ready for pickup."),
            f"event_{const.STEP_HANDED_OVER}": self.env._(
                "Your repair has been handed over to you."
            ),
            f"event_{status.STEP_CANCELLED}": self.env._(
                "Your repair has been cancelled."
            ),
            "event_rescheduled_to": self.env._(
                "We now expect your repair to be ready on %(date)s."
            ),
            "event_rescheduled_from": self.env._(
                "We now expect your repair to be ready on %(date)s, not on %(was)s."
            ),
        }
