"""The rows of ``make bench`` as a table, for the screen and for the documentation."""

import textwrap
from itertools import zip_longest

from bench.table import Row

BEGIN = "<!-- table: written by `make bench` -->"
END = "<!-- end of table -->"
HEADINGS = ("work", "against", "stock", "ours", "ratio", "goal", "met")
#: Widest column of the table on the screen.
WIDEST = 44


def number(value: float | None) -> str:
    """Return a number with the three digits that a measurement is worth."""
    if value is None:
        return "–"
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if abs(value) >= 1 else 3}f}"


def with_unit(value: float | None, unit: str) -> str:
    """Return a number and what it counts."""
    return "–" if value is None else f"{number(value)} {unit}".strip()


def cells(row: Row) -> tuple[str, ...]:
    """Return a row's cells, under ``HEADINGS``."""
    return (
        row.work,
        row.against,
        with_unit(row.stock, row.unit),
        with_unit(row.ours, row.unit),
        number(row.value),
        row.goal,
        "yes" if row.met else "MISSED",
    )


def to_text(rows: list[Row]) -> str:
    """Return the table for the screen, and how many goals were met."""
    table = [HEADINGS, *map(cells, rows)]
    wrapped = [[textwrap.wrap(cell, WIDEST) or [""] for cell in line] for line in table]
    widths = [
        max(len(part) for line in wrapped for part in line[column])
        for column in range(len(HEADINGS))
    ]
    lines = []
    for line in wrapped:
        lines += lay_out(line, widths)
        if line is wrapped[0]:
            lines.append("  ".join("-" * width for width in widths))
    met = sum(row.met for row in rows)
    return "\n".join([*lines, "", f"{met} of {len(rows)} goals met"])


def lay_out(cells: list[list[str]], widths: list[int]) -> list[str]:
    """Return one line of a table, on as many lines as its highest cell has."""
    return [
        "  ".join(
            part.ljust(width) for part, width in zip(parts, widths, strict=True)
        ).rstrip()
        for parts in zip_longest(*cells, fillvalue="")
    ]


def to_markdown(found: dict) -> str:
    """Return the part of the documentation that is written anew by each run.

    :param found: as it stands in ``docs/performance.json``.
    """
    rows = [
        Row(**{key: value for key, value in row.items() if key != "program"})
        for row in found["rows"]
    ]
    lines = [
        f"Measured on {found['measured_on']} on {found['cores']} cores, with Python "
        f"{found['python']}, PostgreSQL {found['postgresql']} and {found['odoo']}. "
        f"{sum(row.met for row in rows)} of {len(rows)} goals met.",
        "",
        markdown_line(HEADINGS),
        "|" + "---|" * len(HEADINGS),
        *(markdown_line(cells(row)) for row in rows),
    ]
    notes = [
        f"- *{row.work}, against {row.against}:* {row.note}" for row in rows if row.note
    ]
    lines += ["", *notes] if notes else []
    for program, failure in found["failed"].items():
        lines += ["", f"**`bench/{program}.py` failed in this run:** {failure}."]
    return "\n".join(lines)


def markdown_line(texts) -> str:
    """Return one line of a Markdown table."""
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"


def put_table(page: str, part: str) -> str:
    """Return a page with ``part`` between the two marks; the rest stays as it is.

    A page without marks gets them at its end.
    """
    part = f"{BEGIN}\n\n{part}\n\n{END}"
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        return f"{page.rstrip()}\n\n{part}\n".lstrip()
    return before + part + after
