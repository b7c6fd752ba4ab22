"""How customers are greeted."""

import pytest

from odoo.addons.customer_status_comm.tools.greeting import (
    Patterns,
    Person,
    address,
    greet,
    is_company_name,
    is_persons_name,
    parse_name,
)

ENGLISH = Patterns(
    informal="Hi %(first)s,",
    formal="Dear %(title)s %(last)s,",
    formal_without_title="Dear %(first)s,",
    nobody="Hello,",
    nobody_formal="Dear customer,",
)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("John Doe", "John", "Doe"),
        ("Doe, John", "John", "Doe"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("Clara von der Nabe", "Clara", "von der Nabe"),
        ("Jens af Styrborg", "Jens", "af Styrborg"),
        ("Anna von der Heide", "Anna", "von der Heide"),
        ("Silja", "Silja", ""),
        ("  Silja  ", "Silja", ""),
        ("Åse Ærø", "Åse", "Ærø"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_parse_name(name, first, last):
    person = parse_name(name)
    assert (person.first, person.last) == (first, last)


def test_the_title_of_the_record_wins_over_one_in_the_name():
    assert parse_name("Mr John Doe", "Dr.") == Person("John", "Doe", "Dr.")
    assert parse_name("Mr John Doe").title == ""


@pytest.mark.parametrize(
    ("person", "formal", "expected"),
    [
        (Person("John", "Doe", "Mr"), False, "Hi John,"),
        (Person("John", "Doe", "Mr"), True, "Dear Mr Doe,"),
        (Person("John", "Doe"), True, "Dear John,"),
        (Person("Silja", "", "Ms"), True, "Dear Silja,"),
        (Person("John", "", "Mr"), True, "Dear John,"),
        (Person("Anna", "von der Heide", "Ms"), True, "Dear Ms von der Heide,"),
        (Person("", "Doe", ""), False, "Hi Doe,"),
        (Person(), False, "Hello,"),
        (Person(title="Mr"), True, "Dear customer,"),
    ],
)
def test_greet(person, formal, expected):
    assert greet(person, ENGLISH, formal=formal) == expected


def test_a_name_cannot_break_the_pattern():
    assert greet(Person("100%(first)s", "x"), ENGLISH) == "Hi 100%(first)s,"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hansen & Co", True),
        ("Fjordby Cykler ApS", True),
        ("Meier GmbH", True),
        ("Dupont (SARL)", True),
        ("John Doe", False),
        ("Co", False),
        ("Kim Abel", False),
        ("", False),
        (None, False),
    ],
)
def test_is_company_name(name, expected):
    assert is_company_name(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Carl Hansen", True),
        ("Ludwig van Beethoven", True),
        ("Anna von der Heide", True),
        ("Jens-Peter d'Angleterre Ærø", True),
        ("Hansen, Carl", True),
        ("Anna Test", False),  # the parent's own name
        ("Test, Anna", True),
        ("Carl", False),
        ("Warehouse", False),
        ("Lager Nord", False),
        ("Büro Hamburg", False),
        ("Verkstad Malmö", False),
        ("Hytta Trysil", False),
        ("Astrid Hemberg", True),
        ("Main office", False),
        ("Hal 4", False),
        ("Fjordby Cykler ApS", False),
        ("Hans & Grete Hansen", False),
        ("the back door", False),
        ("", False),
        (None, False),
    ],
)
def test_is_persons_name(name, expected):
    assert is_persons_name(name, "Anna Test") is expected


@pytest.mark.parametrize(
    ("lang", "title", "last", "expected"),
    [
        ("de_DE", "Hr.", "Meier", ("Herr", "Meier")),
        ("de_CH", "Fr.", "von der Heide", ("Frau", "von der Heide")),
        ("de_DE", "Fräulein", "Meier", ("Frau", "Meier")),
        ("de_DE", "Dr.", "Meier", ("Dr.", "Meier")),
        ("fr_FR", "M.", "Dupont", ("Monsieur", "Dupont")),
        ("fr_BE", "Mme", "Dupont", ("Madame", "Dupont")),
        ("fr_FR", "Dr", "Dupont", ("Docteur", "Dupont")),
        ("nl_NL", "heer", "van den Berg", ("heer", "Van den Berg")),
        ("da_DK", "hr.", "von Heide", ("hr.", "von Heide")),
        ("da_DK", "Herre", "Holm", ("hr.", "Holm")),
        ("da_DK", "Fru", "Holm", ("fru", "Holm")),
        ("da_DK", "Doktor", "Holm", ("dr.", "Holm")),
        ("nb_NO", "Hr.", "Dahl", ("herr", "Dahl")),
        ("nb_NO", "Fru", "Dahl", ("fru", "Dahl")),
        ("nb_NO", "Professor", "Dahl", ("professor", "Dahl")),
        ("sv_SE", "Herr", "Ek", ("herr", "Ek")),
        ("sv_SE", "Fr.", "af Ek", ("fru", "af Ek")),
        ("sv_SE", "Dr.", "Ek", ("dr", "Ek")),
        ("de_AT", "Fr", "Gruber", ("Frau", "Gruber")),
        ("de_DE", "Doktor", "Meier", ("Dr.", "Meier")),
        ("en_US", "Mr.", "Doe", ("Mr.", "Doe")),
        (None, "Mr.", "", ("Mr.", "")),
    ],
)
def test_address(lang, title, last, expected):
    person = address(Person("Kim", last, title), lang)
    assert (person.title, person.last, person.first) == (*expected, "Kim")
