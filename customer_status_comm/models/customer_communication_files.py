from odoo import api, fields, models
from odoo.fields import Command

from .. import const
from ..tools.attached import sort_files


class CustomerCommunicationFiles(models.AbstractModel):
    """A message whose files are its own: what was sent stays as it was.

    A file named by id may be anybody's: the shop's website, a colleague's, another
    document's. ``tools/attached.py`` says what is taken over and what is copied.
    """

    _name = "customer.communication.files"
    _description = "Message with Files of Its Own"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Attachments",
        bypass_search_access=True,
        help="What was sent stays as it was: a document's file is copied.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create([self._mark_files(values) for values in vals_list])
        rows._keep_files()
        return rows

    def write(self, vals):
        if "attachment_ids" not in vals:
            return super().write(vals)
        before_sudo = self.sudo().attachment_ids
        result = super().write(self._mark_files(vals))
        self._keep_files()
        gone_sudo = before_sudo - self.sudo().attachment_ids
        gone_sudo.filtered(self._owns_file).unlink()
        return result

    @api.model
    def _mark_files(self, vals):
        """Return ``vals``, in which files made with the message are marked as its."""
        if not vals.get("attachment_ids"):
            return vals
        commands = [
            Command.create({**command[2], "res_model": self._name, "res_id": 0})
            if isinstance(command, list | tuple) and command[0] == Command.CREATE
            else command
            for command in vals["attachment_ids"]
        ]
        return {**vals, "attachment_ids": commands}

    def _owns_file(self, file):
        """Whether a file belongs to one of these messages."""
        return file.res_model == self._name and file.res_id in self.ids

    def _keep_files(self):
        """Have the files of these messages belong to them.

        Odoo lets those read a file who may read the record that it belongs to.
        """
        for row_sudo in self.sudo().filtered("attachment_ids"):
            own = {"res_model": self._name, "res_id": row_sudo.id}
            files_sudo = row_sudo.attachment_ids
            found = sort_files(
                files_sudo._describe_for_message(),
                (self._name, row_sudo.id),
                ("mail.template", row_sudo.template_id.id),
                self.env.uid,
            )
            files_sudo.browse(found.taken).write(own)
            if foreign_sudo := files_sudo.browse(found.copied):
                copies_sudo = files_sudo.create(
                    [file._prepare_copy_values() | own for file in foreign_sudo]
                )
                row_sudo.attachment_ids = files_sudo - foreign_sudo + copies_sudo

    def _get_files_as_new(self):
        """Return what a new message takes along, as the panel's default values.

        A status file is of its day, so a new one is made instead.
        """
        self.ensure_one()
        if self.communication_type != const.EMAIL:
            return {}
        stale = self.attachment_ids.filtered(
            lambda file: const.STATUS_FILE.match(file.name or "")
        )
        return {
            "default_attachment_ids": (self.attachment_ids - stale).ids,
            "default_attach_status_file": bool(stale),
        }
