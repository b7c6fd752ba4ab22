from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..shape import check_shape, check_shapes
from ..tools.channel import Customer, why_not
from ..tools.record_id import MOST

#: What stands in the way and is mended on the contact itself.
_CURED_BY_CONTACT = (
    const.WHY_NO_EMAIL,
    const.WHY_INVALID_EMAIL,
    const.WHY_NO_PHONE,
    const.WHY_INVALID_PHONE,
    const.WHY_UNCLEAR_PHONE,
)


class CustomerCommunicationPanel(models.TransientModel):
    """The panel in which staff write to a customer.

    This file holds what is configured. What is written, and how it comes about, stands
    in ``customer_communication_panel_compose.py``; how it leaves, in
    ``customer_communication_panel_send.py``; what is refused, in
    ``customer_communication_panel_check.py``.
    """

    _name = "customer.communication.panel"
    _inherit = [
        "customer.communication.panel.check",
        "customer.communication.panel.files",
    ]
    _description = "Customer Communication Panel"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )

    partner_email = fields.Char(
        related="partner_id.email", related_sudo=False, string="Email"
    )
    partner_phone = fields.Char(
        related="partner_id.phone", related_sudo=False, string="Phone"
    )
    partner_title_id = fields.Many2one(
        related="partner_id.title_id", related_sudo=False, string="Title"
    )
    partner_parent_id = fields.Many2one(
        related="partner_id.parent_id", related_sudo=False, string="Works for"
    )
    partner_lang = fields.Selection(
        related="partner_id.lang", related_sudo=False, string="Language"
    )
    partner_address = fields.Char(
        related="partner_id.contact_address_inline",
        related_sudo=False,
        string="Address",
    )
    contact_preference = fields.Selection(
        related="partner_id.contact_preference", related_sudo=False
    )
    preference_hint = fields.Char(compute="_compute_reach")
    is_preference_possible = fields.Boolean(compute="_compute_reach")
    document_name = fields.Char(compute="_compute_document_name", string="About")
    obstacle = fields.Char(
        compute="_compute_reach", help="Why it cannot be sent this way."
    )
    obstacle_help = fields.Char(
        compute="_compute_reach", help="Whom to ask, for who cannot mend it."
    )

    communication_type = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS"), (const.NOTE, "Note")],
        string="Type",
        default=const.EMAIL,
        required=True,
    )
    scheduled_at = fields.Datetime(
        string="Send later", help="Empty: it is sent when you press Send."
    )

    communication_id = fields.Many2one("customer.communication", readonly=True)
    communication_state = fields.Selection(
        related="communication_id.state", related_sudo=False
    )
    is_tried_again = fields.Boolean(
        compute="_compute_is_tried_again",
        help="It has not left: its mail server or SMS service is not there.",
    )
    feedback = fields.Char(readonly=True)
    feedback_type = fields.Selection(
        [("success", "Done"), ("info", "Taken back"), ("danger", "Failed")],
        readonly=True,
    )

    @api.constrains("communication_id")
    def _check_communication(self):
        """Refuse a message that the user may not read: Odoo would tell its subject."""
        self.sudo(False).communication_id.check_access("read")

    @api.model
    def default_get(self, fields):
        """Start with the way the customer prefers, or else one that is possible."""
        values = super().default_get(fields)
        partner = self.env["res.partner"].browse(values.get("partner_id"))
        if partner and "default_communication_type" not in self.env.context:
            customer = self._get_customer(partner) or Customer()
            ways = (partner.contact_preference or const.EMAIL, const.EMAIL, const.SMS)
            free = (way for way in ways if not why_not(way, customer))
            known = customer.has_email or customer.has_phone
            last = const.EMAIL if known else const.NOTE
            values["communication_type"] = next(free, last)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        check_shapes(self, vals_list)
        default = {"res_id": self.env.context.get("default_res_id")}
        for vals in vals_list:
            self._check_document_id(default | vals)
        return super().create(vals_list)

    def write(self, vals):
        check_shape(self, "write", vals)
        self._check_document_id(vals)
        return super().write(vals)

    @api.model
    def _check_document_id(self, vals):
        """Refuse what no record can have as its id; it would be a database error.

        :raise UserError: as for a document that is there no more.
        """
        res_id = vals.get("res_id")
        if isinstance(res_id, int) and not 0 <= res_id <= MOST:
            raise UserError(self.env._("The document has been deleted."))

    @api.autovacuum
    def _gc_uploads(self):
        """Delete files that were uploaded into a panel which sent nothing.

        :return: ``(deleted, more)`` as Odoo's autovacuum asks; it commits in between.
        """
        deleted = self._delete_forgotten_uploads()
        return deleted, deleted == const.GC_BATCH

    # Configure

    @api.depends(
        "communication_type",
        "partner_id.contact_preference",
        "partner_email",
        "partner_phone",
    )
    def _compute_reach(self):
        """Say what the customer prefers, and before anything is written what is not
        possible; how they can be reached is asked once for both.
        """
        for panel in self:
            customer = panel.partner_id and panel._get_customer(panel.partner_id)
            panel._set_preference_hint(customer)
            panel._set_obstacle(customer or Customer())

    def _set_preference_hint(self, customer):
        """Say what the customer prefers, and why it is not possible if it is not.

        :param customer: ``channel.Customer``, or nothing for a nobody.
        """
        preference = self.partner_id.contact_preference
        self.is_preference_possible, self.preference_hint = True, False
        if not preference:
            return
        names = dict(
            self._fields["communication_type"]._description_selection(self.env)
        )
        why = why_not(preference, customer) if customer else const.WHY_NO_PARTNER
        if why:
            self.is_preference_possible = False
            self.preference_hint = self.env._(
                "prefers %(channel)s, but: %(reason)s",
                channel=names[preference],
                reason=self.env["customer.status.event"]._get_why_words(why),
            )
        else:
            self.preference_hint = self.env._(
                "prefers %(channel)s", channel=names[preference]
            )

    def _set_obstacle(self, customer):
        """Say why the customer cannot be reached this way, if so.

        :param customer: ``channel.Customer``
        """
        why = None
        if self.communication_type != const.NOTE and self.partner_id:
            why = why_not(self.communication_type, customer)
        self.obstacle = why and self.env["customer.status.event"]._get_why_words(why)
        self.obstacle_help = False
        if why in _CURED_BY_CONTACT and not self.partner_id.has_access("write"):
            self.obstacle_help = self.env._("Ask somebody who may edit contacts.")

    @api.onchange("subject", "body", "sms_text", "template_id", "communication_type")
    def _onchange_clear_failure(self):
        """Take a refusal away once something was done about it."""
        if self.feedback_type in ("danger", "info"):
            self.feedback_type = self.feedback = False

    @api.depends("res_model", "res_id")
    def _compute_document_name(self):
        for panel in self:
            document = panel._get_document()
            is_other = document and document != panel.partner_id
            panel.document_name = document.display_name if is_other else False

    @api.depends("communication_id", "feedback_type")
    def _compute_is_tried_again(self):
        for panel in self:
            panel.communication_id.check_access("read")  # the id may come from anywhere
            row_sudo = panel.communication_id.sudo()
            panel.is_tried_again = bool(row_sudo) and row_sudo._is_tried_again()

    def _get_customer(self, partner):
        """Return how ``partner`` can be reached, or ``None`` for a nobody."""
        partner.check_access("read")  # the id may come from anywhere
        company = self.company_id or self.env.company
        return partner.sudo()._get_reachability(company).get(partner.id)
