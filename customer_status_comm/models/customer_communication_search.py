from odoo import api, fields, models
from odoo.fields import Domain
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL
from odoo.tools.sql import column_exists, drop_index

from .. import const

#: What is searched for words, in SQL: text without tags, in small letters. One column,
#: for three would have three large indexes and three comparisons for each row. Of each
#: only so many characters, and no tag with a "<" in it, or a text takes its square.
_WORDS = rf"""
lower(
    left(coalesce(subject, ''), {const.REASON_MAX})
    || ' ' || left(coalesce(document_name, ''), {const.REASON_MAX}) || ' '
    || replace(replace(replace(regexp_replace(regexp_replace(
        left(coalesce(body, ''), {const.TEXT_MAX}),
        '</?(?:a|b|em|font|i|s|span|strong|u)(?:\s[^<>]*)?>', '', 'g'),
        '(?:<[^<>]*>|\s)+', ' ', 'g'),
        '&lt;', '<'), '&gt;', '>'), '&amp;', '&')
)
"""


class CustomerCommunication(models.Model):
    """Finding one message among a million, in words and by every filter."""

    # A file of its own for its own reason to change.
    _inherit = "customer.communication"  # pylint: disable=R8180

    search_text = fields.Char(
        string="Message",
        store=False,
        search="_search_search_text",
        help="Subject, text, document, and who wrote it.",
    )

    # Each in the order of the list, so that its first page is read and nothing sorted;
    # with what a filter asks for in front, so that rows are counted in the index alone.
    _date_index = models.Index("(create_date DESC, id DESC)")  # of several companies
    _state_date_index = models.Index("(company_id, state, create_date DESC, id DESC)")
    _type_index = models.Index(
        "(company_id, communication_type, create_date DESC, id DESC)"
    )
    _user_index = models.Index("(company_id, user_id, create_date DESC, id DESC)")
    _incoming_index = models.Index(
        "(company_id, create_date DESC, id DESC) WHERE direction = 'in'"
    )

    @api.model
    def _search_search_text(self, operator, value):
        """Find a word in what a message says or in its writer's name.

        The writers are looked up first: beside a subquery PostgreSQL would use none of
        the indexes, and read every message.
        """
        if operator != "ilike":
            return NotImplemented
        value = str(value)[: const.SEARCH_MAX]
        users = self.env["res.users"].with_context(active_test=False)
        writers = users.search([("name", "ilike", value)])
        found = Domain.custom(to_sql=self._prepare_word_sql(value))
        return found | Domain("user_id", "in", writers.ids) if writers else found

    @api.model
    def _prepare_word_sql(self, value):
        """Return what tells a domain in SQL whether ``value`` is among the words."""
        registry = self.env.registry
        wanted = registry.unaccent(SQL("lower(%s)", f"%{value}%"))

        def to_sql(model, alias, query):
            words = SQL.identifier(alias, "search_words")
            if registry.has_unaccent == FunctionStatus.PRESENT:
                words = registry.unaccent(words)  # else they are kept without accents
            return SQL("%s LIKE %s", words, wanted)

        return to_sql

    def init(self):
        """Have PostgreSQL keep the words of each message, and an index of them.

        No field of Odoo's: the ORM would work them out, and write them, row by row.
        """
        super().init()
        words = SQL(_WORDS)
        if self.env.registry.has_unaccent == FunctionStatus.INDEXABLE:
            words = self.env.registry.unaccent(words)
        if self._get_words_kept() == words.code:
            return
        cr = self.env.cr
        for name in ("subject", "body", "document_name"):  # of earlier versions
            drop_index(cr, f"{self._table}__{name}_index", self._table)
        if column_exists(cr, self._table, "search_words"):
            cr.execute(
                SQL(
                    "ALTER TABLE %s DROP COLUMN search_words",
                    SQL.identifier(self._table),
                )
            )
        self._keep_words(words)

    def _keep_words(self, words):
        """Add the column and its index; ``words``: SQL of what is kept."""
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                ALTER TABLE %(table)s
                 ADD COLUMN search_words text GENERATED ALWAYS AS (%(words)s) STORED;
                COMMENT ON COLUMN %(column)s IS %(kept)s
                """,
                table=SQL.identifier(self._table),
                words=words,
                column=SQL.identifier(self._table, "search_words"),
                kept=words.code,
            )
        )
        if self.env.registry.has_trigram:
            cr.execute(
                SQL(
                    "CREATE INDEX customer_communication_words_index"
                    " ON %s USING gin (search_words gin_trgm_ops)",
                    SQL.identifier(self._table),
                )
            )

    def _get_words_kept(self):
        """Return the SQL of the words that the table keeps, or ``None``."""
        self.env.cr.execute(
            """
            SELECT col_description(attrelid, attnum) FROM pg_attribute
             WHERE attrelid = %s::regclass AND attname = 'search_words'
               AND NOT attisdropped
            """,
            [self._table],
        )
        row = self.env.cr.fetchone()
        return row and row[0]
