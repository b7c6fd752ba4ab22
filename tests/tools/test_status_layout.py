"""A shop's own layout: what it may, what it may not, and what it is told."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import layout_check as tool
from odoo.addons.customer_status_comm.tools import status_blocks, status_layout
from odoo.addons.customer_status_comm.tools.status_policy import META
from odoo.addons.customer_status_comm.tools.status_sample import (
    sample_customer,
    sample_order,
)

from devtools.paths import TOP

from .pages import (
    DOCUMENTS,
    LABELS,
    make_brand,
    make_customer,
    make_full_order,
    parse,
    render,
)

EXTENDING = (
    '{% extends "status_document.html.jinja" %}\n'
    "{% block footer %}\n"
    "<footer>{{ shop }}</footer>\n"
    "{% endblock %}"
)
NINES = "9" * 9
ROUND = "{% for a in range(1000) %}"
BOMBS = {
    "empty loops": ROUND * 4 + "{% endfor %}" * 4,
    "long loops": f"{ROUND * 2}{'x' * 1000}{'{% endfor %}' * 2}",
    "hidden loops": "{% set x %}"
    + f"{ROUND * 2}{'x' * 99}{'{% endfor %}' * 2}"
    + "{% endset %}",
    "loops over a literal": "{% for a in [1,2,3,4,5,6,7,8] %}" * 9 + "{% endfor %}" * 9,
    "long range": f"{{{{ range({NINES})|list|length }}}}",
    "included again and again": ROUND
    + '{% include "status_document.html.jinja" %}{% endfor %}',
    "text times": f'{{{{ "x" * {NINES} }}}}',
    "list times": f"{{{{ ([1] * {NINES})|length }}}}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "multiplied": "{% set a = 99999999999 %}" + "{% set a = a * a %}" * 30,
    "padded by %": f'{{{{ "%{NINES}d" % 1 }}}}',
    "padded by format": f'{{{{ "{{:>{NINES}}}".format(1) }}}}',
    "padded by a method": f'{{{{ "x".center({NINES}) }}}}',
    "padded by a filter": f'{{{{ "x"|center({NINES}) }}}}',
    "doubled by ~": '{% set a = "xxxxxxxx" %}' + "{% set a = a ~ a %}" * 40,
    "doubled by +": '{% set a = "xxxxxxxx" %}' + "{% set a = a + a %}" * 40,
    "doubled by join": '{% set a = "xxxxxxxx" %}' + "{% set a = [a,a]|join %}" * 40,
    "doubled lists": "{% set a = [1] %}" + "{% set a = a + a %}" * 40,
    "nested lists compared": "{% set a = [1] %}{% set b = [1] %}"
    + "{% set a = [a, a] %}{% set b = [b, b] %}" * 60
    + "{{ a == b }}",
    "nested lists tested": "{% set a = [1] %}{% set b = [1] %}"
    + "{% set a = [a, a] %}{% set b = [b, b] %}" * 60
    + "{{ [a]|select('eq', b)|list|length }}",
    "nested lists written": "{% set a = [1] %}"
    + "{% set a = [a, a] %}" * 60
    + "{{ a }}",
    "nested lists as a key": "{% set a = (1,) %}"
    + "{% set a = (a, a) %}" * 60
    + "{{ t[a] }}",
    "laughs": "{% macro m0() %}ha{% endmacro %}"
    + "".join(
        f"{{% macro m{n} () %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}"
        for n in range(1, 60)
    )
    + "{{ m59() }}",
    "silent laughs": "{% macro f(n) %}{% if n %}{% set x = f(n - 1) %}"
    "{% set y = f(n - 1) %}{% endif %}{% endmacro %}{{ f(90) }}",
    "endless": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "endless loop": "{% for a in range(1000) recursive %}"
    "{% set x = loop(range(1000)) %}{% endfor %}",
    "endless block": "{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
    "fillers": "{{ lipsum(n=99999) }}",
    "deep": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "nested": "{% for a in current %}" * 60 + "{% endfor %}" * 60,
    "long": "x" * 100_001,
}
ESCAPES = (
    "{{ ''.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ [shop]|map(attribute='__class__')|list|length }}{{ shop['__class__'] }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ range.__self__ }}",
    "{{ t.__init__.__globals__ }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ ''.format_map(t) }}",
    "{% set f = ''.format %}{{ f() }}",
    "{% for a in [1] %}{{ loop._iterable }}{{ loop.__init__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}",
    "{{ m._environment }}{% macro m() %}{% endmacro %}",
    "{% import 'status_order.html.jinja' as p %}{{ p._body_stream }}",
    "{% include '/etc/passwd' %}",
    "{% include '../tools/token.py' %}",
    "{% extends '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{{ current.append(1) }}",
    "{{ t.clear() }}",
    "{{ '<b>'|safe }}",
    "{% autoescape false %}{{ shop }}{% endautoescape %}",
)
#: What a random layout is made of.
PIECES = (
    *("{{", "}}", "{%", "%}", "shop", "for", "in", "if", "order", "."),
    *("endfor", "endif", "|", "(", "'", "__class__", "~", "\n", "<b>"),
)


def check(layout):
    return tool.check_layout(layout, labels=LABELS, brand=make_brand())


class TestRendering:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_our_own_text_lays_out_as_ever(self, name):
        layout = status_layout.standard_layout()
        expected = render(DOCUMENTS[name], changes=const.EVENTS)
        shown = render(DOCUMENTS[name], changes=const.EVENTS, layout=layout)
        assert "".join(shown.split()) == "".join(expected.split())

    def test_big_customers_fit(self):
        big = make_full_order(lines=make_full_order()["lines"] * 20)
        facts = make_customer(*[big] * 60)
        layout = '{% extends "status_document.html.jinja" %}'
        parse(render(facts, layout=layout))

    def test_no_text_of_a_user_is_markup(self):
        brand = make_brand(name="<script>")
        html = render(sample_order(), brand=brand, layout="{{ shop ~ '!' }}{{ shop }}")
        assert html.removeprefix(META) == "&lt;script&gt;!&lt;script&gt;"


class TestBox:
    @pytest.mark.parametrize("layout", ESCAPES)
    def test_reaches_neither_python_nor_files(self, layout):
        with pytest.raises(tool.LayoutError):
            check(layout)

    @pytest.mark.parametrize("name", BOMBS)
    def test_m_plus_1_cannot_keep_the_server_busy(self, name):
        started = time.process_time()
        with pytest.raises(tool.LayoutError):
            tool.try_layout(
                BOMBS[name], sample_order(), labels=LABELS, brand=make_brand()
            )
        assert time.process_time() - started < 5
        with pytest.raises(tool.LayoutError):
            check(BOMBS[name])


class TestCheck:
    @pytest.mark.parametrize(
        "layout",
        [
            status_layout.standard_layout(),
            EXTENDING,
            "{% if order %}{{ order.number }}{% else %}{{ t.orders }}{% endif %}",
            "{{ shop }} {% for o in current %}{{ loop.index }}{% endfor %}",
        ],
    )
    def test_what_works_passes(self, layout):
        check(layout)

    @pytest.mark.parametrize(
        ("layout", "line", "reason", "detail"),
        [
            ("a\n{% if %}", 2, "wrong", "Expected an expression"),
            ("a\nb\n{{ nothing }}", 3, "wrong", "'nothing' is undefined"),
            ("a\n\n{{ order.number }}", 3, "wrong", "has no attribute 'number'"),
            ("a\n{{ shop|center(3) }}", 2, "wrong", "No filter named 'center'"),
            (EXTENDING + "\n{{", 5, "wrong", ""),
            (EXTENDING.replace("shop", "shopp"), 3, "wrong", "'shopp' is undefined"),
            ("{% if earlier %}{{ earlier[9].x }}{% endif %}a", 1, "wrong", ""),
            ("a\n" + BOMBS["empty loops"], 2, "too_much", ""),
            ("a\n<script>x</script>", 2, "unwanted", "<script"),
            (
                "<meta http-equiv=refresh content='0;url=//evil.example'>",
                *(1, "unwanted", "http-equiv=refresh"),
            ),
            ('<a onclick="x">{{ shop }}</a>', 1, "unwanted", "onclick="),
            ("{% if order and order.lines %}x{% endif %}", None, "empty", ""),
            ("  ", None, "empty", ""),
            ("{{ 1 / 0 }}", 1, "wrong", "ZeroDivisionError"),
        ],
    )
    def test_m_plus_1_errors_tell_the_line_and_the_reason(
        self, layout, line, reason, detail
    ):
        with pytest.raises(tool.LayoutError) as caught:
            check(layout)
        assert caught.value.line == line
        assert caught.value.reason == reason
        assert detail in caught.value.detail

    def test_the_kind_of_page_is_told(self):
        with pytest.raises(tool.LayoutError) as caught:
            check("{{ order.number }}")
        assert caught.value.kind == const.KIND_CUSTOMER

    @pytest.mark.parametrize("block", sorted(status_blocks.ALL_BLOCKS - {"prices"}))
    def test_a_block_that_may_be_hidden_must_not_be_counted_on(self, block):
        """Each step of the check finds what only it can find."""
        needs = {
            "lines": "order.lines[0].name",
            "deliveries": "order.deliveries[0].title",
            "tracking": "(order.deliveries|selectattr('tracking')|first).title",
            "invoices": "order.invoices[0].title",
            "payment": "(order.invoices|selectattr('told')|first).title",
            "addresses": "order.address[0]",
            "shop": "contact.name",
            "introduction": "t.title + introduction",
            "earlier_orders": "earlier[0].number",
        }
        when = "not order" if block == "earlier_orders" else "order"
        with pytest.raises(tool.LayoutError):
            check(f"x{{% if {when} %}}{{{{ {needs[block]} }}}}{{% endif %}}")

    def test_takes_no_time(self):
        started = time.process_time()
        check(status_layout.standard_layout())
        assert time.process_time() - started < 3

    @settings(deadline=None, max_examples=150)
    @given(
        st.lists(
            st.sampled_from(PIECES),
            max_size=14,
        ).map(" ".join)
    )
    def test_any_text_is_fine_or_refused(self, layout):
        try:
            html = tool.try_layout(
                layout, sample_order(), labels=LABELS, brand=make_brand()
            )
        except tool.LayoutError as error:
            assert error.reason in (const.LAYOUT_WRONG, const.LAYOUT_EMPTY)
        else:
            assert isinstance(html, str)


class TestDocumentation:
    TEXT = (TOP / "docs" / "own-layout.md").read_text("utf-8")

    def test_the_example_works(self):
        [example] = re.findall(r"```jinja\n(.*?)```", self.TEXT, re.DOTALL)
        check(example)
        html = render(make_full_order(), layout=example)
        assert "<footer><p>Nordlys · Open 9–17</p></footer>" in html

    def test_the_filters_are_those_there_are(self):
        told = self.TEXT.partition("these filters:")[2].partition(".\n")[0]
        same = {"d", "e"}  # short for default and escape
        own = {name for name in status_layout._ENVIRONMENT.filters if name[0] != "_"}
        assert set(re.findall(r"`(\w+)`", told)) == own - same


class TestSample:
    @pytest.mark.parametrize("step", const.STEPS)
    def test_has_the_shape_of_facts(self, step):
        order, real = sample_order(step=step), make_full_order()
        assert set(order) == set(real)
        for rows in ("lines", "deliveries", "invoices"):
            assert set(order[rows][0]) == set(real[rows][0])
        parse(render(order))

    def test_shows_current_and_earlier_orders(self):
        html = render(sample_customer())
        assert "Current orders" in html
        assert "Earlier orders" in html

    def test_speaks_the_readers_language(self):
        assert "SAMPLE ARTICLE" in render(sample_order(str.upper))
