"""A delivery note that is printed, by staff and by the customer."""

from odoo.tests import new_test_user

from .common import DeliveryCase

NOTE = "stock.action_report_delivery"


class TestPrinted(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.picking = self.create_confirmed(quantity=5).picking_ids

    def print_as(self, user, method="_render_qweb_html", pickings=None):
        """Print the note as the web client does, or the portal, which lends rights."""
        reports = self.env["ir.actions.report"].with_user(user).sudo()
        ids = (pickings or self.picking).ids
        return getattr(reports, method)(NOTE, ids)

    def test_as_html(self):
        """Where no PDF can be made, Odoo shows the note as a page."""
        self.print_as(self.env.user)

        self.assertTrue(self.picking.is_delivery_note_printed)
        self.assert_touched(self.picking.sale_id)

    def test_as_pdf_that_was_kept(self):
        """Nothing is laid out anew then."""
        report = self.env.ref(NOTE)
        report.write({"attachment": "'note.pdf'", "attachment_use": True})
        self.env["ir.attachment"].create(
            {
                "name": "note.pdf",
                "res_model": "stock.picking",
                "res_id": self.picking.id,
                "raw": b"%PDF-1.4",
            }
        )
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )

        streams, kind = reports._pre_render_qweb_pdf(NOTE, self.picking.ids)

        self.assertEqual(kind, "pdf")
        self.assertEqual(streams[self.picking.id]["stream"].getvalue(), b"%PDF-1.4")
        self.assertTrue(self.picking.is_delivery_note_printed)

    def test_by_the_customer_is_none(self):
        portal = new_test_user(self.env, "anna.portal", groups="base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            for method in ("_render_qweb_html", "_render_qweb_pdf"):
                with self.subTest(user=user.login, method=method):
                    self.print_as(user, method)
                    self.assertFalse(self.picking.is_delivery_note_printed)
                    self.assert_touched()

    def test_another_report_is_none(self):
        reports = self.env["ir.actions.report"]
        reports._note_status_print("stock.action_report_picking", self.picking.ids)

        self.assertFalse(self.picking.is_delivery_note_printed)

    def test_many_at_once(self):
        pickings = self.picking
        for _number in range(3):
            pickings |= self.create_confirmed(quantity=1).picking_ids

        self.print_as(self.env.user, pickings=pickings)

        self.assertEqual(pickings.mapped("is_delivery_note_printed"), [True] * 4)
        self.assert_touched(*pickings.sale_id)

    def count_queries(self, pickings):
        """Return how many queries it takes to note what was printed."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        pickings._note_delivery_note()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_parcels(self):
        self.forget_touches()
        orders = [self.create_confirmed(quantity=1) for _number in range(12)]
        pickings = self.env["stock.picking"].union(*(o.picking_ids for o in orders))
        self.count_queries(self.picking)  # what is read once and kept

        one = self.count_queries(pickings[:1])

        self.assertLessEqual(self.count_queries(pickings[1:]), one + 2)
