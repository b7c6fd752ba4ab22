"""The button in e-mails."""

import re

import pytest

from odoo.addons.customer_status_comm.tools.palette import contrast
from odoo.addons.customer_status_comm.tools.status_mail import render_button


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
