from odoo import fields, models

from odoo.addons.customer_status_comm.tools.spoken import find_spoken
from odoo.addons.customer_status_comm.tools.status_blocks import BLOCK_PRICES
from odoo.addons.customer_status_comm.tools.wording import (
    Format,
    clean_line,
    find_locale,
)

_FOR_TEMPLATES = (
    "customer_status_thing",
    "customer_status_price",
    "customer_status_pickup",
)


class RepairOrder(models.Model):
    """What messages say of a job: which thing, what it costs, where to fetch it."""

    # A file of its own for its own reason to change.
    _inherit = "repair.order"  # pylint: disable=R8180

    customer_status_thing = fields.Char(
        string="What is repaired",
        compute="_compute_customer_status_words",
        compute_sudo=True,
        help="For templates: the product, with its serial number if it has one.",
    )
    customer_status_price = fields.Char(
        string="Price in words",
        compute="_compute_customer_status_words",
        compute_sudo=True,
        help="For templates: the agreed price, where the shop shows prices.",
    )
    customer_status_pickup = fields.Text(
        string="Where to pick it up",
        compute="_compute_customer_status_words",
        compute_sudo=True,
        help="For templates: the shop's address, and its pickup and opening hours.",
    )

    def mail_allowed_qweb_expressions(self):
        """Let everybody use these placeholders, who may not run code in templates."""
        own = (f"object.{name}" for name in _FOR_TEMPLATES)
        return (*super().mail_allowed_qweb_expressions(), *own)

    def _compute_customer_status_words(self):
        for job in self:
            told = job._with_status_lang()
            company = told.company_id
            brand = company._prepare_status_brand()
            lines = [company.name, *brand["address"], brand["pickup"]]
            job.customer_status_thing = told._get_status_thing()
            job.customer_status_price = told._get_status_price()
            job.customer_status_pickup = "\n".join(filter(None, lines))

    def _get_status_thing(self):
        """Return what is repaired, in the context's language."""
        self.ensure_one()
        product = self.product_id.with_context(display_default_code=False)
        if not product:
            return self.env._("Your repair")
        if not self.lot_id:
            return product.display_name
        return f"{product.display_name} ({self.lot_id.name})"

    def _get_status_price(self):
        """Return the agreed price in words, or "" when there is none or none is shown.

        With plain spaces: others make an SMS dearer.
        """
        self.ensure_one()
        shown = BLOCK_PRICES in self.company_id._get_status_blocks()
        if not (shown and self.customer_price):
            return ""
        labels = self._get_labels_of(self._status_kind)
        form = Format(find_locale(find_spoken(labels, self.env.lang)))
        amount = form.money(str(self.customer_price), self.currency_id.name)
        return self.env._("Price: %(amount)s", amount=clean_line(amount))
