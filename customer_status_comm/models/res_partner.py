from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const
from ..tools import greeting
from ..tools.channel import Customer
from ..tools.foreign import email_normalize_all
from ..tools.page_keys import documents_within, split_key
from ..tools.phone import is_clear
from .customer_status_reader import Shown


class ResPartner(models.Model):
    """Customers: how they are reached, and the page of all their orders."""

    _name = "res.partner"
    _inherit = ["res.partner", "customer.status.mixin"]
    _status_kind = const.KIND_CUSTOMER

    contact_preference = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS")],
        tracking=True,
        help="How the customer likes to be reached. A suggestion when you write; "
        "automatic messages follow it. Empty: no preference.",
    )
    gets_status_messages = fields.Boolean(
        string="Gets status messages automatically", default=True, tracking=True
    )
    communication_ids = fields.One2many("customer.communication", "partner_id")
    communication_count = fields.Integer(compute="_compute_communication_count")

    def _compute_communication_count(self):
        """Count the messages of each customer and its contacts."""
        partners = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", self.ids)], ["parent_id"]
        )
        counts = dict(
            self.env["customer.communication"]._read_group(
                [("partner_id", "in", partners.ids)], ["partner_id"], ["__count"]
            )
        )
        self.communication_count = 0
        for partner, count in counts.items():
            above = partner
            while above:
                if above in self:
                    above.communication_count += count
                above = above.parent_id

    def action_contact(self, document=None):
        """Open the communication panel.

        :param document: the record one comes from (an order), or ``None``; over RPC it
            may be anything, and counts for nothing then.
        :raise UserError: when there is nobody to write to.
        :raise AccessError: when the user may not read the customer.
        """
        if not self:
            raise UserError(self.env._("There is no customer to write to."))
        self.ensure_one()
        self.check_access("read")  # or the name came from what sudo has read before
        context = {"default_partner_id": self.id}
        if document and isinstance(document, models.BaseModel):
            context |= {
                "default_res_model": document._name,
                "default_res_id": document.id,
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contact %(customer)s", customer=self.display_name),
            "res_model": "customer.communication.panel",
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def action_view_communications(self):
        """Open the history of the customer and its contacts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_status_comm.customer_communication_action"
        )
        action["domain"] = [("partner_id", "child_of", self.id)]
        action["context"] = {}
        return action

    # Reaching a customer

    def _get_reachability(self, company):
        """Return ``{id: channel.Customer}``. Nobody (a web shop's visitor) is left out.

        :param company: its country completes phone numbers written without one.
        """
        people = self.filtered(lambda partner: not partner.is_public)
        countries = people._phone_get_country()
        found = {
            partner.id: partner._find_phone(company, countries.get(partner.id))
            for partner in people
        }
        phones = {id_: number for id_, (number, clear) in found.items() if clear}
        # Odoo writes to all that stand in the field, so one that must not be is enough.
        emails = {
            partner.id: email_normalize_all(partner.email or "") for partner in people
        }
        blocked = self._get_blacklisted(
            [email for some in emails.values() for email in some],
            list(phones.values()),
        )
        others = people._get_other_addresses()
        return {
            partner.id: Customer(
                **partner._prepare_customer_values(),
                email=", ".join(emails[partner.id]) or None,
                phone=phones.get(partner.id),
                phone_unclear=not found[partner.id][1],
                email_blacklisted=any(
                    ("email", email) in blocked for email in emails[partner.id]
                ),
                phone_blacklisted=("phone", phones.get(partner.id)) in blocked,
                others=others.get(partner.id, {}),
            )
            for partner in people
        }

    def _prepare_customer_values(self):
        """Return what stands on the customer and their company, for ``Customer``."""
        company = self.commercial_partner_id
        return {
            "preference": self.contact_preference or None,
            "has_email": bool(self.email),
            "has_phone": bool(self.phone),
            "gets_status": self.gets_status_messages and company.gets_status_messages,
            "is_company": company.is_company,
        }

    def _find_phone(self, company, country):
        """Return ``(number in E.164 or None, whether it is clearly the customer's)``.

        :param company: as of ``_get_reachability``.
        :param country: the customer's, if any: of ``_phone_get_country``.
        """
        self.ensure_one()
        own, home = country, company.sudo().country_id
        customer = self.with_company(company)
        number = customer._phone_format(fname="phone", country=own or home) or None
        clear = not number or is_clear(
            self.phone,
            number,
            customer=(own and own.code) or None,
            shop=home.code or None,
        )
        return number, clear

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        """Leave a number that is not clear as it was typed.

        Odoo would write the number of a stranger in its place, which looks proper then.
        """
        typed, country = self.phone, self._phone_get_country().get(self.id)
        clear = not typed or self._find_phone(self.env.company, country)[1]
        result = super()._onchange_phone_validation()
        if not clear:
            self.phone = typed
        return result

    def _get_other_addresses(self):
        """Return ``{id: {channel: address}}`` for ways other than e-mail and SMS.

        To be extended by an addon that adds one; left out is who has no address.
        """
        return {}

    @api.model
    def _get_blacklisted(self, emails, numbers):
        """Return those that a blacklist names, as ``{("email" or "phone", address)}``.

        By SQL: Odoo's search works each number out once more, which takes as long as
        all the rest of asking how somebody can be reached.

        :param emails: normalized addresses. ``numbers``: as Odoo writes them, E.164.
            Either may have empty ones among them.
        """
        self.env["mail.blacklist"].flush_model(["email", "active"])
        self.env["phone.blacklist"].flush_model(["number", "active"])
        return set(
            self.env.execute_query(
                SQL(
                    """
                    SELECT 'email', email FROM mail_blacklist
                     WHERE active AND email = ANY(%(emails)s::varchar[])
                     UNION ALL
                    SELECT 'phone', number FROM phone_blacklist
                     WHERE active AND number = ANY(%(numbers)s::varchar[])
                    """,
                    emails=list(filter(None, emails)),
                    numbers=list(filter(None, numbers)),
                )
            )
        )

    def _get_greeting(self, formal=False):
        """Return the line that opens a message, in the context's language."""
        self.ensure_one()
        patterns = greeting.Patterns(
            informal=self.env._("Hi %(first)s,"),
            formal=self.env._("Dear %(title)s %(last)s,"),
            formal_without_title=self.env._("Dear %(first)s,"),
            nobody=self.env._("Hello,"),
            nobody_formal=self.env._("Dear customer,"),
        )
        person = greeting.address(self._get_person(), self.env.lang)
        return greeting.greet(person, patterns, formal=formal)

    def _get_person(self):
        """Return the ``greeting.Person``; empty for a company.

        An address ("Warehouse", or without a name) is greeted as whom it belongs to,
        unless its name says a person.
        """
        self.ensure_one()
        if self.is_company or greeting.is_company_name(self.name):
            return greeting.Person()
        is_address = self.type in ("delivery", "invoice", "other") or not self.name
        if is_address and not greeting.is_persons_name(self.name, self.parent_id.name):
            above = self.parent_id
            return above._get_person() if above else greeting.Person()
        title = self.title_id.shortcut or self.title_id.name or ""
        if "firstname" in self._fields:  # OCA partner_firstname knows better
            return greeting.Person(self.firstname or "", self.lastname or "", title)
        return greeting.parse_name(self.name, title)

    # Document: all orders of a customer

    @api.model
    def _get_status_topic(self):
        return self.env._("The customer")

    def _get_status_button_text(self):
        return self.env._("See your orders")

    def _get_status_partners(self):
        return {partner.id: partner for partner in self}

    @api.model
    def _find_status_examples(self, limit):
        """Customers, not colleagues: those with an e-mail address."""
        domain = [
            ("company_id", "in", [self.env.company.id, False]),
            ("partner_share", "=", True),
            ("email", "!=", False),
        ]
        return self.search(domain, limit=limit, order="id desc")

    def _get_status_orders_domain(self):
        """Return the ``Domain`` of the orders these customers know of, in this shop."""
        known = Domain("state", "in", const.STATES_KNOWN)
        return self._get_status_owner_domain() & known

    def _get_status_owner_domain(self):
        """Return the ``Domain`` of this shop's documents of these customers.

        Of them and their contacts; a company below another is a customer of its own.
        """
        firms = self.commercial_partner_id
        return Domain(
            [
                ("partner_id", "child_of", self.ids),
                ("partner_id.commercial_partner_id", "in", firms.ids),
                ("company_id", "=", self.env.company.id),
            ]
        )

    def _find_listed_documents(self):
        """Return what the pages of these customers list, as far as they know of it.

        To be extended by a document that shall be listed beside the orders.

        :return: a list of recordsets of models with a status page, newest first each.
        """
        domain = self._get_status_orders_domain()
        newest = "date_order desc, id desc"
        return [self.env["sale.order"].search(domain, order=newest)]

    def _prepare_status_facts(self):
        """Return ``{id: CustomerFacts}``: what is published, newest first."""
        by_partner = {partner.id: [] for partner in self}
        for documents in self._find_listed_documents():
            shown = documents._get_shown()
            customers = documents._get_status_partners()
            for document in documents.filtered(lambda one, ids=shown: one.id in ids):
                for above in customers[document.id]._get_firm_above():
                    if above.id in by_partner:
                        by_partner[above.id].append(shown[document.id].facts)
        for listed in by_partner.values():
            if len({facts["kind"] for facts in listed}) > 1:
                listed.sort(key=lambda facts: facts["ordered_on"] or "", reverse=True)
        return {
            partner.id: {
                "kind": const.KIND_CUSTOMER,
                "key": f"{partner._name},{partner.id}",
                "reference": partner.name or "",
                "orders": by_partner[partner.id],
            }
            for partner in self
        }

    def _get_firm_above(self):
        """Return this one, and above them who belongs to the same firm."""
        found, above = self.browse(), self
        while above and above.commercial_partner_id == self.commercial_partner_id:
            found += above
            above = above.parent_id
        return found

    def _find_unshown(self):
        """A customer's own page can always be given away."""
        return self.browse()

    def _has_anything_listed(self):
        """Whether the page of this customer lists anything."""
        return any(
            documents._is_any_shown() for documents in self._find_listed_documents()
        )

    def _get_shown(self):
        """A customer's own page is no more than the list of what is shown."""
        facts = self._get_status_facts()
        return {id_: Shown(of_one) for id_, of_one in facts.items()}

    @api.model
    def _leave_out_unreadable(self, facts):
        """Leave out the orders that a colleague may not read.

        Customers see all orders of their own firm.
        """
        if self.env.su or not self.env.user._is_internal():
            return facts
        pages = self.env["customer.status.page"]
        readable = pages._filter_readable_keys(documents_within(facts))
        orders = [
            super(ResPartner, self)._leave_out_unreadable(order)
            for order in facts["orders"]
            if split_key(order["key"]) in readable
        ]
        return {**facts, "orders": orders}

    def _get_status_companies(self):
        """A customer's page is the one of the shop one works in."""
        return {partner.id: self.env.company for partner in self}
