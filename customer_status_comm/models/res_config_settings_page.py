from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import const
from ..tools import layout_check, status_document, status_layout
from ..tools.spoken import find_spoken
from ..tools.status_blocks import ALL_BLOCKS
from ..tools.status_sample import sample_customer, sample_order


class ResConfigSettings(models.TransientModel):
    """What customers see on the pages, with a preview of what is not saved yet."""

    # A file of its own for its own reason to change.
    _inherit = "res.config.settings"  # pylint: disable=R8180

    customer_status_show_lines = fields.Boolean(
        related="company_id.customer_status_show_lines", readonly=False
    )
    customer_status_show_prices = fields.Boolean(
        related="company_id.customer_status_show_prices", readonly=False
    )
    customer_status_show_deliveries = fields.Boolean(
        related="company_id.customer_status_show_deliveries", readonly=False
    )
    customer_status_show_tracking = fields.Boolean(
        related="company_id.customer_status_show_tracking", readonly=False
    )
    customer_status_show_invoices = fields.Boolean(
        related="company_id.customer_status_show_invoices", readonly=False
    )
    customer_status_show_payment = fields.Boolean(
        related="company_id.customer_status_show_payment", readonly=False
    )
    customer_status_show_addresses = fields.Boolean(
        related="company_id.customer_status_show_addresses", readonly=False
    )
    customer_status_show_shop = fields.Boolean(
        related="company_id.customer_status_show_shop", readonly=False
    )
    customer_status_show_introduction = fields.Boolean(
        related="company_id.customer_status_show_introduction", readonly=False
    )
    customer_status_show_earlier_orders = fields.Boolean(
        related="company_id.customer_status_show_earlier_orders", readonly=False
    )
    customer_status_months = fields.Integer(
        related="company_id.customer_status_months", readonly=False
    )
    customer_status_layout = fields.Text(
        related="company_id.customer_status_layout", readonly=False
    )
    customer_status_layout_error = fields.Char(
        related="company_id.customer_status_layout_error"
    )

    @api.model
    def get_standard_layout(self):
        """Return our own layout's text, to start one's own from.

        :raise AccessError: for all but administrators.
        """
        self._check_administrator()
        return status_layout.standard_layout()

    @api.model
    def render_status_preview(self, values):
        """Return the page as it would look with settings that are not saved yet.

        Writes nothing. The newest order with a page is shown, or an invented one.

        :param dict values: ``blocks`` (list of names), ``introduction`` (text),
            ``months`` (number), ``layout`` (text, empty for the standard one) and
            ``kind`` (``const.KIND_*``).
        :return: ``{"html": str, "error": str or False, "sample": bool}``; with an
            error the standard layout is shown. ``sample``: the order is invented.
        :raise AccessError: for all but administrators.
        """
        self._check_administrator()
        company = self.env.company
        blocks = ALL_BLOCKS.intersection(values.get("blocks") or ())
        facts, sample = self._get_preview_facts(values.get("kind"), company)
        options = company._prepare_status_options() | {
            "blocks": blocks,
            "since": company._get_status_since(max(int(values.get("months") or 0), 0)),
            "updated_at": fields.Datetime.now(),
            "changes": (),
        }
        options |= self.env["customer.status.mixin"]._prepare_status_labels(facts)
        options["language"] = find_spoken(options["labels"], self.env.lang)
        options["brand"]["introduction"] = values.get("introduction") or None
        options["layout"], error = None, False
        if values.get("layout"):
            del options["layout"]
            try:
                html = layout_check.try_layout(values["layout"], facts, **options)
                return {"html": html, "error": False, "sample": sample}
            except layout_check.LayoutError as problem:
                error = company._get_layout_words(problem)
        html = status_document.render_document(facts, **options)
        return {"html": html, "error": error, "sample": sample}

    @api.model
    def _get_preview_facts(self, kind, company):
        """Return ``(facts, whether they are invented)`` of the newest page there is."""
        collecting = kind == const.KIND_CUSTOMER
        page = self.env["customer.status.page"].search(
            [("company_id", "=", company.id), ("res_model", "=", "sale.order")],
            order="res_id desc",
            limit=1,
        )
        order = self.env["sale.order"].browse(page.res_id).exists()
        document = order.partner_id if collecting else order
        if not document:
            make = sample_customer if collecting else sample_order
            return make(self.env._), True
        facts = document.sudo()._prepare_status_facts()[document.id]
        shown_orders = facts["orders"] if collecting else [facts]
        for shown in shown_orders:
            if shown["kind"] != const.KIND_ORDER:
                continue
            # Not collected before it is ticked; the preview shows what a tick would do.
            mine = order.browse(int(shown["key"].rpartition(",")[2])).sudo()
            shown.setdefault("delivery_address", mine._get_status_address())
        return facts, False

    def _check_administrator(self):
        if not self.env.is_system():
            raise AccessError(
                self.env._("Only administrators may change the status pages.")
            )
