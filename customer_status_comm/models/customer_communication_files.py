from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import const
from ..shape import check_shape, check_shapes
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
        check_shapes(self, vals_list)
        rows = super().create([self._mark_files(values) for values in vals_list])
        rows._keep_files()
        return rows

    def write(self, vals):
        check_shape(self, "write", vals)
        if "attachment_ids" not in vals:
            return super().write(vals)
        before_sudo = self.sudo().attachment_ids
        result = super().write(self._mark_files(vals))
        self._keep_files()
        gone_sudo = before_sudo - self.sudo().attachment_ids
        gone_sudo.filtered(self._owns_file).unlink()
        return result

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group by no files: their names are for those who may read them."""
        if groupby_spec == "attachment_ids" and not self.env.su:
            raise ValueError("Messages are not grouped by their files")
        return super()._read_group_groupby(alias, groupby_spec, query)

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

    def _get_readable_files(self):
        """Return the files of these messages that the user may read."""
        # What is in memory may be what others may read.
        self.invalidate_recordset(["attachment_ids"])
        return self.sudo().attachment_ids.sudo(False)._filtered_access("read")

    def _check_files_readable(self):
        """Refuse to give these messages' files to who may not read them.

        :raise UserError: in words; who sends a message again would be its author.
        """
        if self._get_readable_files() != self.sudo().attachment_ids:
            raise UserError(
                self.env._(
                    "A file of this message tells of documents that you may not read, "
                    "so you cannot send it again. Ask a customer status manager, or "
                    "use the message as new, without the file."
                )
            )

    def _get_files_as_new(self):
        """Return what a new message takes along, as the panel's default values.

        A status file is of its day, so a new one is made instead.
        """
        self.ensure_one()
        if self.communication_type != const.EMAIL:
            return {}
        files = self._get_readable_files()
        stale = files.filtered(lambda file: const.STATUS_FILE.match(file.name or ""))
        return {
            "default_attachment_ids": (files - stale).ids,
            "default_attach_status_file": bool(stale),
        }
