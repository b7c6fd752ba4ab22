"""17.8: what a repair's first customer was told is not the next one's to read."""

from odoo.tests import tagged

from .common import RepairCase


@tagged("standard", "post_install", "-at_install")
class TestPassedOn(RepairCase):
    def tell(self, job):
        """Send a repair's customer a message about it; return the chatter's."""
        row = self.write_to(
            job.partner_id, "Your bicycle", res_model=job._name, res_id=job.id
        )
        self.assertFalse(row.mail_message_id.is_internal)
        return row.mail_message_id

    def test_17_8_a_repair_that_passes_on(self):
        job = self.create_job(self.anna)
        told = self.tell(job)
        job.partner_id = self.bo
        self.assertTrue(told.is_internal)
        self.assertFalse(self.tell(job).is_internal, "Bo reads what Bo is told")

    def test_17_8_a_repair_whose_customer_follows_a_return(self):
        """Odoo computes it; what was told is hidden before the commit."""
        job = self.create_job(self.anna)
        told = self.tell(job)
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        picking = self.env["stock.picking"].create(
            {
                "partner_id": self.bo.id,
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_customers").id,
                "location_dest_id": warehouse.lot_stock_id.id,
            }
        )
        job.picking_id = picking
        self.env.flush_all()
        self.assertEqual(job.partner_id, self.bo)
        self.env.cr.precommit.run()
        self.assertTrue(told.is_internal)

    def test_17_8_many_take_as_many_queries_as_few(self):
        counts = []
        for size in (1, 1, 8):  # the first fills Odoo's caches
            jobs = self.env["repair.order"].union(
                *(self.create_job(self.anna) for _n in range(size))
            )
            messages = self.env["mail.message"].union(*map(self.tell, jobs))
            jobs._hide_from_new_customers()
            self.assertFalse(any(messages.mapped("is_internal")), "still Anna's")
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE repair_order SET partner_id = %s WHERE id = ANY(%s)",
                [self.bo.id, jobs.ids],
            )
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            jobs._hide_from_new_customers()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(messages.mapped("is_internal")))
        self.assertEqual(*counts[1:])
