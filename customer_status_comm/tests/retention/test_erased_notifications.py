"""Erasing a customer reaches what Odoo keeps to tell web clients."""

from ... import const
from ..common import StatusCase


class TestErasedNotifications(StatusCase):
    def test_erasing_reaches_odoos_notifications(self):
        self.env["bus.bus"].search([("id", "!=", 0)]).unlink()
        self.write_to(self.anna, "Secret", body="<p>Your illness</p>")
        self.write_to(self.bo, "Other", body="<p>Their bicycle</p>")
        self.assertIn("Your illness", self.read_bus())
        self.anna._erase_communications()
        kept = self.read_bus()
        self.assertNotIn("Your illness", kept)
        self.assertIn("Their bicycle", kept)

    def read_bus(self):
        self.env.cr.precommit.run()
        self.env.cr.execute("SELECT message FROM bus_bus")
        return " ".join(text for [text] in self.env.cr.fetchall())

    def test_batch_by_batch(self):
        self.patch(const, "GC_BATCH", 2)
        for number in range(5):
            self.write_to(self.anna, body=f"<p>Your illness {number}</p>")
        self.assertEqual(self.read_bus().count("Your illness"), 5)
        self.anna._erase_communications()
        self.assertNotIn("Your illness", self.read_bus())
