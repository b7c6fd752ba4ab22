"""What a status page may do in a browser: show itself, and nothing else."""

import re
from typing import Final

#: No script, nothing from elsewhere, no form; whatever a shop's own layout lets out of
#: its place.
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
#: Says so within the document: a file has no server that would.
META: Final = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
#: What may stand before it: it counts from where it stands.
_BEGINNING: Final = re.compile(
    r"\s*(?:<!doctype\b[^>]*>)?\s*(?:<html\b[^>]*>)?\s*(?:<head\b[^>]*>)?",
    re.IGNORECASE,
)


def guard(html: str) -> str:
    """Return the document with its policy at the beginning; nothing stays nothing.

    A browser puts the policy into the head also where the document writes none.
    """
    if not html.strip():
        return html
    beginning = _BEGINNING.match(html)
    place = beginning.end() if beginning else 0
    return f"{html[:place]}{META}{html[place:]}"
