"""What a user wrote is told apart from what was put around it."""

import pytest

from odoo.addons.customer_status_comm.tools.body import (
    Split,
    holds_address,
    html_to_text,
    insert_in_html,
    insert_in_text,
    split_html,
    split_text,
)

HI = "Hi Emily,"
SHOP = "Kind regards\nFjordby Cykler"
SIGNE = "<div><p>Signe Salgsrud<br>Fjordby Cykler</p></div>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Split("", False, False)),
        ("My own", Split("My own", False, False)),
        (f"{HI}\nMy own\n{SHOP}", Split("My own", True, True)),
        (f"{HI}\n\nMy\n\nown\n\n{SHOP}\n", Split("My\n\nown", True, True)),
        (f"{HI}\n{SHOP}", Split("", True, True)),
        # Below the signature, above the greeting.
        (f"{SHOP}\nPS: call", Split("PS: call", False, True)),
        (f"Note first\n{HI}\nBody", Split("Note first\nBody", True, False)),
        # What was changed is the user's own.
        (f"{HI} nice day\nBody", Split(f"{HI} nice day\nBody", False, False)),
        ("Hi dear,\nBody\n" + SHOP, Split("Hi dear,\nBody", False, True)),
        (
            f"{HI}\nBody\nKind regards\nMe",
            Split("Body\nKind regards\nMe", True, False),
        ),
        # Quoting the shop's name is no signature.
        ("Fjordby Cykler calls", Split("Fjordby Cykler calls", False, False)),
    ],
)
def test_split_text(text, expected):
    assert split_text(text, HI, SHOP) == expected


def test_nothing_put_in_is_nothing_found():
    assert split_text("a\n\nb ", "", "") == Split("a\n\nb ", False, False)
    assert split_html("<p>a</p>", "", "") == Split("<p>a</p>", False, False)
    assert split_html("", HI, SIGNE) == Split("", False, False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p>{HI}</p><p>Own</p>{SIGNE}", Split("<p>Own</p>", True, True)),
        # As the editor writes it anew.
        (
            f'<div data-oe-version="2.0"><p style="margin:0">{HI}</p><p>Own <b>x</b>'
            "</p><p>Signe <span>Salgsrud</span></p><p>Fjordby Cykler<br/></p></div>",
            Split("<p>Own <b>x</b></p>", True, True),
        ),
        (f"<p>{HI}</p>{SIGNE}", Split("", True, True)),
        (f"<p>Own</p>{SIGNE}<p>PS</p>", Split("<p>Own</p><p>PS</p>", False, True)),
        (f"<p>Hi you,</p>{SIGNE}", Split("<p>Hi you,</p>", False, True)),
        (
            f"<p>{HI}</p><p>Own</p><p>Signe</p>",
            Split("<p>Own</p><p>Signe</p>", True, False),
        ),
        (f"<p>{HI}</p>loose<p>x</p>", Split(f"<p>{HI}</p>loose<p>x</p>", False, False)),
    ],
)
def test_split_html(body, expected):
    assert split_html(body, HI, SIGNE) == expected


def test_a_signature_that_is_a_picture_is_found():
    body = '<p>Own</p><p><img src="/logo" style="width: 9px"></p>'
    assert split_html(body, "", '<p><img src="/logo"></p>').content == "<p>Own</p>"


def test_insert_above_the_signature_or_at_the_end():
    assert insert_in_text(f"Own\n{SHOP}", "link", SHOP) == f"Own\nlink\n{SHOP}"
    assert insert_in_text("Own\n\n", "link", SHOP) == "Own\nlink"
    assert insert_in_text("", "link", "") == "link"
    link = '<p><a href="/x">x</a></p>'
    assert insert_in_html(f"<p>Own</p>{SIGNE}", link, SIGNE) == (
        f"<p>Own</p>{link}{SIGNE}"
    )
    assert insert_in_html("<p>Own</p>", link, SIGNE) == f"<p>Own</p>{link}"
    assert insert_in_html("", link, SIGNE) == link


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://x.example/my/status/order/5", True),
        ('<a href="https://x.example/my/status/order/5">here</a>', True),
        ("https://x.example/my/status/order/5.", True),
        ("https://x.example/my/status/order/55", False),
        ("", False),
    ],
)
def test_holds_address(text, expected):
    assert holds_address(text, "https://x.example/my/status/order/5") is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>My own words</p>", "My own words"),
        ("<p>One<br>two</p><p>three</p>", "One\ntwo\nthree"),
        ("<div><p>In a <b>bold</b> box</p></div>\n<p>x</p>", "In a bold box\nx"),
        ('<p>Look: <a href="http://x/1">here</a>.</p>', "Look: here http://x/1."),
        ('<p><a href="http://x/1">http://x/1</a></p>', "http://x/1"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<p>a</p><p><br></p><p><br></p><p><br></p><p>b</p>", "a\n\nb"),
        ("<p>a<!-- x --> b</p>", "a b"),
        ("", ""),
    ],
)
def test_html_to_text(body, expected):
    assert html_to_text(body) == expected
