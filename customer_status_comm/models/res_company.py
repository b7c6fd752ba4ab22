from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formataddr

from .. import const
from ..exceptions import SenderMissingError
from ..shape import check_shape
from ..tools.foreign import email_normalize


class ResCompany(models.Model):
    """A shop: who its customers hear from, and whether they hear at all."""

    _name = "res.company"
    _inherit = ["customer.communication.company", "res.company"]

    customer_service_email = fields.Char(
        help="The address that customers see as sender and answer to. "
        "Nothing leaves without one."
    )
    customer_status_active = fields.Boolean(
        string="Tell customers how their orders stand",
        help="Off: no status page is published and no status message is sent.",
    )
    customer_status_since = fields.Datetime(
        readonly=True,
        help="What happened before is never told.",
    )
    customer_status_tested_at = fields.Datetime(
        string="First test on",
        readonly=True,
        help="When somebody first had a test message sent to themselves.",
    )
    customer_status_mode = fields.Selection(
        [("automatic", "Automatically"), ("on_demand", "On demand")],
        string="Publish status updates",
        default="automatic",
        required=True,
        help="Automatically: as soon as an order has rested for the rule's minutes. "
        "On demand: when somebody presses Publish.",
    )
    customer_status_hold_days = fields.Integer(
        string="Hold back what is older than (days)",
        default=30,
        help="When an order turns up for the first time with a confirmation, invoice "
        "or delivery older than this, nobody is told until you release it. 0: tell it.",
    )
    customer_communication_hourly_limit = fields.Integer(
        string="Messages of one user (per hour)",
        default=const.HOURLY_LIMIT,
        help="So many e-mails and SMS one user may write to customers within an hour. "
        "0: as many as they like.",
    )
    customer_status_release_limit = fields.Integer(
        string="Released messages (per hour)",
        default=const.RELEASE_LIMIT,
        help="So many messages that were held back may be released, or that failed be "
        "sent again together, within an hour. 0: all at once.",
    )
    customer_status_introduction = fields.Text(
        translate=True, help="Opens every status page. Plain text."
    )

    _customer_status_hold_days_within = models.Constraint(
        f"CHECK(customer_status_hold_days BETWEEN 0 AND {const.MOST_DAYS})",
        "Type a number of days between 0 and 3,650 (ten years). 0 holds nothing back.",
    )

    _customer_communication_limits_within = models.Constraint(
        "CHECK(customer_communication_hourly_limit BETWEEN 0 AND"
        f" {const.MOST_MESSAGES} AND customer_status_release_limit BETWEEN 0 AND"
        f" {const.MOST_MESSAGES})",
        "Type a number of messages between 0 and 1,000,000. 0 sets no limit.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered("customer_status_active")._start_customer_status()
        return companies

    def write(self, vals):
        check_shape(self, "write", vals)
        starting = self.browse()
        if vals.get("customer_status_active"):
            starting = self.filtered(lambda company: not company.customer_status_active)
        result = super().write(vals)
        starting._start_customer_status()
        if vals.get("customer_status_mode") == "automatic":
            self.env["customer.status.change"].sudo()._look_again(self)
        return result

    @api.constrains("customer_service_email", "customer_status_active")
    def _check_customer_service_email(self):
        for company in self:
            address = company.customer_service_email
            self._check_sender(address)
            if company.customer_status_active and not address:
                raise UserError(
                    self.env._(
                        "Give %(company)s a customer-service address before you switch "
                        "on customer status: nothing leaves without a sender.",
                        company=company.name,
                    )
                )

    @api.model
    def _check_sender(self, address):
        """Refuse what is no single e-mail address. Nothing at all is allowed.

        :raise UserError: with the address.
        """
        if address and not email_normalize(address):
            raise UserError(
                self.env._(
                    "“%(address)s” is not a single valid e-mail address.",
                    address=address,
                )
            )

    def _is_published_on_demand(self):
        """Whether pages change and messages leave when somebody publishes."""
        self.ensure_one()
        return self.customer_status_mode == "on_demand"

    def _start_customer_status(self):
        """Remember from when on customers are told. Side effect: writes."""
        if self:
            self.customer_status_since = fields.Datetime.now()

    def _get_customer_service_sender(self, address=None):
        """Return the sender that customers see: ``"Shop" <service@shop.example>``.

        :param str address: that of one of the company's stores; empty: the company's.
        :raise SenderMissingError: without a customer-service address; says where to
            set it.
        """
        self.ensure_one()
        address = address or self.customer_service_email
        if not address:
            raise SenderMissingError(
                self.env._(
                    "%(company)s has no customer-service address, so nothing can be "
                    "sent. An administrator sets it in Settings → Customer Status.",
                    company=self.name,
                )
            )
        return formataddr((self.name, address))

    def _get_automatic_signature(self, author=None):
        """Return what closes an automatic message, in the context's language.

        :param str author: the name of who writes: "Kind regards / Mette, The Shop".
        """
        self.ensure_one()
        regards = self.env._("Kind regards")
        name = f"{author}, {self.name}" if author else self.name
        return Markup("<p>%s<br/>%s</p>") % (regards, name)

    def _get_sms_signature(self):
        """Return what closes an SMS: short, for every part of it costs."""
        self.ensure_one()
        return Markup("%s") % self.name

    def _prepare_status_brand(self):
        """Return the ``status_document.Brand`` of this company: plain values."""
        self.ensure_one()
        partner = self.partner_id
        return {
            "name": self.name,
            "email": self.customer_service_email or self.email or None,
            "phone": self.phone or None,
            "website": self.website or None,
            "address": [
                line
                for line in (
                    partner.street,
                    partner.street2,
                    " ".join(filter(None, (partner.zip, partner.city))),
                )
                if line
            ],
            "logo": self._get_status_logo(),
            "colour": self.primary_color or None,
            "introduction": self.customer_status_introduction or None,
        }

    def _get_status_logo(self):
        """Return the logo as a data URI, ``None`` when too heavy for the page."""
        self.ensure_one()
        logo = not self.uses_default_logo and self.logo_web
        if not logo or len(logo) > const.LOGO_MAX_BASE64:
            return None
        return f"data:image/png;base64,{logo.decode()}"
