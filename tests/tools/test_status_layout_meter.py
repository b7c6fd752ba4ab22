"""Nothing that a shop's own layout can do goes on for longer than its budget.

Every filter, test, operator and global of the sandbox is found in its code, and done
again and again with operands as large as a layout can make them, until it is stopped.
So that this takes no minutes, budget and operands are a fraction of the real ones.
"""

import ast
import contextlib
import functools
import itertools
import time
from unittest.mock import patch

import pytest
from jinja2 import nodes
from markupsafe import Markup

from odoo.addons.customer_status_comm import const
from odoo.addons.customer_status_comm.tools import (
    layout_budget,
    layout_check,
    layout_tree,
    status_layout,
)
from odoo.addons.customer_status_comm.tools.status_sample import sample_order

from bench.own_layout import TURNS, WORST, try_to_save

from .pages import LABELS, make_brand

ENVIRONMENT = status_layout._ENVIRONMENT
#: Of budget and operands.
FRACTION = 50
#: How much longer than usual it may take to spend the budget.
MOST_TIMES = 12
#: Of the layouts of the bench those that are accepted, and those that say nothing.
HARMLESS = {
    *("as many as may be", "concatenated", "listed", "long", "blank"),
    *("ends in each page", "tags in each page", "400 lines"),
}
EMPTY = {"conditions", "macros"}
#: Characters of a text that is as large as can be.
SIZE = 4_000_000 // FRACTION
OPERANDS = {
    "words": ("a b-c " * SIZE)[:SIZE],
    "signs": "&" * SIZE,
    "tags": ("<a> " * SIZE)[:SIZE],
    "digits": "9" * SIZE,
    "wide": ("é😀" * SIZE)[:SIZE],
    "markup": Markup("&amp;" * (SIZE // 5)),
    "short": "abc",
    "one": 1,
    "many": 999_999_999_999,
    "texts": ["a" * (SIZE // 100)] * 100,
    "shorts": ["abc"] * 5_000,
    "records": [{"x": "abc", "y": {"z": 1}}] * 5_000,
    "table": {str(number): number for number in range(5_000)},
    "nested": [[1]] * 5_000,
}
LAZY = ("(records|map(attribute='x'))", "(shorts|map('upper'))")
ARGUMENTS = (
    *("", "(words)", "(one)", "(texts)", "('upper')", "('in', words)"),
    *("('eq', words)", "(attribute='x')", "('x', 'in', texts)", "(separator=words)"),
    *("('trim', words)", "('join', words)"),
)
PARTS = (
    *("[::2]", "[::-1]", "[1:]", "[:5]", "[0]", "[-1]", "['x']", "[words]", ".x"),
    *(".items()", ".keys()|list", ".values()|list", ".items()|list", ".real"),
)
OPERATORS = (
    *("+", "-", "*", "/", "//", "%", "**", "~", "and", "or"),
    *("==", "!=", "<", ">", "<=", ">=", "in", "not in"),
)
LITERALS = (
    *("range(1000)", "range(1000)|list", "range(many)", "words if one else signs"),
    *("(words, signs)", '{"x": words}', f"[{', '.join(['words'] * 1_000)}]"),
    *(f"[{', '.join(['1'] * 2_000)}]|length", " and ".join(["one"] * 200)),
    *("words ~ signs ~ digits", "-one", "+one", "not words", "-words", "-many"),
    *("'%999999999d' is even", "'%999999999d' is odd", "-texts", "9 ** 9 ** 9"),
    "records|map(attribute='x')|map('upper')|map('lower')|list",
)
#: What is no expression: done in each turn of the loop.
STATEMENTS = {
    "output": "{{ words }}{{ one }}{{ many }}",
    "long numbers": f"{{{{ {'9' * 4_000} }}}}",
    "data": "x" * 5_000,
    "captured": "{% set z %}{{ words }}xxxxx{% endset %}",
    "captured data": f"{{% set z %}}{'x' * 5_000}{{% endset %}}",
    "filtered": f"{{% filter title %}}{'a b' * 2_000}{{% endfilter %}}",
    "called": f"{{% macro m() %}}{'x' * 5_000}{{% endmacro %}}{{% set z = m() %}}",
    "called in silence": "{% macro m() %}{% set z = words ~ words %}{% endmacro %}"
    "{{ m() }}",
    "called with many": "{% macro m() %}{{ varargs|length }}{% endmacro %}"
    "{{ m(*shorts) }}",
    "caller": "{% macro m() %}{{ caller() }}{% endmacro %}"
    f"{{% call m() %}}{'x' * 5_000}{{% endcall %}}",
    "conditions": "{% if words in signs %}x{% elif words == signs %}y{% endif %}",
    "many conditions": "{% if one %}{% endif %}" * 500,
    "with": "{% with z = words[::2] %}{{ z|length }}{% endwith %}",
    "loop over text": "{% for c in words %}{% endfor %}",
    "loop over list": "{% for c in records %}{{ loop.index }}{% endfor %}",
    "loop with a test": "{% for c in texts if c in words %}{% endfor %}",
    "loop asked": "{% for c in shorts %}{{ loop.length }}{{ loop.last }}{% endfor %}",
    "included": "{% include 'status_style.css.jinja' %}",
    "imported": "{% import 'status_order.html.jinja' as parts %}",
    "imported from": "{% from 'status_order.html.jinja' import lines %}",
    "unpacked": "{% set y, z = [words, words] %}",
}
BLOCK = "{% block b scoped %}{{ words }}{% endblock %}"
#: What Jinja knows and no layout says, or says and is refused.
UNSAID = frozenset(
    {"Continue", "Break", "Scope", "OverlayScope", "EvalContextModifier", "NSRef"}
    | {"EnvironmentAttribute", "ExtensionAttribute", "ImportedName", "InternalName"}
    | {"MarkSafe", "MarkSafeIfAutoescape", "ContextReference"}
    | {"DerivedContextReference", "ScopedEvalContextModifier", "ExprStmt", "Template"}
    # What others are made of.
    | {"Stmt", "Expr", "BinExpr", "UnaryExpr", "Literal", "_FilterTestCommon"}
    | {"Helper", "Node"}
)


def repeat(statement):
    """Return a layout that does ``statement`` until it is stopped."""
    turns = "{% for i in range(1000) %}{% for j in range(1000) %}"
    return f"{turns}{statement}{'{% endfor %}' * 2}"


def cut_budget():
    """Return a context in which a page has its fraction of the budget."""
    return patch.multiple(
        layout_budget,
        MAX_STEPS=layout_budget.MAX_STEPS // FRACTION,
        MAX_CHARACTERS=layout_budget.MAX_CHARACTERS // FRACTION,
    )


def take_seconds(layout):
    """Return the processor time until a page is laid out, or stopped."""
    started = time.process_time()
    with contextlib.suppress(Exception):  # whatever a layout may raise
        status_layout.render_layout(layout, OPERANDS)
    return time.process_time() - started


@functools.cache
def find_usual():
    """Return what it takes to spend the cut budget on the simplest there is."""
    layout = repeat("{{ one }}")
    return min(take_seconds(layout) for _attempt in range(4))


def is_slow(layout):
    """Whether a page goes on for much longer than its budget usually lasts.

    What its compiling takes is not counted; see ``TestSave``.
    """
    try:
        status_layout._compile(layout)
    except Exception:  # refused before anything is done
        return False
    # Somebody else may be at work, too.
    return all(
        take_seconds(layout) > MOST_TIMES * find_usual() for _attempt in range(4)
    )


def find_slow(expressions):
    """Return the expressions that go on for longer than their share of the time."""
    slow = []
    with cut_budget():
        for expression in expressions:
            if is_slow(repeat(f"{{% set z = {expression} %}}")):
                slow.append(expression[:99])
    return slow


def uses_of_filter(name):
    """Yield the ways in which a filter may be used."""
    for value, arguments in itertools.product((*OPERANDS, *LAZY), ARGUMENTS):
        yield f"{value}|{name}{arguments}"
        if value not in ("short", "one", "many"):  # what comes out one by one
            yield f"({value}|{name}{arguments})|list"


def named(table):
    return sorted(name for name in table if not name.startswith("_"))


class TestOperations:
    @pytest.mark.parametrize("name", named(ENVIRONMENT.filters))
    def test_18_5_filter(self, name):
        assert not find_slow(uses_of_filter(name))

    @pytest.mark.parametrize("name", named(ENVIRONMENT.tests))
    def test_18_5_test(self, name):
        others = ("", *(f"({value})" for value in OPERANDS))
        pairs = itertools.product(OPERANDS, others)
        assert not find_slow(f"{value} is {name}{other}" for value, other in pairs)

    @pytest.mark.parametrize("operator", OPERATORS)
    def test_18_5_operator(self, operator):
        pairs = itertools.product(OPERANDS, OPERANDS)
        assert not find_slow(f"{left} {operator} {right}" for left, right in pairs)

    def test_18_5_part(self):
        pairs = itertools.product(OPERANDS, PARTS)
        assert not find_slow(f"{value}{part}" for value, part in pairs)

    def test_18_5_literal(self):
        assert not find_slow(LITERALS)

    @pytest.mark.parametrize("name", STATEMENTS)
    def test_18_5_statement(self, name):
        with cut_budget():
            assert not is_slow(repeat(STATEMENTS[name]))

    def test_18_5_block(self):
        with cut_budget():
            assert not is_slow(BLOCK + repeat("{{ self.b() }}"))


class TestNothingIsForgotten:
    def test_every_global_is_tried(self):
        assert set(ENVIRONMENT.globals) == {"range"}

    def test_every_operator_is_counted(self):
        assert set(ENVIRONMENT.binop_table) == ENVIRONMENT.intercepted_binops
        assert set(ENVIRONMENT.unop_table) == ENVIRONMENT.intercepted_unops
        spoken = {*ENVIRONMENT.binop_table, "~", "and", "or", "in", "not in"}
        compared = {"==", "!=", "<", ">", "<=", ">="}
        assert set(OPERATORS) == spoken | compared

    def test_every_kind_of_part_is_known(self):
        """A version of Jinja that knows more is to be looked at."""
        known = {
            name
            for name, kind in vars(nodes).items()
            if isinstance(kind, type) and issubclass(kind, nodes.Node)
        }
        expressions = [
            *(f"one {operator} one" for operator in OPERATORS),
            *(f"words{part}" for part in PARTS),
            *(*LITERALS, "f(a=1, *b, **c)", "a is defined", "{'a': 1}"),
        ]
        layouts = [*STATEMENTS.values(), BLOCK]
        layouts += [f"{{{{ {expression} }}}}" for expression in expressions]
        layouts.append("{% extends 'status_base.html.jinja' %}")
        tree_of = super(type(ENVIRONMENT), ENVIRONMENT)._parse
        said = {
            type(node).__name__
            for layout in layouts
            for node in tree_of(layout, None, None).find_all(nodes.Node)
        }
        assert known - said == UNSAID

    def test_every_filter_and_test_gets_the_context(self):
        """So that Jinja works out none of them while it compiles."""
        for table in (ENVIRONMENT.filters, ENVIRONMENT.tests):
            for name, function in table.items():
                assert function.jinja_pass_arg.name == "context", name

    def test_nothing_is_done_while_nothing_is_laid_out(self):
        with pytest.raises(layout_budget.LayoutLimitError):
            layout_budget.spend(1)

    def test_nothing_is_worked_out_while_it_is_compiled(self):
        text = "{{ '&&'|e|title|upper ~ 'a' + 'b' }}{{ 'a' in 'ab' }}{{ 'ab'[::-1] }}"
        code = ENVIRONMENT.compile(text, raw=True)
        constants = {
            node.value
            for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Constant)
        }
        assert {"&&", "a", "b", "ab"} <= constants
        assert not constants & {"&AMP;&AMP;", "&amp;&amp;", "ba", "True"}


class TestSave:
    """Whatever is accepted or refused; how long it takes is measured in the bench."""

    @pytest.mark.parametrize("name", WORST)
    def test_18_5_the_worst_that_are_saved(self, name):
        expected = const.LAYOUT_TOO_MUCH
        if name in HARMLESS:
            expected = "accepted"
        elif name in EMPTY:
            expected = const.LAYOUT_EMPTY
        assert try_to_save(WORST[name]) == expected

    def test_18_5_what_is_said_of_it_is_short(self):
        with pytest.raises(layout_check.LayoutError) as caught:
            layout_check.check_layout(
                "{{ " + "a" * 90_000 + " }}", labels=LABELS, brand=make_brand()
            )
        assert len(caught.value.detail) <= const.SEARCH_MAX

    def test_18_5_all_trials_share_one_budget(self):
        """What one page may do, sixty may not."""
        turns = layout_budget.SAVE_STEPS // 20 // 1_000 // 10
        loop = f"{{% for j in range({turns}) %}}{{{{ shop }}}}{{% endfor %}}"
        layout = f"{TURNS}{loop}{{% endfor %}}"
        layout_check.try_layout(
            layout, sample_order(), labels=LABELS, brand=make_brand()
        )
        with pytest.raises(layout_check.LayoutError) as caught:
            layout_check.check_layout(layout, labels=LABELS, brand=make_brand())
        assert caught.value.reason == const.LAYOUT_TOO_MUCH

    def test_18_5_the_standard_layout_takes_a_small_part(self):
        limits = {
            "SAVE_STEPS": layout_budget.SAVE_STEPS // 4,
            "SAVE_CHARACTERS": layout_budget.SAVE_CHARACTERS // 4,
        }
        with patch.multiple(layout_budget, **limits):
            layout_check.check_layout(
                status_layout.standard_layout(), labels=LABELS, brand=make_brand()
            )

    def test_18_5_too_many_parts(self):
        layout = "{{1}}" * (layout_tree.MAX_PARTS + 1)
        with pytest.raises(layout_check.LayoutError) as caught:
            layout_check.check_layout(layout, labels=LABELS, brand=make_brand())
        assert caught.value.reason == const.LAYOUT_TOO_MUCH
