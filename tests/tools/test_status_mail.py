"""The button in e-mails, and their headers."""

import re

import pytest

from odoo.addons.customer_status_comm.tools.palette import contrast
from odoo.addons.customer_status_comm.tools.status_mail import (
    on_one_line,
    render_button,
)


@pytest.mark.parametrize("colour", ["#ffe600", "#0b5d3b", "#ffffff", "#000000", None])
def test_reads_on_the_shops_colour(colour):
    button = render_button("https://shop.example/my/status/order/1", "See", colour)
    [ground] = re.findall(r"background-color: (#\w{6})", button)
    [ink] = re.findall(r"; color: (#\w{6})", button)
    assert contrast(ground, ink) >= 4.5
    assert contrast(ground, "#ffffff") >= 4.5


def test_has_the_shops_colour():
    assert "background-color: #0b5d3b" in render_button("/x", "See", "#0b5d3b")


def test_holds_text_not_markup():
    button = render_button('/x"><script>', "<b>", "red;}")
    assert "<script>" not in button
    assert "<b>" not in button
    assert "red" not in button


def test_nothing_typed_becomes_a_header():
    name = "Hi\r\nBcc: evil@x.example\r\n\r\n<b>"
    values = {
        "email_to": [f'"{name}" <a@x.example>'],
        "email_cc": [],
        "subject": name,
        "reply_to": False,
        "body": name,
    }
    assert on_one_line(values) == {
        "email_to": ['"Hi Bcc: evil@x.example <b>" <a@x.example>'],
        "subject": "Hi Bcc: evil@x.example <b>",
    }
