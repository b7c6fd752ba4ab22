import logging

from markupsafe import Markup

from odoo import api, models

from ..apart import do_apart, log_failure
from ..tools import layout_check

_logger = logging.getLogger(__name__)

#: How many of the newest pages a layout is tried on.
_PAGES = 20


class ResCompany(models.Model):
    """Notices when a shop's own layout fails on real orders, and says so once."""

    # A file of its own for its own reason to change.
    _inherit = "res.company"  # pylint: disable=R8180

    @api.model
    def _cron_check_status_layouts(self):
        """Try the own layouts of all shops; one that fails holds up no other."""
        own = [("customer_status_layout", "not in", (False, ""))]
        shops = self.sudo().search(own)
        do_apart(list(shops), type(shops)._check_status_layouts, log_failure)

    def _check_status_layouts(self):
        """Try each company's layout on its newest pages, and note what comes of it.

        Reading a page writes nothing, so one that fell back to the standard layout
        leaves only a line in the log; this is what finds it again. Side effects:
        writes ``customer_status_layout_error``, and tells the administrators when it
        was empty before.
        """
        for company in self.sudo():
            lang = company.partner_id.lang or self.env.lang
            company = company.with_context(lang=lang)
            problem = company._find_layout_problem()
            if problem == (company.customer_status_layout_error or None):
                continue
            new = problem and not company.customer_status_layout_error
            company.customer_status_layout_error = problem or False
            if new:
                company._tell_layout_problem(problem)

    def _find_layout_problem(self):
        """Return why the layout fails on one of the newest pages, or ``None``."""
        self.ensure_one()
        pages = self.env["customer.status.page"].search(
            [("company_id", "=", self.id)], order="published_at desc", limit=_PAGES
        )
        options = self._prepare_status_options()
        layout = options.pop("layout")
        try:
            layout_check.check_layout(
                layout, labels=options["labels"], brand=options["brand"]
            )
            for page in pages:
                layout_check.try_layout(layout, page.facts, **options)
        except layout_check.LayoutError as error:
            _logger.warning(
                "The layout of company %s fails in line %s", self.id, error.line
            )
            return self._get_layout_words(error)
        return None

    def _tell_layout_problem(self, problem):
        """Notify the administrators who work in this company, each in their way."""
        self.ensure_one()
        users = self.env.ref("base.group_system").all_user_ids.filtered(
            lambda user: user.active and self in user.company_ids
        )
        if not users:
            return
        body = Markup("<p>%s</p><p>%s</p>") % (
            self.env._(
                "The own layout of the status pages of %(company)s has failed. "
                "Customers see the standard layout instead. Mend it in Settings → "
                "Customer Status.",
                company=self.name,
            ),
            problem,
        )
        self.env["mail.thread"].message_notify(
            partner_ids=users.partner_id.ids,
            subject=self.env._("The layout of your status pages has failed"),
            body=body,
        )
