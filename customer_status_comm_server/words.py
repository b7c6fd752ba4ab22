"""What a customer reads while no shop can answer; no database has the words."""

# ``_`` is the caller's.
# pylint: disable=prefer-env-translation

from collections.abc import Callable


def door_words(_: Callable[[str], str]) -> dict[str, str]:
    """Return the words of the page; ``_`` translates."""
    return {
        "title": _("We cannot show this page right now"),
        "text": _("Please try again in a little while."),
        "help": _(
            "Does it still not work? Please ask the shop: it is in the message that "
            "brought you here."
        ),
    }
