"""What the tests of repairs share: a workshop in the shop."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.customer_status_comm.tests.common import StatusCase, add_warehouse

SECRET = "The frame has a dent nobody shall hear of"


@tagged("standard", "post_install", "-at_install")
class RepairCase(StatusCase):
    """A workshop in the shop, and a bicycle to repair."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_warehouse(cls.company)
        products = cls.env["product.product"]
        cls.bike = products.create({"name": "Cargo bicycle", "type": "consu"})
        cls.pads = products.create({"name": "Brake pads", "type": "consu"})

    @classmethod
    def create_job(cls, partner=None, **values):
        part = {"product_id": cls.pads.id, "product_uom_qty": 2}
        return cls.env["repair.order"].create(
            {
                "partner_id": (partner or cls.anna).id,
                "product_id": cls.bike.id,
                "internal_notes": f"<p>{SECRET}</p>",
                "customer_agreement": "New brake pads.",
                "customer_price": 640,
                "schedule_date": fields.Datetime.now() + timedelta(days=3),
                "move_ids": [(0, 0, part | {"repair_line_type": "add"})],
                **values,
            }
        )

    def finish(self, job):
        """Work on a job until it is done."""
        job.action_repair_start()
        for part in job.move_ids:
            part.quantity = part.product_uom_qty
        job.action_repair_end()

    def get_facts(self, job):
        return job._get_status_facts()[job.id]
