"""How customers are greeted."""

import pytest

from odoo.addons.customer_status_comm.tools.greeting import (
    Patterns,
    Person,
    greet,
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
        (Person("", "Doe", ""), False, "Hi Doe,"),
        (Person(), False, "Hello,"),
        (Person(title="Mr"), True, "Dear customer,"),
    ],
)
def test_greet(person, formal, expected):
    assert greet(person, ENGLISH, formal=formal) == expected


def test_a_name_cannot_break_the_pattern():
    assert greet(Person("100%(first)s", "x"), ENGLISH) == "Hi 100%(first)s,"
