"""QR codes for paper."""

import base64
import io

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage


def to_png(text: str) -> str:
    """Return the QR code of ``text`` as a data URI, which any PDF program draws.

    With its quiet zone, and medium correction: a slip gets dirty in a workshop.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=8, border=4)
    code.add_data(text)
    code.make(fit=True)
    image = io.BytesIO()
    code.make_image(PilImage).save(image, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(image.getvalue()).decode()}"
