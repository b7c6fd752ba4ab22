"""A line for staff above a page out of the archive."""

import re
from typing import Final

from markupsafe import escape

_BODY: Final = re.compile(r"<body\b", re.IGNORECASE)
#: All of it stands here: the page's own style may be the shop's, and has no say.
_STYLE: Final = (
    "all:initial;display:block;box-sizing:border-box;width:100%;padding:10px 0;"
    "background:#1f2937;color:#fff;font:600 15px/1.4 system-ui,sans-serif;"
    "text-align:center;overflow-wrap:anywhere;"
    # From edge to edge, whatever margins the page has.
    "box-shadow:0 0 0 100vmax #1f2937;clip-path:inset(0 -100vmax)"
)


def with_banner(html: str, text: str, language: str) -> str:
    """Return the document ``html`` with a line of ``text`` on top.

    :param text: plain text.
    :param language: of the text, as Odoo writes it (``da_DK``).
    """
    lang = escape(language.replace("_", "-"))
    banner = f'<aside lang="{lang}" style="{_STYLE}">{escape(text)}</aside>'
    found = _BODY.search(html)
    # Where the first one does not end, no other does.
    place = html.find(">", found.end()) + 1 if found else 0
    return html[:place] + banner + html[place:]
