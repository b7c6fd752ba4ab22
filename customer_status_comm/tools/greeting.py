"""How a customer is greeted: the names' parts, and the words around them."""

import re
from typing import Final, NamedTuple

from nameparser import HumanName

from .. import const

#: What a title is written as where somebody is addressed, by language: "Hr. Meier" is
#: for lists, "Guten Tag Herr Meier" for letters.
_WRITTEN_OUT: Final = {
    "da": {"Hr.": "hr.", "Hr": "hr.", "Herre": "hr.", "Herr": "hr.", "Fr.": "fru"}
    | {"Fru": "fru", "Frk.": "frk.", "Frøken": "frøken", "Doktor": "dr.", "Dr.": "dr."}
    | {"Professor": "professor", "Prof.": "prof."},
    "de": {"Hr.": "Herr", "Hr": "Herr", "Fr.": "Frau", "Fr": "Frau"}
    | {"Fräulein": "Frau", "Doktor": "Dr."},
    "fr": {"M.": "Monsieur", "M": "Monsieur", "Mme": "Madame", "Mlle": "Madame"}
    | {"Mademoiselle": "Madame", "Dr": "Docteur", "Pr": "Professeur"},
    "nb": {"Hr.": "herr", "Hr": "herr", "hr.": "herr", "Herr": "herr", "Fr.": "fru"}
    | {"fr.": "fru", "Fru": "fru", "Frøken": "frøken", "Doktor": "dr.", "Dr.": "dr."}
    | {"Professor": "professor", "Prof.": "prof."},
    "sv": {"Hr.": "herr", "Hr": "herr", "hr": "herr", "Herr": "herr", "Fr.": "fru"}
    | {"fr": "fru", "Fru": "fru", "Fröken": "fröken", "Doktor": "dr", "Dr.": "dr"}
    | {"Professor": "professor", "Prof.": "prof"},
}
#: Where a particle opens the name, Dutch gives it a capital: "heer Van den Berg".
_CAPITAL_FIRST: Final = frozenset({"nl"})

#: Legal forms, as companies write them.
_LEGAL_FORMS_TEXT: Final = """
A/S ApS I/S K/S P/S IVS S/I AS ASA AB HB KB Oy Oyj GmbH AG KG OHG UG SE SA SAS SARL
BV B.V. NV N.V. VOF Ltd Ltd. Limited LLC LLP Inc Inc. PLC plc Co Co. Corp Corp. SpA
Srl e.V.
"""
_LEGAL_FORMS: Final = frozenset(_LEGAL_FORMS_TEXT.split())
#: What places and departments are called; no person is.
_PLACES_TEXT: Final = """
abteilung accounting accounts address adres adress adresse afdeling arbejde avdeling
avdelning billing bogholderi branch buchhaltung building bureau butik butiken butikk
butikken büro delivery department depot einkauf ekonomi entrepot factuur facture
faktura fakturaadress fakturaadresse fakturaer fakturering filial filiale geschäft
head hjem hjemme home house hovedkontor huset huvudkontor hytta hytte invoice
invoices kantoor kontor kontoret lager lageret leverans leveransadress levering
leveringsadresse lieferadresse lieferung magasin magasinet magazijn main office plads
purchasing rechnung rechnungsadresse receiving reception regnskap shop sommarstuga
sommerhus storage store terminal verksted verkstad verkstaden warehouse wareneingang
werkstatt work workshop værksted zentrale økonomi
"""
_PLACES: Final = frozenset(_PLACES_TEXT.split())
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")


class Person(NamedTuple):
    """The parts of a name that greetings use; each may be empty."""

    first: str = ""
    last: str = ""
    title: str = ""


class Patterns(NamedTuple):
    """One language's greetings, with ``%(first)s``, ``%(last)s``, ``%(title)s``.

    :param nobody: for a customer without a person's name, a company for example.
    """

    informal: str
    formal: str
    formal_without_title: str
    nobody: str
    nobody_formal: str


def parse_name(name: str | None, title: str | None = None) -> Person:
    """Split a person's name as it is written in one field.

    :param name: "John Doe", "Ludwig van Beethoven", "Doe, John", "Cher"; may be empty.
    :param title: the title kept beside the name ("Mr."); wins over one inside the name.
    :return: particles belong to the last name ("van Beethoven"); one word is a
        first name. What is longer than ``const.NAME_MAX`` is cut off.
    """
    parsed = HumanName((name or "")[: const.NAME_MAX])
    first, last = parsed.first, parsed.last
    if not first:
        first, last = last, ""
    return Person(first, last, (title or "")[: const.NAME_MAX])


def is_company_name(name: str | None) -> bool:
    """Whether ``name`` ends in a legal form: "Hansen & Co", "Fjordby Cykler ApS"."""
    words = (name or "")[-const.NAME_MAX :].split()
    return len(words) > 1 and words[-1].strip("()") in _LEGAL_FORMS


def is_persons_name(name: str | None, other: str | None = None) -> bool:
    """Whether the name of an address says a person, and not a place or a company.

    :param name: "Anna von der Heide" does; "Warehouse 2", "Lager", "Hansen ApS" and one
        word alone ("Summerhouse") do not: better no name than a wrong one.
    :param other: the name of whom the address belongs to; the same name says nothing.
    """
    if len(name or "") > const.NAME_MAX:
        return False
    words = (name or "").replace(",", " ").split()
    if not 2 <= len(words) <= 6 or is_company_name(name):
        return False
    if words == (other or "")[: const.NAME_MAX].replace(",", " ").split():
        return False
    if not all(map(_is_name, words)):
        return False
    # Particles are small; a first and a last name are not.
    return words[0][0].isupper() and words[-1][0].isupper()


def _is_name(word: str) -> bool:
    """Whether a word may be part of a person's name."""
    return bool(_WORD.fullmatch(word)) and word.lower() not in _PLACES


def address(person: Person, lang: str | None) -> Person:
    """Write a person's title and last name as ``lang`` does after "Dear".

    :param lang: a language's code as Odoo writes it ("de_CH"); may be empty.
    """
    language = (lang or "").partition("_")[0]
    title = _WRITTEN_OUT.get(language, {}).get(person.title, person.title)
    last = person.last
    if language in _CAPITAL_FIRST:
        last = last[:1].upper() + last[1:]
    return person._replace(title=title, last=last)


def greet(person: Person, patterns: Patterns, *, formal: bool = False) -> str:
    """Return the line that opens a message.

    Formal without a title or a last name falls back to the first name ("Dear John").
    """
    if not (person.first or person.last):
        return patterns.nobody_formal if formal else patterns.nobody
    parts = person._asdict()
    parts["first"] = person.first or person.last
    if not formal:
        return patterns.informal % parts
    if person.title and person.last:
        return patterns.formal % parts
    return patterns.formal_without_title % parts
