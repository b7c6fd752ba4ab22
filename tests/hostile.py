"""What somebody who means harm would type: addresses, and names."""

import base64
import hashlib
import random
import string
from collections.abc import Iterator
from urllib.parse import quote

URL_SAFE = string.ascii_letters + string.digits + "-_"
#: Wrong in a way of its own each, as they stand in an address.
ODD_TOKENS = (
    "x",
    "0",
    "null",
    "%00",
    "x%00y",
    "%0d%0aSet-Cookie:%20a=b",
    "a%0ab",
    "%20",
    "'%20OR%20'1'='1",
    "1;DROP%20TABLE%20customer_status_link;--",
    "%25%25s",
    "%7B%7B7*7%7D%7D",
    "$%7Bjndi:ldap://x%7D",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "..%2f..%2f..%2fetc%2fpasswd",
    "..%5c..%5cwindows",
    "....//....//etc/passwd",
    "a/b/c",
    "a%2Fb",
    "x/",
    "%ff%fe",
    "%c0%af",
    "%ed%a0%80",  # half a character of UTF-16
    quote("🦊" * 20),
    quote("\u202etxt.exe"),
    quote("Å" * 43),
    "x" * 8_000,
    "%41" * 8_000,
    "?".replace("?", "%3F") + "token=x",
    "%23x",
    "x;y=z",
    "*",
    "%",
    "%zz",
)


def near_misses(token: str, seed: int = 7) -> Iterator[str]:
    """Yield for ever what is almost ``token``, each in the form of an address."""
    yield token.swapcase()
    yield token.lower()
    yield token.upper()
    yield token[:-1]
    yield token[1:]
    yield token + "A"
    yield token + "="
    yield "_" + token
    yield token + token
    yield token[::-1]
    yield "%20" + token
    yield token + "%20"
    yield token + "%00"
    yield token + "."
    yield token + "/x"
    yield hashlib.sha256(token.encode()).hexdigest()
    yield base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).decode()
    dice = random.Random(seed)
    while True:
        place, other = dice.randrange(len(token)), dice.choice(URL_SAFE)
        if token[place] != other:
            yield token[:place] + other + token[place + 1 :]
        yield "".join(dice.choices(URL_SAFE, k=len(token)))


#: Names that a browser, a template engine or a mail program might take for code.
#: ``PWNED`` stands where code would tell that it ran.
PWNED = "window.__pwned=1"
MARKUP = (
    f"<script>{PWNED}</script>",
    f'<img src=x onerror="{PWNED}">',
    f"<svg/onload={PWNED}>",
    f"\"><svg onload='{PWNED}'>",
    f"'-({PWNED})-'",
    f'" autofocus onfocus="{PWNED}" x="',
    f'<iframe srcdoc="<script>parent.{PWNED}</script>"></iframe>',
    f'<a href="javascript:{PWNED}">x</a>',
    f"</title></style></textarea></script><script>{PWNED}</script>",
    f"<!--><script>{PWNED}</script>-->",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={PWNED}>",
    f"`${{{PWNED}}}`",
)
EXPRESSIONS = (
    "{{ 7919*104729 }}",
    "{{ object.env }}",
    "{% for x in 'PN' %}{{ x }}WED{% endfor %}",
    "${7919*104729}",
    "#{7919*104729}",
    "<t t-out='7919*104729'/>",
    "<t t-esc='object.env'/>",
    "%(name)s %s {0.__class__}",
)
#: What the expressions would come to: nothing that a random token is likely to hold.
COMPUTED = (str(7919 * 104729), "PWEDNWED", "odoo.api.Environment", "<class")
