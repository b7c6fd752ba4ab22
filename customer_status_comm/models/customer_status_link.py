import re
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL
from odoo.tools.mail import email_normalize_all

from .. import const
from ..tools.token import hash_token, new_token

#: The address of a document's page for logged-in readers, as templates write it.
_PERSONAL = re.compile(r"(https?://[^\s\"'<>]*?)?/my/status/([a-z]+)/(\d+)\b")


class LinkedPage(NamedTuple):
    """What a link opens: ids and the facts, read in one query."""

    page_id: int
    company_id: int
    lang: str | None
    facts: dict
    revision: int
    published_at: object


class CustomerStatusLink(models.Model):
    """An unguessable address of a page. Only the token's SHA-256 is stored."""

    _name = "customer.status.link"
    _description = "Customer Status Link"
    _rec_name = "page_id"

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
        expires_at = fields.Datetime.now() + timedelta(days=const.LINK_DAYS)
        self.create(
            [
                {
                    "page_id": page.id,
                    "partner_id": partner.id,
                    "token_hash": hash_token(token),
                    "expires_at": expires_at,
                }
                for page, partner, token in zip(pages, partners, tokens, strict=True)
            ]
        )
        return [f"/status/{token}" for token in tokens]

    @api.model
    def _find_page(self, token):
        """Return a token's ``LinkedPage`` or ``None``; one query, nothing written."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT page.id, page.company_id, partner.lang, page.facts,
                page.revision,
                       page.published_at
                  FROM customer_status_link link
                  JOIN customer_status_page page ON page.id = link.page_id
             LEFT JOIN res_partner partner ON partner.id = page.partner_id
                 WHERE link.token_hash = %s
                   AND link.revoked_at IS NULL
                   AND (link.expires_at IS NULL
                        OR link.expires_at > now() AT TIME ZONE 'UTC')
                """,
                hash_token(token),
            )
        )
        return LinkedPage(*rows[0]) if rows else None

    @api.model
    def _personalise_mails(self, vals_list):
        """Put the customer's own link in place of ``/my/status/…`` in new mails.

        Changes ``body_html`` in ``vals_list``. An address stays as it is (only
        logged-in readers can open it) when a mail goes to anybody but the document's
        own customer.
        """
        wanted = []  # (index of the mail, kind, document id, res.partner)
        for index, vals in enumerate(vals_list):
            body = vals.get("body_html") or ""
            if "/my/status/" not in body:
                continue
            partners = self._get_sole_recipients(vals)
            for kind, res_id in {
                (k, int(i)) for _base, k, i in _PERSONAL.findall(body)
            }:
                wanted.append((index, kind, res_id, partners))
        if not wanted:
            return
        status_models = self.env["customer.status.mixin"]._get_status_models()
        for kind, model in status_models.items():
            mine = [want for want in wanted if want[1] == kind]
            documents = self.env[model].browse({want[2] for want in mine}).exists()
            customers = documents._get_status_partners()
            mine = [
                want
                for want in mine
                if want[2] in customers
                and want[3]
                and want[3].commercial_partner_id
                == customers[want[2]].commercial_partner_id
            ]
            if not mine:
                continue
            documents = documents.browse([want[2] for want in mine])
            pages = self.env["customer.status.page"]._ensure(documents)
            paths = self._create_links(
                [pages[want[2]] for want in mine], [want[3][:1] for want in mine]
            )
            for (index, _kind, res_id, _partners), path in zip(
                mine, paths, strict=True
            ):
                vals = vals_list[index]
                vals["body_html"] = re.sub(
                    rf"(https?://[^\s\"'<>]*?)?/my/status/{kind}/{res_id}\b",
                    documents.browse(res_id).get_base_url() + path,
                    vals["body_html"],
                )

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
