import contextlib
import os

from odoo import api, models

from ..tools.attached import File


class IrAttachment(models.Model):
    """Files that leave with messages, and a disk that is full."""

    _name = "ir.attachment"
    # Ahead of Odoo's own, which it extends.
    _inherit = ["customer.status.file.access", "ir.attachment"]

    _customer_status_documents_index = models.Index(
        "(res_model, res_id) WHERE customer_status_documents IS NOT NULL"
    )
    _customer_status_checksum_index = models.Index(
        "(checksum) WHERE customer_status_documents IS NOT NULL"
    )

    def _describe_for_message(self):
        """Return the ``attached.File`` of each."""
        return [
            File(
                id=file.id,
                model=file.res_model or None,
                res_id=file.res_id or 0,
                creator=file.create_uid.id,
                is_private=file.type == "binary"
                and not (file.public or file.url or file.res_field),
            )
            for file in self
        ]

    def _prepare_copy_values(self):
        """Return what a copy has: name and content, or where a link leads.

        Nothing by which others than the readers of its record could open it, nor the
        address under which the shop's website serves the original.
        """
        self.ensure_one()
        values = {
            "name": self.name,
            "type": self.type,
            "mimetype": self.mimetype,
            "public": False,
            "access_token": False,
            "res_field": False,
        }
        if self.type == "binary":
            return values | {"raw": self.raw}
        return values | {"url": self.url}

    @api.model
    def _file_write(self, bin_value, checksum):
        """Leave no half file behind when the disk is full.

        Odoo names a stored file by its content. Of one that did not fit a part stays
        under that name, and the same content, tried again, is refused as a collision
        for ever.
        """
        try:
            return super()._file_write(bin_value, checksum)
        except OSError:
            path = self._full_path(f"{checksum[:2]}/{checksum}")
            with contextlib.suppress(OSError):
                if os.path.getsize(path) < len(bin_value):
                    os.unlink(path)
            raise
