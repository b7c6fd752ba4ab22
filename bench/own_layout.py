"""What saving a shop's own layout takes at most, whether it is accepted or refused.

The addon's tools alone, without a database: the layout is tried on sample orders, and
all of that is the work of one request.
"""

import time

from odoo.addons.customer_status_comm.tools import layout_check, status_layout

import tests.tools.conftest  # noqa: F401 - puts the addons in place without models
from tests.tools.pages import LABELS, make_brand

from .table import Row, hand_over, progress

MOST_SECONDS = 3
TURNS = "{% for i in range(1000) %}"
#: Around what stands in place of our footer.
FOOTER = (
    '{{% extends "status_document.html.jinja" %}}{{% block footer %}}{}{{% endblock %}}'
)
#: Each of as much of one thing as there is room for.
WORST = {
    "constants": "{{ '" + "&" * 90_000 + "'|e" + "|e|title" * 40 + " }}",
    "titles": "{% set a = '" + "a b" * 29_000 + "' %}" + "{{ a|title }}" * 700,
    "doubled": "{% set a = 'abcd' %}" + "{% set a = a ~ a %}" * 22 + "{{ a }}",
    "searched": "{% set a = '"
    + "b" * 90_000
    + "' %}"
    + TURNS * 2
    + "{{ 'x' if 'x' in a else 'y' }}{% endfor %}{% endfor %}",
    "outputs": "{{t.a}}" * 14_000,
    "as many as may be": "{{shop}}" * 4_900,
    "compared": "{{ 1" + "<1" * 49_000 + " }}",
    "concatenated": "{{ 1" + "~1" * 7_000 + " }}",
    "listed": "{{ [" + "1," * 9_000 + "]|length }}",
    "conditions": "{% if shop %}{% endif %}" * 4_000,
    "macros": "{% macro m() %}{% endmacro %}" * 3_000,
    "few steps": TURNS + "{% for j in range(6) %}{{ shop }}{% endfor %}{% endfor %}",
    "steps": TURNS + "{% for j in range(90) %}{{ shop }}{% endfor %}{% endfor %}",
    "all steps": TURNS * 2 + "{{ shop|upper }}{% endfor %}{% endfor %}",
    "written": TURNS + "{{ t.title }}" * 10 + "x" * 200 + "{% endfor %}",
    "data": TURNS + "x" * 900 + "{% endfor %}",
    "imported": TURNS + "{% import 'status_order.html.jinja' as p %}{% endfor %}x",
    "attributes": "<a " + "x " * 40_000 + ">{{ shop }}</a>",
    "unclosed": "<a x='" * 10_000 + "{{ shop }}",
    "deep": "<b>" * 30_000 + "{{ shop }}",
    "nested": "{% for a in current %}" * 15
    + "{{ shop }}" * 3_000
    + "{% endfor %}" * 15
    + "x",
    **{
        f"looked at: {tag[:12]}": FOOTER.format(f"{TURNS}{tag * times}{{% endfor %}}")
        for tag, times in (
            *(("<b>", 95), ("<i a>", 55), ("<p a=b c=d e=f>", 30), ("<b a=b c>", 60)),
            *(("<b></b>", 60), ("<i a></i>", 55), ("<a href=x></a>", 40), ("<br>", 95)),
            *(("</i>", 95), ("<!---->", 95), ("<li>x", 60), ("<p>", 95)),
        )
    },
    "ends in the depth": "<b>" * 190 + f"{TURNS}{'</i>' * 90}{{% endfor %}}" + "x",
    "ends in each page": "<b>" * 190 + "</i>" * 5_000 + "{{ shop }}",
    "attributes without spaces": "<a " + "x/" * 40_000 + ">{{ shop }}</a>",
    "in a comment": '<!-- <a x=" -->' + "<p a=b/c d=''e>" * 5_000 + "{{ shop }}",
    "tags in each page": "<i a></i>" * 2_000 + "{{ shop }}",
    "400 lines": "<tr class='line'><td>Article</td><td>1</td></tr>\n" * 400
    + "{{ shop }}",
    "long": "x" * 100_000,
    "blank": " \n" * 49_000 + "x",
}


def try_to_save(layout: str) -> str:
    """Do what saving it does; return ``accepted``, or why it was refused."""
    status_layout._compile.cache_clear()
    try:
        layout_check.check_layout(layout, labels=LABELS, brand=make_brand())
    except layout_check.LayoutError as error:
        return error.reason
    return "accepted"


def measure(layout: str) -> float:
    """Return the processor time that saving takes, in seconds."""
    started = time.process_time()
    try_to_save(layout)
    return time.process_time() - started


def main():
    """Try all of them and hand over the one that takes longest."""
    standard = min(measure(status_layout.standard_layout()) for _round in range(3))
    seconds = {name: min(measure(WORST[name]) for _round in range(2)) for name in WORST}
    for name, taken in seconds.items():
        progress(f"  {name}: {taken:.2f} s, {try_to_save(WORST[name])}")
    worst = max(seconds, key=seconds.get)
    hand_over(
        [
            Row(
                "saving the worst own layout",
                "saving our standard layout as one's own",
                "s",
                standard,
                seconds[worst],
                seconds[worst],
                f"≤ {MOST_SECONDS} s of processor time",
                seconds[worst] <= MOST_SECONDS,
                f"{len(WORST)} layouts; the worst: {worst}",
            )
        ]
    )


if __name__ == "__main__":
    main()
