"""What a user wrote, told apart from the greeting and signature put around it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml import html
from lxml.html import HtmlElement

from .. import const
from .tags import limit_attributes

_BLOCKS_TEXT: Final = """
address article blockquote dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header
hr li main nav ol p pre section table tbody td tfoot th thead tr ul
"""
_BLOCKS: Final = frozenset(_BLOCKS_TEXT.split())
#: Stands for a picture where texts are compared.
_PICTURE: Final = "\ufffc"
#: Where a block begins or ends, while a text is written plain.
_EDGE: Final = "\0"
#: What makes an address a longer one.
_LONGER: Final = re.compile(r"[\w/-]")
#: What XML cannot hold, and no reader sees.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Split(NamedTuple):
    """A text taken apart.

    :param content: the text without what was found; as it was when nothing was.
    :param greeted: whether the greeting stood there unchanged. ``signed``: likewise
        the signature.
    """

    content: str
    greeted: bool
    signed: bool


def split_text(text: str, greeting: str, signature: str) -> Split:
    """Take greeting and signature out of a plain text.

    They are found as whole lines, wherever they stand: somebody may have written above
    the greeting or below the signature. What was changed is the user's own, and stays.
    A text longer than ``const.TEXT_MAX`` is not looked into.

    :param greeting: as it was put in; empty when none was. ``signature``: likewise.
    """
    if len(text) > const.TEXT_MAX:
        return Split(text, False, False)
    lines = text.splitlines()
    opening = _find_run([_squash(line) for line in lines], _squash(greeting))
    if opening:
        del lines[opening]
    squashed = [_squash(line) for line in lines]
    closing = _find_run(squashed, _squash(signature), last=True)
    if closing:
        del lines[closing]
    found = opening or closing
    content = "\n".join(lines).strip() if found else text
    return Split(content, bool(opening), bool(closing))


def split_html(body: str, greeting: str, signature: str) -> Split:
    """Take greeting and signature out of an HTML text, as :func:`split_text` does.

    They are recognised by their words and pictures, for an editor writes the tags anew.
    A text longer than ``const.HTML_MAX`` is not looked into.

    :param greeting: plain text. ``signature``: HTML.
    """
    if len(body) > const.HTML_MAX:
        return Split(body, False, False)
    root = _parse(body)
    squashed = [_squash_element(block) for block in root]
    opening = _find_run(squashed, _squash(greeting))
    if opening:
        _remove(root, opening)
    squashed = [_squash_element(block) for block in root]
    closing = _find_run(squashed, _squash_element(_parse(signature)), last=True)
    if closing:
        _remove(root, closing)
    found = opening or closing
    return Split(_inner(root) if found else body, bool(opening), bool(closing))


def insert_in_text(text: str, line: str, signature: str) -> str:
    """Put ``line`` above the signature of a plain text, or else at its end.

    :param text: what is longer than ``const.TEXT_MAX`` is not looked into.
    """
    if len(text) > const.TEXT_MAX:
        return f"{text}\n{line}"
    lines = text.rstrip().splitlines()
    squashed = [_squash(each) for each in lines]
    closing = _find_run(squashed, _squash(signature), last=True)
    place = closing.start if closing else len(lines)
    return "\n".join([*lines[:place], line, *lines[place:]])


def insert_in_html(body: str, fragment: str, signature: str) -> str:
    """Put ``fragment`` above the signature of an HTML text, or else at its end.

    :param body: what is longer than ``const.HTML_MAX`` is not looked into.
    :param fragment: one HTML element.
    """
    if len(body) > const.HTML_MAX:
        return f"{body}{fragment}"
    root = _parse(body)
    squashed = [_squash_element(block) for block in root]
    closing = _find_run(squashed, _squash_element(_parse(signature)), last=True)
    place = closing.start if closing else len(root)
    root.insert(place, html.fragment_fromstring(fragment))
    return _inner(root)


def holds_address(text: str, address: str) -> bool:
    """Whether a text (plain or HTML) holds ``address`` itself, not a longer one.

    It is looked for in the first ``const.HTML_MAX`` characters.
    """
    ends = (part[:1] for part in text[: const.HTML_MAX].split(address)[1:])
    return any(not _LONGER.match(end) for end in ends)


def html_to_text(body: str) -> str:
    """Write an HTML text as plain lines, as one would type an SMS.

    :return: no marks for bold and the like; a link as its words and its address;
        pictures are left out; at most one empty line in a row. What is longer than
        ``const.HTML_MAX`` is cut off.
    """
    pieces: list[str] = []
    _write_text(_parse(body[: const.HTML_MAX]), pieces)
    blocks = []
    for block in "".join(pieces).split(_EDGE):
        lines = [" ".join(line.split()) for line in block.split("\n")]
        if len(lines) > 1 and not lines[-1]:
            lines.pop()  # a break at the end of a block shows only when it is alone
        elif lines == [""]:
            continue
        blocks.append("\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(blocks)).strip()


def _write_text(element: HtmlElement, pieces: list[str]) -> None:
    """Append the text of ``element``, without its tail; ``_EDGE`` around blocks."""
    if not isinstance(element.tag, str):
        return  # a comment
    edge = _EDGE if element.tag in _BLOCKS else ""
    start = len(pieces)
    pieces += (edge, (element.text or "").replace("\n", " "))
    for child in element:
        _write_text(child, pieces)
        pieces.append((child.tail or "").replace("\n", " "))
    if element.tag == "br":
        pieces.append("\n")
    if element.tag == "a" and (address := element.get("href")):
        words = "".join(pieces[start:]).strip()
        if address != words:
            pieces.append(f" {address}" if words else address)
    pieces.append(edge)


def _parse(body: str) -> HtmlElement:
    """Return the element whose children are the blocks of ``body``."""
    # A name that was imported may hold some.
    body = limit_attributes(_CONTROLS.sub("", body or ""))
    root: HtmlElement = html.fragment_fromstring(body, create_parent="div")
    while len(root) == 1 and root[0].tag == "div" and not _has_own_text(root):
        root = root[0]
    return root


def _has_own_text(root: HtmlElement) -> bool:
    return bool((root.text or "").strip() or (root[0].tail or "").strip())


def _inner(root: HtmlElement) -> str:
    """Return the HTML inside ``root``."""
    parts = [html.tostring(child, encoding="unicode") for child in root]
    return (root.text or "") + "".join(parts)


def _remove(root: HtmlElement, run: slice) -> None:
    """Take blocks out; text that stands loose after one of them stays."""
    for block in list(root)[run]:
        block.drop_tree()


def _squash(text: str) -> str:
    """Return ``text`` without any white space, so that only its words count."""
    return "".join(text.split())


def _squash_element(element: HtmlElement) -> str:
    """The same for an element; pictures count, and loose text after it makes it new."""
    if not isinstance(element.tag, str):
        return _squash(element.tail or "")  # a comment
    pictures = _PICTURE * sum(1 for _picture in element.iter("img"))
    return (
        _squash("".join(map(str, element.itertext())) + (element.tail or "")) + pictures
    )


def _find_run(squashed: Sequence[str], wanted: str, last: bool = False) -> slice | None:
    """Find the blocks that together say exactly ``wanted``.

    :param last: the last such run, not the first.
    :return: ``None`` when there is none, or nothing is wanted.
    """
    starts, ends, place = {}, {}, 0
    for number, piece in enumerate(squashed):
        if piece:
            starts[place] = number
            place += len(piece)
            ends[place] = number + 1
    found = [
        slice(starts[start], ends[start + len(wanted)])
        for start in _find_all("".join(squashed), wanted)
        if start in starts and start + len(wanted) in ends
    ]
    return found[-1 if last else 0] if found else None


def _find_all(text: str, wanted: str) -> Iterator[int]:
    """Yield where ``wanted`` stands in ``text``, overlapping or not (Morris, Pratt)."""
    if not wanted or wanted not in text:
        return
    borders, border = [0], 0
    for char in wanted[1:]:
        while border and char != wanted[border]:
            border = borders[border - 1]
        border += char == wanted[border]
        borders.append(border)
    same = 0
    for place, char in enumerate(text, 1):
        while same and (same == len(wanted) or char != wanted[same]):
            same = borders[same - 1]
        same += char == wanted[same]
        if same == len(wanted):
            yield place - same
