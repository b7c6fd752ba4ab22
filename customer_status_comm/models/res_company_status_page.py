from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .. import const
from ..labels import status_labels
from ..shape import check_shape
from ..tools import layout_check, span
from ..tools.status_blocks import ALL_BLOCKS, BLOCK_ADDRESSES


class ResCompany(models.Model):
    """What the customers of a shop see on its pages, and in which layout."""

    # A file of its own for its own reason to change.
    _inherit = "res.company"  # pylint: disable=R8180

    customer_status_show_lines = fields.Boolean(
        string="Order lines",
        default=True,
        help="What was ordered, and how much of it. Default: shown.",
    )
    customer_status_show_prices = fields.Boolean(
        string="Prices",
        default=True,
        help="Every amount: of lines, orders and invoices. Default: shown.",
    )
    customer_status_show_deliveries = fields.Boolean(
        string="Deliveries",
        default=True,
        help="What was sent or returned, when, and what is expected. Default: shown.",
    )
    customer_status_show_tracking = fields.Boolean(
        string="Tracking numbers",
        default=True,
        help="With a link to the carrier, below each delivery. Default: shown.",
    )
    customer_status_show_invoices = fields.Boolean(
        string="Invoices and credit notes",
        default=True,
        help="Number, date and amount of each. Default: shown.",
    )
    customer_status_show_payment = fields.Boolean(
        string="Payment state",
        default=True,
        help="What is paid, what is owed, and by when. Default: shown.",
    )
    customer_status_show_addresses = fields.Boolean(
        string="Delivery address",
        help="Whoever has the link can read it. Default: hidden. It appears on pages "
        "published from now on, and disappears from all of them at once.",
    )
    customer_status_show_shop = fields.Boolean(
        string="Contact of the shop",
        default=True,
        help="Telephone, e-mail, website and address at the bottom. Default: shown.",
    )
    customer_status_show_introduction = fields.Boolean(
        string="Introduction",
        default=True,
        help="Your own words at the top of every page. Default: shown.",
    )
    customer_status_show_earlier_orders = fields.Boolean(
        string="Earlier orders",
        default=True,
        help="On the page of a customer: finished orders, below the current ones. "
        "Default: shown.",
    )
    customer_status_months = fields.Integer(
        string="Months back",
        default=12,
        help="How many months back a customer's page lists finished orders. "
        "Default: 12. 0: all of them.",
    )
    customer_status_layout = fields.Text(
        string="Own layout",
        groups="base.group_system",
        help="A Jinja template instead of the standard layout. Empty: the standard.",
    )
    customer_status_layout_error = fields.Char(
        string="Problem with the layout",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )

    _customer_status_months_within = models.Constraint(
        f"CHECK(customer_status_months BETWEEN 0 AND {const.MOST_MONTHS})",
        "Type a number of months between 0 and 1,200. 0 lists all finished orders.",
    )

    @api.constrains("customer_status_layout")
    def _check_customer_status_layout(self):
        for company in self.sudo().filtered("customer_status_layout"):
            try:
                layout_check.check_layout(
                    company.customer_status_layout,
                    labels=status_labels(self.env._),
                    brand=company._prepare_status_brand(),
                )
            except layout_check.LayoutError as error:
                raise ValidationError(self._get_layout_words(error)) from None

    def write(self, vals):
        """A layout that was just checked has no problem any more."""
        check_shape(self, "write", vals)
        if "customer_status_layout" in vals:
            vals = {**vals, "customer_status_layout_error": False}
        return super().write(vals)

    def _get_status_blocks(self):
        """Return the ticked names among ``status_blocks.ALL_BLOCKS``, a frozenset."""
        self.ensure_one()
        return frozenset(
            block for block in ALL_BLOCKS if self[f"customer_status_show_{block}"]
        )

    def _get_status_since(self, months=None):
        """Return from which day on finished orders are listed, ISO, or ``None``.

        :param months: instead of the company's own number; 0 means no limit.
        """
        self.ensure_one()
        months = self.customer_status_months if months is None else months
        if not months:
            return None
        shop = self.with_context(tz=self.partner_id.tz or "UTC")
        today = fields.Date.context_today(shop)
        return span.months_before(today, months).isoformat()

    def _prepare_status_options(self):
        """Return what ``status_document.render_document`` takes from the company."""
        self.ensure_one()
        return {
            "brand": self._prepare_status_brand(),
            "labels": status_labels(self.env._),
            "timezone": self.partner_id.tz or "UTC",
            "blocks": self._get_status_blocks(),
            "since": self._get_status_since(),
            "layout": self.customer_status_layout or None,
        }

    @tools.ormcache("self.id", "self.env.lang", "version", "quarter")
    def _get_kept_status_options(self, version, quarter):
        """Return ``_prepare_status_options()`` without reading the company again.

        :param version: ``LinkedPage.company_version``.
        :param quarter: ``page_cache.this_quarter()``.
        :return: not to be changed; whoever asks next gets the same.
        """
        return self._prepare_status_options()

    def _renew_status_pages(self):
        """Have every process lay out these shops' pages anew, from now on.

        For changes of what pages are made of besides the rows of the company and its
        contact. Writes the company's row: that alone makes a new version of it.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE res_company SET write_date = write_date WHERE id IN %s",
                    tuple(self.ids),
                )
            )

    def _is_status_address_shown(self):
        """Whether addresses may be collected: what nobody is shown is not kept."""
        self.ensure_one()
        return BLOCK_ADDRESSES in self._get_status_blocks()

    @api.model
    def _get_layout_words(self, error):
        """Return a ``LayoutError`` in a sentence for whoever wrote the layout."""
        reasons = {
            const.LAYOUT_WRONG: self.env._("Jinja says: %(detail)s"),
            const.LAYOUT_TOO_MUCH: self.env._(
                "It works too long or writes too much for a page."
            ),
            const.LAYOUT_UNWANTED: self.env._(
                "“%(detail)s” may not be used: the page works without scripts and "
                "without asking other servers."
            ),
            const.LAYOUT_EMPTY: self.env._("The page comes out empty."),
        }
        kinds = {
            const.KIND_ORDER: self.env._("on the page of an order"),
            const.KIND_CUSTOMER: self.env._("on the page of a customer"),
        }
        where = [
            error.line and self.env._("line %(line)s", line=error.line),
            kinds.get(error.kind),
        ]
        reason = reasons[error.reason].replace("%(detail)s", error.detail)
        places = ", ".join(filter(None, where))
        if not places:
            return self.env._("The layout does not work. %(reason)s", reason=reason)
        return self.env._(
            "The layout does not work (%(places)s). %(reason)s",
            places=places,
            reason=reason,
        )
