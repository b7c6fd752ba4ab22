"""Words, dates and numbers of the status document, in the customer's language."""

import re
import traceback
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias, overload
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers
from markupsafe import Markup, escape

from .. import const

#: How much of a date is written: "30 Sep 2026", "30 September 2026".
DateLength: TypeAlias = Literal["medium", "long"]
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
#: Characters that steer the direction of text, and so can make it read as another.
_BIDI_CONTROLS: Final = "\u202a-\u202e\u2066-\u2069"
_NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}"
    for plane in range(0, 0x110000, 0x10000)
)
#: What HTML does not allow, and steering characters. Tab and ends of lines may stay.
_UNWANTED: Final = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}{_BIDI_CONTROLS}]"
)


def clean_text(text: str | None) -> str:
    """Return ``text`` without control characters; ends of lines become ``\\n``.

    What is longer than ``const.TEXT_MAX`` is cut off.
    """
    lines = (text or "")[: const.TEXT_MAX].splitlines()
    return "\n".join(_UNWANTED.sub("", line) for line in lines).strip()


def clean_line(text: str | None) -> str:
    """Return ``text`` cleaned and on one line."""
    return " ".join(clean_text(text).split())


def fill(label: str, **values: str | None) -> Markup:
    """Return ``label``, escaped, with ``%(name)s`` replaced by the escaped values.

    A placeholder that no value fits stays as it stands: a slip in a translation must
    not cost the customer the page, as ``%`` would.
    """
    return Markup(
        _PLACEHOLDER.sub(
            lambda match: escape(values.get(match[1], match[0])), escape(label)
        )
    )


def web_link(url: str | None) -> str | None:
    """Return ``url`` if it is one a customer may follow (http or https), else None.

    One longer than ``const.HEADER_MAX`` is none.
    """
    if len(url or "") > const.HEADER_MAX:
        return None
    url = clean_line(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and parts.hostname and " " not in url
    return url if known else None


def to_decimal(amount: str) -> Decimal | None:
    """Return an amount of the facts as a number, or None when it is none.

    None has more than ``const.NAME_MAX`` characters, however it is written.
    """
    if len(amount) > const.NAME_MAX:
        return None
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return None
    fits = number.is_finite() and abs(number.adjusted()) < const.NAME_MAX
    return number if fits else None


def to_timezone(at: datetime, timezone: str) -> datetime:
    """Return ``at`` on the clock of ``timezone``; both default to UTC."""
    at = at if at.tzinfo else at.replace(tzinfo=dates.UTC)
    return at.astimezone(find_zone(timezone))


def find_zone(timezone: str) -> tzinfo:
    """Return the time zone of that name; UTC when nobody knows it."""
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        return dates.UTC


@lru_cache(maxsize=128)
def find_locale(language: str) -> Locale:
    """Return the locale of an Odoo language code, or the nearest one there is."""
    code, _at, script = language.partition("@")
    if script:  # "sr@latin"
        code += f"_{script.replace('latin', 'Latn')}"
    for known in (code, code.partition("_")[0], "en"):
        try:
            return Locale.parse(known)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("babel knows no English")


def isolate(text: str) -> Markup:
    """Return ``text`` so that its direction does not turn the sentence around it."""
    return Markup("<bdi>{}</bdi>").format(clean_line(text))


class Format(NamedTuple):
    """Writes dates, quantities and money as people of a locale do."""

    locale: Locale

    @overload
    def day(self, iso: str, length: DateLength = "long") -> Markup: ...

    @overload
    def day(self, iso: None, length: DateLength = "long") -> None: ...

    @overload
    def day(self, iso: str | None, length: DateLength = "long") -> Markup | None: ...

    def day(self, iso: str | None, length: DateLength = "long") -> Markup | None:
        """Return an ISO date as a ``time`` element, or None for none."""
        if not iso:
            return None
        day = date.fromisoformat(iso)
        text = dates.format_date(day, length, locale=self.locale)
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)

    def quantity(self, quantity: float) -> str:
        """Return a quantity with the decimals it needs, at most five."""
        number = Decimal(str(round(quantity, 5)))
        return numbers.format_decimal(number, "#,##0.#####", locale=self.locale)

    def money(self, amount: str, currency: str) -> str:
        """Return an amount with its currency; what is no number stays as it stands."""
        number = to_decimal(amount)
        if number is None:
            return clean_line(f"{amount} {currency}")
        text = numbers.format_currency(number, currency, locale=self.locale)
        # Unicode's rule, which babel leaves out: a space between letters and digits.
        return re.sub(r"(?<=[^\W\d_])(?=\d)", "\xa0", text)


#: What went wrong within a template, somewhere in Odoo's long report of it.
_CAUSE: Final = re.compile(r"^[ \t]*\w*(?:Error|Exception): .+$", re.MULTILINE)


def describe_error(error: Exception) -> str:
    """Return in one line what an error says, without the markup of templates.

    Of a file that could not be written, without number and path. It is read up to
    ``const.REASON_MAX`` characters.
    """
    if isinstance(error, OSError) and error.strerror:
        return clean_line(str(error.strerror))
    words = unescape(str(error)[: const.REASON_MAX]).strip() or type(error).__name__
    causes = _CAUSE.findall(words)
    return clean_line(causes[-1] if causes else words.splitlines()[0])


#: An e-mail address, from its very beginning, and what may be a phone number.
_PERSONAL: Final = re.compile(
    r"(?<![^\s'\"<>()@,;:])[^\s'\"<>()@,;:]+@[^\s'\"<>()@,;:]+|\+?\d(?:[ -]?\d){7,}"
)


def conceal_addresses(text: str) -> str:
    """Return ``text`` with ``***`` for e-mail addresses and long numbers.

    What a template had in hand when it failed helps nobody to mend it. What is longer
    than ``const.REASON_MAX`` is cut off.
    """
    return _PERSONAL.sub("***", text[: const.REASON_MAX])


def describe_origin(error: Exception) -> str:
    """Return what kind an error is and where it arose, without its words.

    They may hold what a template or the database had in hand, a customer's address,
    say; this is for logs, which many read. The cause follows the error it led to.
    """
    parts = []
    cause: BaseException | None = error
    while cause:
        frames = traceback.extract_tb(cause.__traceback__)[-3:]
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
        parts.append(f"{type(cause).__name__} ({' > '.join(places)})")
        cause = cause.__cause__ or cause.__context__
    return ", from ".join(parts)
