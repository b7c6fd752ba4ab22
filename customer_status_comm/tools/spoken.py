"""Which language a page is written in: the customer's, as far as we speak it."""

from collections.abc import Mapping
from typing import Final

from ..labels import status_labels

#: What every page says in these words, whatever documents it is about.
_COMMON: Final = ("private", "updated", "contact")
_IN_ENGLISH: Final = status_labels(str)


def find_spoken(labels: Mapping[str, str], lang: str | None) -> str:
    """Return the language whose dates and amounts fit ``labels``.

    That is ``lang``, unless nobody has translated the labels into it: what then shows
    in English is English throughout, dates included, and a browser is told so.

    :param labels: ``status_labels()`` as Odoo translates them to ``lang``.
    :param lang: a language as Odoo writes it ("nb_NO"); empty: English.
    """
    lang = lang or "en_US"
    if lang.partition("_")[0] == "en":  # British dates stay British.
        return lang
    if all(labels[key] == _IN_ENGLISH[key] for key in _COMMON):
        return "en_US"
    return lang
