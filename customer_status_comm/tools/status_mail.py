"""Parts of e-mails: what mail programs need, in the shop's colour."""

from markupsafe import Markup

from .palette import palette

#: Styles stand on the element: mail programs know nothing better.
_BUTTON = Markup(
    '<a href="{url}" style="display: inline-block; padding: 12px 22px;'
    " background-color: {ground}; color: {ink}; font-weight: bold;"
    ' text-decoration: none; border-radius: 6px;">{text}</a>'
)


def render_button(url: str, text: str, colour: str | None) -> Markup:
    """Return a link that looks like a button, readable whatever ``colour`` is.

    :param colour: the shop's, ``#rrggbb``; anything else gives our own.
    """
    colours = palette(colour)["light"]
    return _BUTTON.format(
        url=url, text=text, ground=colours["accent"], ink=colours["on_accent"]
    )
