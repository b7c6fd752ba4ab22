from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import const
from ..apart import do_apart, log_failure
from ..tools.attached import is_upload


class CustomerCommunicationPanelFiles(models.AbstractModel):
    """The files that the panel sends along."""

    _name = "customer.communication.panel.files"
    _description = "Panel with Files"

    attach_status_file = fields.Boolean(string="Status file")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Attachments", bypass_search_access=True
    )
    offered_attachment_ids = fields.Many2many(
        "ir.attachment", compute="_compute_offered_attachment_ids"
    )
    document_attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_communication_panel_document_attachment_rel",
        string="From the document",
        domain="[('id', 'in', offered_attachment_ids)]",
        bypass_search_access=True,
    )
    sent_files = fields.Char(
        compute="_compute_sent_files", help="Names of the files that went along."
    )

    @api.depends("res_model", "res_id")
    def _compute_offered_attachment_ids(self):
        """Offer the files of the document one comes from."""
        for panel in self:
            panel.offered_attachment_ids = False
            if panel.document_name:
                panel.offered_attachment_ids = self.env["ir.attachment"].search(
                    [
                        ("res_model", "=", panel.res_model),
                        ("res_id", "=", panel.res_id),
                        ("res_field", "=", False),
                    ]
                )

    @api.depends("communication_id", "feedback_type")
    def _compute_sent_files(self):
        for panel in self:
            panel.communication_id.check_access("read")  # the id may come from anywhere
            files = panel.communication_id._get_readable_files()
            panel.sent_files = ", ".join(files.mapped("name"))

    def _check_files(self):
        """Refuse files that the user could not have chosen in the panel.

        :raise AccessError: for what they may not read.
        :raise UserError: for what is not one of the document's.
        """
        (self.attachment_ids | self.document_attachment_ids).check_access("read")
        if self.document_attachment_ids - self.offered_attachment_ids:
            raise UserError(
                self.env._(
                    "A file under “From the document” is no longer with the document. "
                    "Take it out, on the tab Configure, and try again."
                )
            )

    def _prepare_files(self):
        """Return the commands that attach what was added and ticked."""
        files = self.attachment_ids | self.document_attachment_ids
        commands = [Command.link(file.id) for file in files]
        if self.attach_status_file:
            commands += [
                Command.create({"name": name, "raw": content})
                for name, content in self._get_status_files().values()
            ]
        return commands

    def _get_status_files(self):
        """Return the status file of the document or customer; see the mixin.

        :raise UserError: when it would tell of nothing that the user may read.
        """
        document = self._get_status_document()
        files = document._get_status_files()
        if document and not files:
            raise UserError(
                self.env._(
                    "You may not read what the status file of “%(name)s” would tell, "
                    "so it is not attached. Untick it, and put the status link in: it "
                    "shows the customer all of it.",
                    name=document.display_name,
                )
            )
        return files

    @api.model
    def _delete_forgotten_uploads(self):
        """Delete a batch of what was uploaded into a panel and never sent.

        :return: how many are deleted.
        """
        before = fields.Datetime.now() - timedelta(days=const.UPLOAD_DAYS)
        forgotten = [
            ("res_model", "=", self._name),
            ("res_id", "in", (0, False)),
            ("create_date", "<", before),
            ("public", "=", False),
            ("url", "=", False),
        ]
        files = self.env["ir.attachment"].sudo().search(forgotten, limit=const.GC_BATCH)
        failed = do_apart(list(files), type(files).unlink, log_failure).failed
        return len(files) - len(failed)

    def _delete_uploads(self):
        """Delete what was uploaded into these panels, by those who opened them."""
        for panel in self:
            uploads = {
                file.id
                for file in panel.attachment_ids._describe_for_message()
                if is_upload(file, (self._name, panel.id), panel.create_uid.id)
            }
            panel.attachment_ids.browse(uploads).unlink()
