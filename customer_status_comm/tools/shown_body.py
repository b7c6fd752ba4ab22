"""The text of a message as Odoo's chatter shows it: amid the page, among others' texts.

What the customer gets stays as it was written; this is the colleagues' copy. Nothing in
it dresses or covers the page around it, and it fetches nothing from elsewhere: who sent
it would learn that it is read. Cleaning what can run is left to Odoo, which does so
after.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

from .foreign import cut_html


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements that stay; of others stays what is in them.
_KEPT: Final = _words(
    "a abbr b blockquote br caption center code dd del div dl dt em font h1 h2 h3 h4 h5"
    " h6 hr i img ins li ol p pre q s small span strike strong sub sup table tbody td"
    " tfoot th thead tr u ul"
)
#: Elements of which nothing stays.
_DROPPED: Final = _words(
    "applet area audio base button canvas embed form frame frameset head iframe input"
    " link map math meta noscript object option script select source style svg template"
    " textarea title track video"
)
_ATTRIBUTES: Final = _words(
    "align alt colspan dir href lang rowspan src style title valign"
)
#: Styles that change nothing beyond their own letters and cell.
_STYLES: Final = _words(
    "background-color border border-bottom border-collapse border-color border-left"
    " border-radius border-right border-style border-top border-width color display"
    " font-family font-size font-style font-weight padding padding-bottom padding-left"
    " padding-right padding-top text-align text-decoration text-transform"
)
#: What a value of a style may hold: no address, no code, no escape.
_PLAIN_VALUE = re.compile(r"[\w\s.,%#'\"!()-]*\Z")
_CALLS: Final = frozenset({"rgb", "rgba", "hsl", "hsla"})
#: A whole tag of a text that needs no look at its parts; Odoo's cleaning wrote it.
_PLAIN = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|h[1-6]|hr|i|li|ol|p|small|span|strong|table|tbody"
    r"|td|th|thead|tr|u|ul)"
    r"(?: (?:align|colspan|href|rowspan|style|title)=\"[^\"<>]*\")* ?/?>"
)
_STYLE_ATTRIBUTE = re.compile(r' style="([^"]*)"')
#: Where the shop's own server has pictures; elsewhere it may do something.
_OWN_PICTURES: Final = ("/web/image/", "/web/content/", "/web/static/")


def for_chatter(text: str, own_address: str, picture: str) -> str:
    """Return the HTML ``text`` as colleagues see it in the chatter.

    Up to ``const.HTML_MAX`` characters of it.

    :param own_address: of the shop's server, ``https://shop.example``.
    :param picture: the word for a picture without words of its own, in whose place
        stands a link that opens it.
    """
    text = cut_html(text)
    if not text or _is_plain(text):
        return text
    root = html.fragment_fromstring(text, create_parent="div")
    for element in list(root.iterdescendants()):
        _clean(element, own_address, picture)
    inner = html.tostring(root, encoding="unicode", method="xml")
    return re.sub(r"\A<div>|</div>\s*\Z|\A<div/>", "", inner)


def _is_plain(text: str) -> bool:
    """Whether a text is of plain tags and styles alone, as most are."""
    left = _PLAIN.sub("", text)
    if "<" in left:
        return False
    styles = _STYLE_ATTRIBUTE.findall(text)
    return all(_clean_style(style) == style.strip() for style in styles)


def _clean(element: HtmlElement, own_address: str, picture: str) -> None:
    """Clean one element in place."""
    if not isinstance(element.tag, str):  # a comment
        _drop(element, with_content=True)
        return
    tag = element.tag.lower().rpartition(":")[2]
    if tag in _DROPPED:
        _drop(element, with_content=True)
        return
    if tag not in _KEPT:
        _drop(element, with_content=False)
        return
    if tag == "img" and not _is_own_picture(element.get("src") or "", own_address):
        _replace_picture(element, picture)
        return
    for name in element.attrib:
        if name.lower() not in _ATTRIBUTES:
            del element.attrib[name]
    if kept := _clean_style(element.attrib.pop("style", "")):
        element.set("style", kept)
    if tag == "a":
        element.set("target", "_blank")
        element.set("rel", "noreferrer noopener")


def _clean_style(style: str) -> str:
    """Return the declarations of ``style`` that may stay."""
    kept = []
    for declaration in style.split(";"):
        name, _colon, value = map(str.strip, declaration.partition(":"))
        if value and name.lower() in _STYLES and _is_harmless(value):
            kept.append(f"{name}: {value}")
    return "; ".join(kept) + (";" if kept and style.rstrip().endswith(";") else "")


def _is_harmless(value: str) -> bool:
    """Whether the value of a style is words, numbers, and calls for colours alone."""
    if not _PLAIN_VALUE.match(value):
        return False
    *leading, _last = value.lower().replace(",", " ").replace(")", " ").split("(")
    return all(_CALLS.issuperset(words.split()[-1:] or [""]) for words in leading)


def _is_own_picture(address: str, own_address: str) -> bool:
    """Whether a picture is the shop's own, or comes with the text."""
    address = address.strip()
    if address.lower().startswith(("data:image/", "cid:")):
        return True
    try:
        found, own = urlsplit(address), urlsplit(own_address)
    except ValueError:
        return False
    is_here = not found.netloc or (found.scheme, found.netloc) == own[:2]
    path = re.sub(r"[\\\s]", "", found.path)
    return is_here and path == found.path and path.startswith(_OWN_PICTURES)


def _replace_picture(element: HtmlElement, picture: str) -> None:
    """Put a link in the place of a picture from elsewhere."""
    address = (element.get("src") or "").strip()
    words = " ".join((element.get("alt") or "").split()) or picture
    element.attrib.clear()
    element.text = f"[{words}]"
    is_in_link = any(parent.tag == "a" for parent in element.iterancestors())
    if is_in_link or not re.match(r"https?://", address, re.IGNORECASE):
        element.tag = "span"
        return
    element.tag = "a"
    element.set("href", address)
    element.set("target", "_blank")
    element.set("rel", "noreferrer noopener")


def _drop(element: HtmlElement, with_content: bool) -> None:
    """Take an element out; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return  # it went with what it stood in
    if not with_content:
        element.drop_tag()
        return
    tail, before = element.tail or "", element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
