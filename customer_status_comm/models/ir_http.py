from odoo import models


class IrHttp(models.AbstractModel):
    """Addresses with numbers that no record can have are not found.

    Python refuses to read some thousand digits, which would be an error of the server
    then, not of who asks.
    """

    _inherit = "ir.http"

    @classmethod
    def _get_converters(cls):
        """Have numbers in addresses be of a bounded length."""
        converters = super()._get_converters()

        class BoundedIntConverter(converters["int"]):
            regex = r"-?\d{1,18}"

        return {**converters, "int": BoundedIntConverter}

    @classmethod
    def _unslug(cls, value):
        """Find no record where the number is none; a page not found looks for one."""
        try:
            return super()._unslug(value)
        except ValueError:
            return None, None
