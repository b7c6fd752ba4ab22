"""The page in the colours of its shop, always readable."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools import palette
from odoo.addons.customer_status_comm.tools.status_document import render_missing

from .orders import make_order
from .pages import LABELS, find, parse, render, text_of


class TestColours:
    """Readable, whatever the brand's colour is (WCAG 2.2, level AA)."""

    PAIRS = (
        ("text", "page"),
        ("text", "card"),
        ("text", "tint"),
        ("muted", "page"),
        ("muted", "card"),
        ("danger", "card"),
        ("accent", "page"),
        ("accent", "card"),
        ("accent", "tint"),
        ("on_accent", "accent"),
    )
    colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")

    def check(self, colour):
        for scheme in palette.palette(colour).values():
            for ink, ground in self.PAIRS:
                ratio = palette.contrast(scheme[ink], scheme[ground])
                assert ratio >= 4.5, (colour, ink, ground, ratio)

    @pytest.mark.parametrize(
        "colour",
        [None, "#000000", "#ffffff", "#ffd400", "#00ff00", "#808080", "#714B67"],
    )
    def test_of_well_known_colours(self, colour):
        self.check(colour)

    @settings(deadline=None, max_examples=300)
    @given(colours)
    def test_of_any_colour(self, colour):
        self.check(colour)

    def test_contrast_is_that_of_wcag(self):
        assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
        assert palette.contrast("#ffffff", "#000000") == pytest.approx(21)
        assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)

    def test_a_readable_colour_is_the_brands_own(self):
        assert palette.palette("#0b5d3b")["light"]["accent"] == "#0b5d3b"
        assert palette.palette("#ffd400")["dark"]["accent"] == "#ffd400"
        assert "--accent:#0b5d3b" in render(make_order())

    @pytest.mark.parametrize(
        "colour", ["red", "#fff", "#12345g", "#123456;}", "#1234567", "", None]
    )
    def test_what_is_no_colour_is_not_used(self, colour):
        assert palette.palette(colour) == palette.palette(None)

    def test_every_colour_of_the_style_is_in_the_palette(self):
        page = render_missing(labels=LABELS, language="en_US")
        style = text_of(find(parse(page), "style")[0])
        own = {c for scheme in palette.palette(None).values() for c in scheme.values()}
        plain = {"#fff", "#000", "#444", "#bbb"}  # paper, and the plate of a logo
        assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", style)) <= own | plain
