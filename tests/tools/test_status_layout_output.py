"""What a layout lays out is judged; what no parser can judge is refused."""

import pytest

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import layout_check
from odoo.addons.customer_status_comm.tools.status_policy import META
from odoo.addons.customer_status_comm.tools.status_sample import sample_order

from bench.own_layout import TURNS

from .pages import LABELS, make_brand


def try_on_order(layout, **options):
    """Return the page of an order in ``layout``."""
    return layout_check.try_layout(layout, sample_order(), **options)


class TestOutput:
    """What comes out is judged, however the template writes it."""

    @pytest.mark.parametrize(
        ("layout", "detail"),
        [
            ("<meta http-equiv=\"ref{{ 'resh' }}\" content=0>", "http-equiv=refresh"),
            ("<meta http-equiv='&#114;efresh'>", "http-equiv=refresh"),
            ("<meta {{ 'http-e' }}quiv=REFRESH>", "http-equiv=refresh"),
            ("<meta\nhttp-equiv\n=\n'\trefresh '>", "http-equiv=refresh"),
            ("<!--><meta http-equiv=refresh>-->", "http-equiv=refresh"),
            ("<svg><style><meta http-equiv=refresh>", "http-equiv=refresh"),
            ("<meta http-equiv=set-cookie content=a>", "http-equiv=set-cookie"),
            (
                "<meta http-equiv=content-security-policy content=\"img-src 'none'\">",
                "http-equiv=content-security-policy",
            ),
            (
                '<meta http-equiv="X-UA-Compatible" content="IE=edge">',
                "http-equiv=x-ua-compatible",
            ),
            (META, "http-equiv=content-security-policy"),
            ("<button {{ 'form' }}action=x>{{ shop }}</button>", "formaction="),
            ("<svg><animate attributeName=href values=javascript:x />", "<animate"),
            ("<svg><set attributeName=href to=javascript:x /></svg>", "<set"),
            ("<{{ 'plain' }}text>", "<plaintext"),
            ("<frameset><frame src=//evil.example>", "<frameset"),
            ("<applet code=x></applet>", "<applet"),
            ("<{{ 'script' }}>x</script>", "<script"),
            ("{% set a = 'ifr' %}<{{ a }}ame>", "<iframe"),
            ("<{{ 'BASE' }} href=//evil.example>", "<BASE"),
            ("<{{ 'form' }} action=//evil.example>", "<form"),
            ("<{{ 'object' }} data=x></object>", "<object"),
            ("<a on{{ 'click' }}=x>{{ shop }}</a>", "onclick="),
            ("<b/onload=x>{{ shop }}</b>", "onload="),
            ("<a href='java{{ 'script' }}:x'>{{ shop }}</a>", "javascript:"),
            ("<a href='&#106;avascript:x'>{{ shop }}</a>", "javascript:"),
            ("<a href=' java\tscript:x'>{{ shop }}</a>", "javascript:"),
            ("<button formaction='javascript:x'>{{ shop }}</button>", "formaction="),
        ],
    )
    def test_18_5_judged_by_what_comes_out(self, layout, detail):
        with pytest.raises(layout_check.LayoutError) as caught:
            layout_check.check_layout(
                f"{layout}\n{{{{ shop }}}}", labels=LABELS, brand=make_brand()
            )
        assert caught.value.reason == const.LAYOUT_UNWANTED
        assert caught.value.detail == detail

    def test_18_5_on_every_page_not_only_when_it_is_saved(self):
        """One that shows only for a certain order."""
        condition = "{% if order and 'ZZ7' in order.number %}"
        layout = f"x{condition}<meta http-equiv=refresh>{{% endif %}}"
        options = {"labels": LABELS, "brand": make_brand()}
        layout_check.check_layout(layout, **options)
        with pytest.raises(layout_check.LayoutError):
            layout_check.try_layout(layout, sample_order(reference="ZZ7"), **options)

    @pytest.mark.parametrize(
        "layout",
        [
            "<p>{{ shop }}: javascript: one = 1, refresh, &lt;script&gt;</p>",
            '<p title="on sale = yes">{{ shop }}</p>',
            "<settings>{{ shop }}</settings><animated>x</animated>",
            f"<svg><path d='{'M 1 2 L 3 4 ' * 400}'/></svg>{{{{ shop }}}}",
            f"<img src='data:image/png;base64,{'a/b+' * 5_000}' alt=''>{{{{ shop }}}}",
            "<formula>{{ shop }}</formula><objection>x</objection>",
            "{# <script> #}{{ shop }}",
        ],
    )
    def test_18_5_words_are_no_commands(self, layout):
        layout_check.check_layout(layout, labels=LABELS, brand=make_brand())

    @pytest.mark.parametrize("name", ["<script>x</script>", "<a onclick=x>", "<form>"])
    def test_18_5_texts_of_users_are_none(self, name):
        html = layout_check.try_layout(
            "<p title='{{ shop }}'>{{ shop }}</p>",
            sample_order(),
            labels=LABELS,
            brand=make_brand(name=name),
        )
        assert name not in html

    @pytest.mark.parametrize(
        "hidden",
        [
            "<b>" * 300 + "<a onclick=x>",
            "<div>" * 1_000 + "<a href=javascript:x>",
            "<a " + "x " * 600 + "onclick=x>",
            "<a " + "x/" * 600 + "onclick=x>",
            "<a " + "x=''" * 600 + "onclick=x>",
            '<!-- <a x=" -->' + "x " * 600 + "<a onclick=x>",
        ],
    )
    def test_18_5_what_cannot_be_looked_through_is_refused(self, hidden):
        with pytest.raises(layout_check.LayoutError) as caught:
            layout_check.check_layout(
                f"{hidden}{{{{ shop }}}}", labels=LABELS, brand=make_brand()
            )
        assert caught.value.reason == const.LAYOUT_TOO_MUCH

    @pytest.mark.parametrize(
        ("layout", "detail"),
        [
            ("a\nb\x00{{ shop }}", "\\u0000"),
            ("a\n{# \ud800 #}{{ shop }}", "\\ud800"),
            ("a\n{{ '\\x00' }}{{ shop }}", "\\u0000"),
            ("a\n{{ '\\udfff' }}{{ shop }}", "\\udfff"),
            ("a\n<a {{ '\\x00' }}onclick=x>", "\\u0000"),
        ],
    )
    def test_18_5_what_no_database_keeps_is_refused_in_words(self, layout, detail):
        for work in (layout_check.check_layout, try_on_order):
            with pytest.raises(layout_check.LayoutError) as caught:
                work(layout, labels=LABELS, brand=make_brand())
            assert caught.value.reason == const.LAYOUT_UNWANTED
            assert caught.value.detail == detail

    def test_18_5_a_page_of_many_lines_is_laid_out(self):
        line = "<tr class='a'><td title='b'>x</td><td>1</td><td>2</td></tr>"
        layout = f"<table>{TURNS}{line * 5}{{% endfor %}}</table>{{{{ shop }}}}"
        assert try_on_order(layout, labels=LABELS, brand=make_brand())
