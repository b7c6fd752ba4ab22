"""Links in texts: found, and another path put in their place."""

import pytest

from odoo.addons.customer_status_comm.tools.link_text import (
    find_tokens,
    has_address,
    has_link,
    put_paths,
)

TOKEN, OTHER = "x3-_" * 10 + "abc", "A" * 43


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://a.dk/status/{} now", "See https://a.dk/my/x/7 now"),
        ('<a href="/status/{}">', '<a href="/my/x/7">'),
        ("?u=a%3A%2F%2Fb.dk%2Fstatus%2F{}&d", "?u=a%3A%2F%2Fb.dk%2Fmy%2Fx%2F7&d"),
        ("?u=%252fstatus%252f{}&d", "?u=%252fmy%252fx%252f7&d"),
        ("/status/{}/ and /status/{}.", "/my/x/7/ and /my/x/7."),
    ],
)  # fmt: skip
def test_a_link_becomes_a_path(text, expected):
    text = text.replace("{}", TOKEN)
    assert has_link(text)
    assert find_tokens(text) == {TOKEN}
    assert put_paths(text, {TOKEN: "/my/x/7"}) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", None, False, "/status/x", f"/status/{TOKEN}x", f"/status/{TOKEN[1:]}"),
        *("/my/status/order/7", f"status/{TOKEN}", TOKEN, f"/state/{TOKEN}"),
    ],
)
def test_what_is_no_link(text):
    assert not has_link(text)


def test_each_has_its_own_path():
    text = f"/status/{TOKEN} /status/{OTHER}"
    assert put_paths(text, {TOKEN: "/a", OTHER: "/b"}) == "/a /b"


def test_addresses_that_ask_for_a_login():
    assert has_address("https://a.dk/my/status/order/7")
    assert not has_address(None)
    assert not has_address("/status/order")
