from base64 import b64decode

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.ir_attachment import condition_values

from .. import const
from ..shape import check_shape, check_shapes
from ..tools.file_documents import unpack
from .customer_status_access import GROUP_MANAGER

#: Whose files nobody deletes by having sent them along.
_KEPT_FOR = ("customer.communication", "mail.template")
_MESSAGE = "customer.communication"
#: Odoo asks of no more models than this in SQL, and of each record otherwise.
_MODELS_IN_SQL = 5


class CustomerStatusFileAccess(models.AbstractModel):
    """Files of messages: more than Odoo asks of who wants to read or delete one.

    The files of a message are for those who may read its document. A status file tells
    of documents, whatever record it lies with: it is for those who may read them all.
    Authors and managers read both. Customers with a login are none of this concern.
    """

    _name = "customer.status.file.access"
    _description = "Files of Messages to Customers"

    customer_status_documents = fields.Json(
        string="Tells of",
        help="Of a status file: the documents it tells of, and who made it.",
    )

    # What a status file tells of

    @api.model
    def _note_status_file(self, content, keys):
        """Remember what a file tells of, for when it is attached to something.

        Every composer of Odoo attaches files in its own way, and none takes along more
        than name and content.

        :param bytes content: of the file.
        :param keys: of the documents, as of ``file_documents.keys_within``.
        """
        noted = self._get_noted_files()
        author = False if self.env.su else self.env.uid
        noted[self._compute_checksum(content)] = {"author": author, "keys": keys}
        while len(noted) > const.STATUS_FILES_NOTED:
            del noted[next(iter(noted))]

    @api.model
    def _get_noted_files(self):
        """Return ``{checksum: what it tells}`` of files made in this transaction."""
        return self.env.cr.cache.setdefault("customer_status_documents", {})

    @api.model_create_multi
    def create(self, vals_list):
        check_shapes(self, vals_list)
        return super().create([self._add_documents(values) for values in vals_list])

    def write(self, vals):
        check_shape(self, "write", vals)
        if not self.env.su:
            vals = {k: v for k, v in vals.items() if k != "customer_status_documents"}
        return super().write(vals)

    @api.model
    def _add_documents(self, vals):
        """Return ``vals`` of a file with what it tells of, if it is a status file."""
        if not self.env.su:
            vals = {k: v for k, v in vals.items() if k != "customer_status_documents"}
        if not const.STATUS_FILE.match(vals.get("name") or ""):
            return vals
        content = vals.get("raw") or b64decode(vals.get("datas") or b"")
        if isinstance(content, str):
            content = content.encode()
        noted = self._get_noted_files()
        checksum = self._compute_checksum(content)
        if checksum not in noted:
            known = self.sudo().search(
                [
                    ("checksum", "=", checksum),
                    ("customer_status_documents", "!=", False),
                ],
                limit=1,
            )
            if not known:
                return vals
            noted[checksum] = known.customer_status_documents
        return {**vals, "customer_status_documents": noted[checksum]}

    @api.model
    def _index(self, bin_data, file_type, checksum=None):
        """Keep no words of a status file, by which it could be searched for."""
        if checksum in self._get_noted_files():
            return None
        return super()._index(bin_data, file_type, checksum=checksum)

    # Who may read them

    def _is_guarded(self):
        """Whether more is asked of this file's readers than Odoo asks."""
        file_sudo = self.sudo()
        return file_sudo.res_model == _MESSAGE or bool(
            file_sudo.customer_status_documents
        )

    def _find_hidden(self):
        """Return those that the user may not read, for what they tell of."""
        self.sudo().fetch(["res_model", "res_id", "customer_status_documents"])
        guarded = self.filtered(lambda file: file._is_guarded())
        if not guarded or self.env.su or not self.env.user._is_internal():
            return self.browse()
        guarded_sudo = guarded.sudo()
        of_messages_sudo = guarded_sudo.filtered(
            lambda file: file.res_model == _MESSAGE
        )
        messages = self.env[_MESSAGE].browse(set(of_messages_sudo.mapped("res_id")))
        messages = messages.exists()
        readable = messages._filter_readable_files()
        hidden = {
            file.id for file in of_messages_sudo if file.res_id not in readable.ids
        }
        if not self.env.user.has_group(GROUP_MANAGER):
            authors = {row.id: row.user_id.id for row in messages.sudo()}
            hidden |= guarded_sudo._find_telling_too_much(authors)
        return self.browse(hidden)

    def _find_telling_too_much(self, authors):
        """Return the ids of status files that tell of what the user may not read.

        :param dict authors: ``{id of a message: id of its author}``.
        """
        telling = {}
        for file in self.filtered("customer_status_documents"):
            author = file.res_model == _MESSAGE and authors.get(file.res_id)
            if self.env.uid not in (
                author,
                file.customer_status_documents.get("author"),
            ):
                telling[file.id] = unpack(file.customer_status_documents.get("keys"))
        asked = {}
        for documents in filter(None, telling.values()):
            for name, ids in documents.items():
                asked.setdefault(name, set()).update(ids)
        reader = self.env[_MESSAGE].sudo(False)
        readable = {
            name: set(reader._get_readable_ids(name, ids))
            for name, ids in asked.items()
        }
        return {
            id_
            for id_, documents in telling.items()
            if not documents
            or any(not ids <= readable[name] for name, ids in documents.items())
        }

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        asked = self - result[0] if result else self
        hidden = asked._find_hidden()
        if not hidden:
            return result
        if result:
            return result[0] | hidden, result[1]
        return hidden, lambda: self.env["ir.rule"]._make_access_error(operation, hidden)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **options):
        if self.env.su or not self.env.user._is_internal():
            return super()._search(
                domain, *args, bypass_access=bypass_access, **options
            )
        domain = Domain(domain)
        if not bypass_access:
            domain &= self._get_shown_domain(domain)
        elif not domain.is_true():
            # Of records that may be read; what is in their files might be guessed at
            # by searching for it.
            domain &= Domain("res_model", "!=", _MESSAGE)
            domain &= Domain("customer_status_documents", "=", False)
        return super()._search(domain, *args, bypass_access=bypass_access, **options)

    @api.model
    def _get_shown_domain(self, domain):
        """Return what a search has to ask besides, where Odoo asks in SQL."""
        names = condition_values(self, "res_model", domain) or ()
        if not 0 < len(names) <= _MODELS_IN_SQL:
            return Domain.TRUE
        shown = Domain.TRUE
        if _MESSAGE in names:
            readable = self.env[_MESSAGE]._search_readable_files()
            shown &= Domain.custom(to_sql=_is_of_no_other_message(readable))
        telling = domain & Domain("customer_status_documents", "!=", False)
        hidden = self.sudo().search(telling).sudo(False)._find_hidden()
        if hidden:
            shown &= Domain.custom(to_sql=_is_none_of(hidden.ids))
        return shown

    # Who may delete them

    def _has_attachments_ownership(self, attachment_tokens):
        """Let nobody delete what was sent, nor a template's file they sent along.

        Odoo hands the author of a message a token for each of its files, by which they
        may delete it without any right to do so.
        """
        kept = self.sudo().filtered(lambda file: file.res_model in _KEPT_FOR)
        if not kept.sudo(False).has_access("write"):
            return False
        return super()._has_attachments_ownership(attachment_tokens)

    def _get_ownership_token(self):
        """Offer no token that ``_has_attachments_ownership`` would refuse."""
        if self.sudo().res_model in _KEPT_FOR:
            return False
        return super()._get_ownership_token()


def _is_none_of(ids):
    """Return what tells a domain in SQL that a file is none of ``ids``."""

    def to_sql(_model, alias, _query):
        return SQL("%s <> ALL(%s)", SQL.identifier(alias, "id"), ids)

    return to_sql


def _is_of_no_other_message(readable):
    """Return what tells a domain in SQL that a file is of no message but these.

    :param Query readable: the messages whose files may be read.
    """

    def to_sql(_model, alias, _query):
        return SQL(
            "(%s IS DISTINCT FROM %s OR %s IN %s)",
            SQL.identifier(alias, "res_model"),
            _MESSAGE,
            SQL.identifier(alias, "res_id"),
            readable.subselect(),
        )

    return to_sql
