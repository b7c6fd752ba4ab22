"""QR codes for paper."""

import base64
import io
from typing import TYPE_CHECKING

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

if TYPE_CHECKING:
    from qrcode.image.pure import PyPNGImage


def to_matrix(text: str) -> list[list[bool]]:
    """Return the QR code of ``text``, dark modules true, with its quiet zone.

    Medium correction: a slip gets dirty in a workshop.
    """
    return _make(text).get_matrix()


def to_png(text: str) -> str:
    """Return the QR code of ``text`` as a data URI, which any PDF program draws."""
    image = io.BytesIO()
    _make(text).make_image(PilImage).save(image, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(image.getvalue()).decode()}"


def _make(text: str) -> "qrcode.QRCode[PilImage | PyPNGImage]":
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=8, border=4)
    code.add_data(text)
    code.make(fit=True)
    return code
