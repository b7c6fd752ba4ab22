"""Whether the text of a phone field says one number, and not a stranger's abroad."""

import re
from collections.abc import Collection
from typing import Final

import phonenumbers
from phonenumbers import (
    CountryCodeSource,
    PhoneNumber,
    PhoneNumberFormat,
    country_code_for_region,
)

from .. import const

#: What a number may be written with that Odoo reads as one with its country's number.
_PLAIN: Final = re.compile(r"[\d\s\-\u2010-\u2015]+")
_DIGITS: Final = re.compile(r"\d+")
#: The digits that lead abroad, where a country has others of its own.
_EXIT: Final = re.compile(r"\D*00")
_ABROAD: Final = frozenset(
    {
        CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN,
        CountryCodeSource.FROM_NUMBER_WITH_IDD,
    }
)


def is_clear(text: str, found: str, *, customer: str | None, shop: str | None) -> bool:
    """Tell whether ``text`` says the number ``found``, and no other.

    A number with too many digits (a slip, an extension, words behind it) is taken by
    Odoo for one with its country's number in front, and a stranger far away would be
    written to. So a number of another country is taken only where the text says that
    it is one, with ``+`` or ``00``.

    :param text: as somebody typed it; longer than ``const.NAME_MAX`` it says none.
    :param found: what Odoo made of it, E.164.
    :param customer: ISO code of the country by which Odoo has read it, if the customer
        has one; ``shop`` that of the shop, by which it was read else.
    """
    if len(text) > const.NAME_MAX:
        return False
    region = customer or shop or None  # Odoo has False for no country
    first, number = _parse(text, region), _parse(found, None)
    if first is None or number is None:
        return False
    if not _is_spelled(text, first, found, region) or _has_second(text, region):
        return False
    if first.country_code_source in _ABROAD or _EXIT.match(text):
        return True
    homes = {home for home in (customer, shop) if home}
    return _is_at_home(text, first, number, homes, region)


def _is_at_home(
    text: str,
    first: PhoneNumber,
    number: PhoneNumber,
    homes: Collection[str],
    region: str | None,
) -> bool:
    """Whether a number without ``+`` or ``00`` is one of ``homes``, and no longer.

    :param first: ``text`` as it is read; ``number`` what Odoo made of it.
    """
    if number.country_code not in {country_code_for_region(home) for home in homes}:
        return False
    if _has_more_behind(text, first, region):
        return False
    if not _has_too_many_digits(first, region):
        return True
    country = phonenumbers.region_code_for_number(number)
    return country in homes and bool(_PLAIN.fullmatch(text))


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region=region, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return None


def _is_spelled(text: str, first: PhoneNumber, found: str, region: str | None) -> bool:
    """Whether the digits of ``text`` are those of ``found``.

    Letters count as the digits they share a key with ("Mor" is 667); nobody means that
    who writes down a customer's number. An extension is none of its digits.
    """
    if not any(char.isalpha() for char in text):
        return True
    if first.extension:
        text = text[: text.rfind(first.extension)]
    bare = _parse("".join(char for char in text if not char.isalpha()), region)
    return bare is not None and found == phonenumbers.format_number(
        bare, PhoneNumberFormat.E164
    )


def _has_more_behind(text: str, first: PhoneNumber, region: str | None) -> bool:
    """Whether the first digits that stand together are a number by themselves.

    A Danish number may begin with 45: with two digits too many it reads like one with
    the country's number in front, somebody else's.
    """
    if first.country_code_source != CountryCodeSource.FROM_NUMBER_WITHOUT_PLUS_SIGN:
        return False
    if not _PLAIN.fullmatch(text):
        return True
    [begin, *more] = _DIGITS.findall(text)
    alone = _parse(begin, region)
    return bool(more) and alone is not None and phonenumbers.is_valid_number(alone)


def _has_second(text: str, region: str | None) -> bool:
    """Whether what stands before the last slash is a number by itself."""
    before = _parse(text.rpartition("/")[0], region)
    return before is not None and phonenumbers.is_valid_number(before)


def _has_too_many_digits(first: PhoneNumber, region: str | None) -> bool:
    """Whether Odoo has put a ``+`` before the text, because it was too long else.

    Source: ``phone_parse`` of Odoo's phone_validation, which reads a text twice.
    """
    written = phonenumbers.format_number(first, PhoneNumberFormat.INTERNATIONAL)
    again = _parse(written, region)
    reason = again and phonenumbers.is_possible_number_with_reason(again)
    return reason == phonenumbers.ValidationResult.TOO_LONG
