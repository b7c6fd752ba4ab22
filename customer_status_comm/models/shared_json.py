from psycopg2.extras import Json as PsycopgJson

from odoo import fields


class SharedJson(fields.Json):
    """A JSON field that hands its value out as it stands in memory, not as a copy.

    Facts are read several times for each customer who is told, and are long: Odoo's
    copies took a tenth of the time. Whoever reads one must not change it; the functions
    of ``tools/`` do not. What is written must be plain JSON.
    """

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_column(self, value, record, values=None, validate=True):
        # Without the way to text and back, by which Odoo makes the values plain.
        return PsycopgJson(value) if value else None
