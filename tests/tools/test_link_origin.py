"""Whose words a text is, and what its addresses may become links to."""

import pytest

from odoo.addons.customer_status_comm.tools.link_origin import (
    INTERNAL,
    OUTSIDE,
    PORTAL,
    ROOT,
    STRANGER,
    Origin,
    find_origin,
)

ORDER, OTHER = ("sale.order", 7), ("sale.order", 8)
ABOUT = Origin(about=frozenset({ORDER}))
COLLEAGUE = Origin(writers=frozenset({5}))


@pytest.mark.parametrize(
    ("hands", "message_type", "expected"),
    [
        # A colleague answers for all they send, whatever they call it.
        ({5: INTERNAL}, "comment", COLLEAGUE),
        ({5: INTERNAL}, "notification", COLLEAGUE),
        ({5: INTERNAL}, "auto_comment", COLLEAGUE),
        ({5: INTERNAL}, "sms", COLLEAGUE),
        ({5: INTERNAL}, None, COLLEAGUE),
        # Also when a cron sends it later, or another colleague once more.
        ({1: ROOT, 5: INTERNAL}, "comment", COLLEAGUE),
        ({6: INTERNAL, 5: INTERNAL}, "comment", Origin(writers=frozenset({5, 6}))),
        # From outside, whoever hands it on.
        ({1: ROOT}, "email", OUTSIDE),
        ({5: INTERNAL}, "email", OUTSIDE),
        ({1: ROOT}, "out_of_office", OUTSIDE),
        ({4: STRANGER}, "comment", OUTSIDE),
        ({4: STRANGER, 5: INTERNAL}, "comment", OUTSIDE),
        ({0: STRANGER, 1: ROOT}, "sms", OUTSIDE),
        # What Odoo says itself is about what it stands on.
        ({1: ROOT}, "comment", ABOUT),
        ({1: ROOT}, None, ABOUT),
        ({4: STRANGER}, "notification", ABOUT),
        ({4: STRANGER}, None, ABOUT),
        ({9: PORTAL}, "auto_comment", ABOUT),
        # A customer with a login types what they may read.
        ({9: PORTAL}, "comment", Origin(writers=frozenset({9}))),
    ],
)
def test_whose_words_it_is(hands, message_type, expected):
    assert find_origin(hands, message_type, [ORDER]) == expected


def test_what_it_may_mean():
    assert ABOUT.may_mean(ORDER)
    assert not ABOUT.may_mean(OTHER)
    assert COLLEAGUE.may_mean(OTHER)
    assert not OUTSIDE.may_mean(ORDER)
