"""Others' parsers, given no more of a text from outside than is good for a server.

They are named as where they come from. Nothing else of these addons calls those.
"""

import ast
import json
from typing import Any, Literal

from lxml import etree
from lxml.html import fragment_fromstring, tostring
from markupsafe import Markup, escape
from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from odoo import tools
from odoo.tools import mail

from .. import const
from .tags import limit_attributes


def html2plaintext(html: str | None) -> str:
    """Return the words of ``html``, up to ``const.HTML_MAX`` characters of it."""
    try:
        words: str = tools.html2plaintext(cut_html(html))
    except AttributeError:  # there is no element in it, a comment without end, say
        return ""
    return words


def is_html_empty(html: str | None) -> bool:
    """Whether ``html`` shows nothing; what is longer than ``const.HTML_MAX`` does."""
    return len(html or "") <= const.HTML_MAX and tools.is_html_empty(html)


def plaintext2html(text: str | None) -> Markup:
    """Return ``text`` as HTML, up to ``const.TEXT_MAX`` characters of it."""
    written: Markup = tools.plaintext2html((text or "")[: const.TEXT_MAX])
    return written


def html_sanitize(html: str | None, **options: bool) -> Markup:
    """Return ``html`` without what runs or dresses up, as ``options`` of Odoo's say.

    Up to ``const.HTML_MAX`` characters of it. It is put in order before, and styles and
    comments taken out: Odoo's own takes the square of the tags that do not end.
    """
    root = fragment_fromstring(cut_html(html), create_parent="div")
    etree.strip_elements(root, etree.Comment, "script", "style", with_tail=False)
    parts = (tostring(child, encoding="unicode") for child in root)
    ordered = str(escape(root.text or "")) + "".join(parts)
    clean: Markup = tools.html_sanitize(ordered, **options)
    return clean


def cut_html(html: str | None) -> str:
    """Return ``html`` for a parser: not too long, and no tag with many attributes."""
    return limit_attributes((html or "")[: const.HTML_MAX])


def email_normalize(address: str | None) -> str | Literal[False]:
    """Return the one address in a text, or ``False``; none in one that is too long."""
    if len(address or "") > const.EMAILS_MAX:
        return False
    try:
        found: str | Literal[False] = mail.email_normalize(address)
    except RecursionError:  # of brackets, each within the one before
        return False
    return found


def email_normalize_all(addresses: str | None) -> list[str]:
    """Return the addresses in a text; none in one longer than ``const.EMAILS_MAX``."""
    if len(addresses or "") > const.EMAILS_MAX:
        return []
    try:
        found: list[str] = mail.email_normalize_all(addresses or "")
    except RecursionError:
        return []
    return found


def literal_eval(text: str) -> Any:
    """Return what a Python literal stands for.

    :raise ValueError: it is none, is longer than ``const.DATA_MAX``, or goes too deep.
    :raise SyntaxError: it is no Python.
    """
    if len(text or "") > const.DATA_MAX:
        raise ValueError("too long")
    try:
        return ast.literal_eval(text)
    except (RecursionError, MemoryError) as error:
        raise ValueError("too deep") from error


def loads(text: str) -> Any:
    """Return what a JSON text stands for.

    :raise ValueError: it is none, is longer than ``const.DATA_MAX``, or goes too deep.
    """
    if len(text) > const.DATA_MAX:
        raise ValueError("too long")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error


def accepted_languages(header: str) -> list[str]:
    """Return the languages of an ``Accept-Language``, the dearest first."""
    accepted = parse_accept_header(header[: const.HEADER_MAX], LanguageAccept)
    return list(accepted.values())


def accepts_rather(header: str, wanted: str, other: str) -> bool:
    """Whether an ``Accept`` prefers the type ``wanted`` to ``other``."""
    accepted = parse_accept_header(header[: const.HEADER_MAX], MIMEAccept)
    return accepted.best_match((other, wanted), default=other) == wanted
