"""The chatter's copy of a message: customers get what was written, others less."""

from ... import const
from ..common import StatusCase
from ..migrations import migrate

HOSTILE = (
    '<style>*{display:none}</style><p class="modal" style="color: red">Hello</p>'
    '<p><img src="https://elsewhere.example/p.png" alt="Our map"/></p>'
)
SHOWN = (
    '<p style="color:red">Hello</p><p><a href="https://elsewhere.example/p.png" '
    'target="_blank" rel="noreferrer noopener">[Our map]</a></p>'
)


class TestShownTexts(StatusCase):
    def test_the_chatter_dresses_nothing_and_fetches_nothing(self):
        row = self.write_to(self.anna, body=HOSTILE)
        self.assertEqual(row.mail_message_id.body.replace(": ", ":"), SHOWN)
        [message] = self.sink.received
        html = self.get_html(message[-1])
        for part in ("*{display:none}", "https://elsewhere.example/p.png", "modal"):
            self.assertIn(part, html)
        self.assertIn("*{display:none}", row.body, "it is as it was written")

    def test_a_note_likewise(self):
        row = self.write_to(self.anna, body=HOSTILE, communication_type="note")
        self.assertEqual(row.mail_message_id.body.replace(": ", ":"), SHOWN)

    def test_an_update_cleans_the_copies_of_before(self):
        rows = self.env["customer.communication"].union(
            *[self.write_to(self.anna, body=HOSTILE) for _n in range(3)]
        )
        plain = self.write_to(self.anna)
        self.patch(const, "GC_BATCH", 2)
        before = '<p><img src="https://elsewhere.example/p.png" class="a"/>Words</p>'
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_message SET body = %s WHERE id IN %s",
            (before, tuple(rows.mail_message_id.ids)),
        )
        self.env.invalidate_all()
        migrate(self.env.cr, "post-shown-texts")
        self.env.invalidate_all()
        for copy in rows.mail_message_id:
            self.assertNotIn("<img", copy.body)
            self.assertIn(">[Picture]</a>Words", copy.body)
        self.assertEqual(plain.mail_message_id.body, "<p>Text</p>")
        self.assertEqual(set(rows.mapped("body")), {rows[0].body}, "sent as it was")
