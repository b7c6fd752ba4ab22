import re
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from .. import const
from ..tools.foreign import email_normalize_all
from ..tools.link_text import has_address
from ..tools.record_id import to_id
from ..tools.token import hash_token, new_token
from .customer_status_link_writer import Wish

#: A host before an address, up to the next one, or a long text takes minutes.
_HOST = r"(https?://(?:(?!https?://)[^\s\"'<>])*?)?"
#: The address of a document's page for logged-in readers, as templates write it.
_PERSONAL = re.compile(rf"{_HOST}/my/status/([a-z]+)/([0-9]{{1,10}})\b")


#: Headers by which a mail goes to others than its recipients, as ``mail.mail`` writes
#: headers.
_FURTHER_RECIPIENTS = re.compile(
    r"['\"](?:resent-)?(?:to|cc|bcc)['\"]\s*:", re.IGNORECASE
)


class CustomerStatusLink(models.Model):
    """An unguessable address of a page. Only the token's SHA-256 is stored."""

    _name = "customer.status.link"
    _inherit = [
        "customer.search.mixin",
        "customer.values.mixin",
        "customer.status.link.kept",
        "customer.status.link.left.out",
        "customer.status.link.limit",
        "customer.status.link.writer",
    ]
    _description = "Customer Status Link"
    _rec_name = "page_id"
    _technical_fields = frozenset({"token_hash"})

    page_id = fields.Many2one(
        "customer.status.page",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Made for", readonly=True, ondelete="cascade", index=True
    )
    token_hash = fields.Char(required=True, readonly=True)
    expires_at = fields.Datetime(readonly=True)
    revoked_at = fields.Datetime(readonly=True)

    _token_hash_unique = models.UniqueIndex("(token_hash)")

    @api.model
    def _create_links(self, pages, partners, users=None, is_in_hand=False):
        """Make one link per page and recipient.

        None for anybody but the page's own customer: the one guard of all that make
        links. Of a document that has passed to another, ``_ensure`` passes the page on.

        :param pages: pages, the n-th for the n-th of ``partners``.
        :param users: who had it made, an id or ``False`` for each; by default nobody.
        :param is_in_hand: they are given to these users, not sent.
        :return: the paths ``/status/<token>`` in the same order, which are nowhere
            else; ``None`` in place of a link that is not made.
        """
        tokens = [
            new_token() if page._is_of(partner) else None
            for page, partner in zip(pages, partners, strict=True)
        ]
        users = users or [False for _page in pages]
        self.create(
            [
                {
                    "page_id": page.id,
                    "partner_id": partner.id,
                    "token_hash": hash_token(token),
                    "expires_at": self._get_fixed_end(page),
                    "user_id": user,
                    "is_in_hand": is_in_hand,
                }
                for page, partner, token, user in zip(
                    pages, partners, tokens, users, strict=True
                )
                if token
            ]
        )
        return [token and f"/status/{token}" for token in tokens]

    @api.model
    def _get_fixed_end(self, page):
        """Return when a new link of ``page`` ends whatever happens, or ``False``.

        A document comes to its end, and its links some months after; a customer never
        does, so the links of a customer's own page are given a day.
        """
        if self.env[page.res_model]._status_kind != const.KIND_CUSTOMER:
            return False
        return fields.Datetime.now() + timedelta(days=const.LINK_DAYS)

    @api.model
    def _personalise_mails(self, vals_list):
        """Put customers' own links in place of ``/my/status/…`` in new mails.

        Changes ``body_html`` in the values of ``mail.mail`` given.
        """
        linked = [vals for vals in vals_list if has_address(vals.get("body_html"))]
        if not linked:
            return
        # What is left out comes from the caller's context or habits, see default_get.
        names = ["recipient_ids", "email_to", "email_cc", "headers"]
        given = self.env["mail.mail"].default_get(names)
        self._personalise_values(
            linked,
            "body_html",
            [self._get_sole_recipients(given | vals) for vals in linked],
        )

    @api.model
    def _personalise_texts(self, vals_list):
        """The same for new SMS: changes ``body`` in the values of ``sms.sms``."""
        linked = [vals for vals in vals_list if has_address(vals.get("body"))]
        if linked:
            recipients = [self._get_sole_reader(vals) for vals in linked]
            self._personalise_values(linked, "body", recipients)

    @api.model
    def _personalise_values(self, vals_list, name, recipients):
        """Put links into the text ``name`` of these values, which are changed."""
        texts = [vals[name] for vals in vals_list]
        origins = self._find_origins(vals_list)
        texts = self._personalise(texts, recipients, origins)
        for vals, text in zip(vals_list, texts, strict=True):
            vals[name] = text

    @api.model
    def _personalise(self, texts, recipients, origins):
        """Return ``texts`` with links of their own for the recipients.

        An address stays as it is, so that only logged-in readers can open it, when the
        text goes to anybody but the document's own customer, while there is nothing
        that the customer may see, when its writer may not read what it points to, or
        when people have had the page's links of the hour.

        :param recipients: one ``res.partner`` recordset for each text.
        :param origins: whose words each text is, a ``link_origin.Origin``.
        """
        wanted = self._find_wanted(texts)
        texts = list(texts)
        status_models = self.env["customer.status.mixin"]._get_status_models()
        for kind, model in status_models.items():
            wishes = [
                Wish(place, id_, recipients[place], origins[place])
                for place, of_kind, id_ in wanted
                if of_kind == kind and origins[place].may_mean((model, id_))
            ]
            for wish, link in self._fulfil(wishes, model):
                place, id_ = wish.place, wish.document_id
                texts[place] = self._put_link(texts[place], kind, id_, link)
        return texts

    @api.model
    def _find_wanted(self, texts):
        """Return ``[(place in texts, kind, document id)]`` of all addresses in them."""
        wanted = []
        for place, text in enumerate(texts):
            found = _PERSONAL.findall(text or "")
            addresses = {(kind, to_id(digits)) for _host, kind, digits in found}
            known = sorted(address for address in addresses if address[1])
            wanted += [(place, kind, id_) for kind, id_ in known]
        return wanted

    @api.model
    def _fulfil(self, wishes, model):
        """Return ``[(wish, link)]`` of those that come true.

        :param wishes: ``Wish`` each, for documents of ``model``, which may be deleted.
        """
        documents = self.env[model].browse({wish.document_id for wish in wishes})
        wishes, pages = self._grant(wishes, documents.exists())
        if not wishes:
            return []
        paths = self._create_links(
            [pages[wish.document_id] for wish in wishes],
            [wish.recipient[:1] for wish in wishes],
            [next(iter(wish.origin.writers), False) for wish in wishes],
        )
        return [
            (wish, documents.browse(wish.document_id).get_base_url() + path)
            for wish, path in zip(wishes, paths, strict=True)
            if path
        ]

    @api.model
    def _grant(self, wishes, documents):
        """Return which wishes come true, and ``{document id: page}`` for these.

        :param wishes: ``Wish`` each, for ``documents`` of one model that exist.
        """
        customers = documents._get_status_partners()
        wishes = [
            wish
            for wish in wishes
            if wish.document_id in customers
            and wish.recipient
            and wish.recipient.commercial_partner_id
            == customers[wish.document_id].commercial_partner_id
        ]
        wishes = self._filter_readable_documents(wishes, documents)
        if not wishes:
            return [], {}
        meant = documents.browse({wish.document_id for wish in wishes})
        pages = self.env["customer.status.page"]._ensure_shown(meant)
        wishes = [wish for wish in wishes if wish.document_id in pages]
        wishes = self._filter_readable_pages(wishes, pages)
        return self._filter_links_left(wishes, pages), pages

    @api.model
    def _find_documents_meant(self, text):
        """Return the documents whose addresses stand in ``text``.

        :return: a list of recordsets, one for each kind; they exist.
        """
        ids_of = defaultdict(set)
        for _host, kind, id_ in _PERSONAL.findall(text or ""):
            ids_of[kind].add(to_id(id_) or 0)
        status_models = self.env["customer.status.mixin"]._get_status_models()
        found = [
            self.env[model].browse(ids_of[kind]).exists()
            for kind, model in status_models.items()
            if kind in ids_of
        ]
        return [documents for documents in found if documents]

    @api.model
    def _put_link(self, text, kind, document_id, link):
        """Return ``text`` with ``link`` for every address of a document's page."""
        return _PERSONAL.sub(
            lambda found: (
                link if (found[2], to_id(found[3])) == (kind, document_id) else found[0]
            ),
            text,
        )

    @api.model
    def _fill_in_length(self, text):
        """Return ``text`` with each address of a page as long as its link will be."""
        if not has_address(text):
            return text
        sample = "/status/" + "x" * len(new_token())
        return _PERSONAL.sub(lambda found: (found[1] or "") + sample, text)

    @api.model
    def _get_sole_recipients(self, vals):
        """Return the partners a mail goes to; none when it goes to others too."""
        headers = str(vals.get("headers") or "")
        if vals.get("email_cc") or _FURTHER_RECIPIENTS.search(headers):
            return self.env["res.partner"]
        ids = []
        for command in vals.get("recipient_ids") or []:
            if isinstance(command, int):
                ids.append(command)
            elif command[0] == Command.LINK:
                ids.append(command[1])
            elif command[0] == Command.SET:
                ids.extend(command[2])
        partners = self.env["res.partner"].browse(ids)
        if vals.get("email_to"):
            addresses = set(partners.mapped("email_normalized"))
            if not addresses.issuperset(email_normalize_all(vals["email_to"])):
                return self.env["res.partner"]
        return partners

    @api.model
    def _get_sole_reader(self, vals):
        """Return the partner an SMS goes to; none when the number is not theirs."""
        partner = self.env["res.partner"].browse(vals.get("partner_id") or [])
        number = vals.get("number")
        if not partner or not number:
            return partner.browse()
        known = {partner.phone, partner._phone_format(fname="phone")}
        written = {number, partner._phone_format(number=number)}
        return partner if known & written - {False, None} else partner.browse()
