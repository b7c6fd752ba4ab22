"""Parts of e-mails: what mail programs need, in the shop's colour."""

from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from .palette import palette
from .wording import clean_line

#: What of an e-mail becomes a header.
_IN_HEADERS: Final = ("subject", "email_from", "reply_to", "email_to", "email_cc")

#: Styles stand on the element: mail programs know nothing better.
_BUTTON = Markup(
    '<a href="{url}" style="display: inline-block; padding: 12px 22px;'
    " background-color: {ground}; color: {ink}; font-weight: bold;"
    ' text-decoration: none; border-radius: 6px;">{text}</a>'
)


def on_one_line(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of an e-mail that become headers, each on one line.

    :param values: as Odoo prepares an e-mail; texts, lists of texts, or empty.
    """
    return {
        name: list(map(clean_line, values[name]))
        if isinstance(values[name], list)
        else clean_line(values[name])
        for name in _IN_HEADERS
        if values.get(name)
    }


def render_button(url: str, text: str, colour: str | None) -> Markup:
    """Return a link that looks like a button, readable whatever ``colour`` is.

    :param colour: the shop's, ``#rrggbb``; anything else gives our own.
    """
    colours = palette(colour)["light"]
    return _BUTTON.format(
        url=url, text=text, ground=colours["accent"], ink=colours["on_accent"]
    )
