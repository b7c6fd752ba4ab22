import contextlib
import os

from odoo import api, models


class IrAttachment(models.Model):
    """Leaves no half file behind when the disk is full.

    Odoo names a stored file by its content. Of one that did not fit a part stays under
    that name, and the same content, tried again, is refused as a collision for ever.
    """

    _inherit = "ir.attachment"

    @api.model
    def _file_write(self, bin_value, checksum):
        try:
            return super()._file_write(bin_value, checksum)
        except OSError:
            path = self._full_path(f"{checksum[:2]}/{checksum}")
            with contextlib.suppress(OSError):
                if os.path.getsize(path) < len(bin_value):
                    os.unlink(path)
            raise
