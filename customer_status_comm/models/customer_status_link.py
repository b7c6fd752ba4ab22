import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.mail import email_normalize_all

from .. import const
from ..tools.record_id import DIGITS, to_id
from ..tools.token import hash_token, new_token

#: A host before an address; of limited length, or a long text takes minutes.
_HOST = r"(https?://[^\s\"'<>]{0,200}?)?"
#: The address of a document's page for logged-in readers, as templates write it.
_PERSONAL = re.compile(rf"{_HOST}/my/status/([a-z]+)/({DIGITS})\b")


def _has_address(text):
    return bool(text) and "/my/status/" in text


class CustomerStatusLink(models.Model):
    """An unguessable address of a page. Only the token's SHA-256 is stored."""

    _name = "customer.status.link"
    _inherit = ["customer.search.mixin"]
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
    def _create_links(self, pages, partners):
        """Make one link per page and recipient.

        :param pages: pages, the n-th for the n-th of ``partners``.
        :return: the paths ``/status/<token>`` in the same order; they are nowhere else.
        """
        tokens = [new_token() for _page in pages]
        self.create(
            [
                {
                    "page_id": page.id,
                    "partner_id": partner.id,
                    "token_hash": hash_token(token),
                    "expires_at": self._get_fixed_end(page),
                }
                for page, partner, token in zip(pages, partners, tokens, strict=True)
            ]
        )
        return [f"/status/{token}" for token in tokens]

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
        linked = [vals for vals in vals_list if _has_address(vals.get("body_html"))]
        recipients = [self._get_sole_recipients(vals) for vals in linked]
        texts = [vals["body_html"] for vals in linked]
        for vals, text in zip(
            linked, self._personalise(texts, recipients), strict=True
        ):
            vals["body_html"] = text

    @api.model
    def _personalise_texts(self, vals_list):
        """The same for new SMS: changes ``body`` in the values of ``sms.sms``."""
        linked = [vals for vals in vals_list if _has_address(vals.get("body"))]
        partners = self.env["res.partner"]
        recipients = [partners.browse(vals.get("partner_id") or []) for vals in linked]
        texts = [vals["body"] for vals in linked]
        for vals, text in zip(
            linked, self._personalise(texts, recipients), strict=True
        ):
            vals["body"] = text

    @api.model
    def _personalise(self, texts, recipients):
        """Return ``texts`` with links of their own for the recipients.

        An address stays as it is, so that only logged-in readers can open it, when the
        text goes to anybody but the document's own customer.

        :param recipients: one ``res.partner`` recordset for each text.
        """
        wanted = []  # (place in texts, kind, document id)
        for place, text in enumerate(texts):
            addresses = {
                (kind, to_id(digits)) for _b, kind, digits in _PERSONAL.findall(text)
            }
            known = sorted(address for address in addresses if address[1])
            wanted += [(place, kind, id_) for kind, id_ in known]
        texts = list(texts)
        status_models = self.env["customer.status.mixin"]._get_status_models()
        for kind, model in status_models.items():
            mine = [want for want in wanted if want[1] == kind]
            documents = self.env[model].browse({want[2] for want in mine}).exists()
            customers = documents._get_status_partners()
            mine = [
                (place, id_)
                for place, _kind, id_ in mine
                if id_ in customers
                and recipients[place]
                and recipients[place].commercial_partner_id
                == customers[id_].commercial_partner_id
            ]
            if not mine:
                continue
            pages = self.env["customer.status.page"]._ensure(
                documents.browse({id_ for _place, id_ in mine})
            )
            paths = self._create_links(
                [pages[id_] for _place, id_ in mine],
                [recipients[place][:1] for place, _id in mine],
            )
            for (place, id_), path in zip(mine, paths, strict=True):
                link = documents.browse(id_).get_base_url() + path
                texts[place] = self._put_link(texts[place], kind, id_, link)
        return texts

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
        if not _has_address(text):
            return text
        sample = "/status/" + "x" * len(new_token())
        return _PERSONAL.sub(lambda found: (found[1] or "") + sample, text)

    @api.model
    def _get_sole_recipients(self, vals):
        """Return the partners a mail goes to; none when it goes to others too."""
        if vals.get("email_cc"):
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
