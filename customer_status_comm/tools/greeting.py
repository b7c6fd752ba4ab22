"""How a customer is greeted: the names' parts, and the words around them."""

from typing import NamedTuple

from nameparser import HumanName


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
        first name.
    """
    parsed = HumanName(name or "")
    first, last = parsed.first, parsed.last
    if not first:
        first, last = last, ""
    return Person(first, last, title or "")


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
