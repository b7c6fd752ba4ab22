"""An earlier version's database gets the words of its messages, and drops the old."""

from ... import const
from ..common import StatusCase

INDEXES = """
SELECT indexname FROM pg_indexes WHERE tablename = 'customer_communication'
"""


class TestHistoryUpgrade(StatusCase):
    """As it was before the words stood in one column: an index for each of three."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.communication"].create(
            {
                "partner_id": cls.anna.id,
                "communication_type": const.NOTE,
                "subject": "Your <b>saddle</b>",
                "body": "<p>has <i>come</i></p>",
            }
        )
        cls.env.flush_all()
        cls.env.cr.execute(
            """
            ALTER TABLE customer_communication DROP COLUMN search_words;
            CREATE INDEX customer_communication__subject_index
                ON customer_communication USING gin (subject gin_trgm_ops);
            CREATE INDEX customer_communication__body_index
                ON customer_communication USING gin (body gin_trgm_ops);
            """
        )

    def get_indexes(self):
        self.env.cr.execute(INDEXES)
        return {name for (name,) in self.env.cr.fetchall()}

    def find(self, words):
        domain = [("search_text", "ilike", words)]
        return self.env["customer.communication"].search(domain).mapped("subject")

    def test_messages_of_before_are_found_by_one_index(self):
        self.env["customer.communication"].init()
        self.assertEqual(self.find("saddle"), ["Your <b>saddle</b>"])
        self.assertEqual(self.find("HAS come"), ["Your <b>saddle</b>"])
        names = self.get_indexes()
        self.assertIn("customer_communication_words_index", names)
        self.assertFalse({name for name in names if "__subject" in name})
        self.assertFalse({name for name in names if "__body" in name})

    def test_a_second_update_keeps_what_is_there(self):
        self.env["customer.communication"].init()
        self.env.cr.execute(
            "SELECT 'customer_communication_words_index'::regclass::oid"
        )
        before = self.env.cr.fetchone()
        self.env["customer.communication"].init()
        self.env.cr.execute(
            "SELECT 'customer_communication_words_index'::regclass::oid"
        )
        self.assertEqual(self.env.cr.fetchone(), before)
