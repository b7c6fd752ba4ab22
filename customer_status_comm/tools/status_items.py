"""Goods in a sentence: how much of what, and what of an order will not come."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from .. import const
from .wording import clean_line, isolate

if TYPE_CHECKING:
    from .facts import Facts
    from .status_view import View

#: So many items are named; a message is no packing list.
_NAMED: Final = 10


def list_items(lines: Iterable[Mapping[str, Any]], view: "View") -> Markup:
    """Return how much of what, the same thing on several lines counted together.

    :param lines: ``{"name": str, "quantity": float, "unit": str}`` each.
    """
    amounts: dict[tuple[str, str], float] = {}
    for line in lines:
        amounts[_name(line)] = amounts.get(_name(line), 0) + line["quantity"]
    items = [
        Markup("{} × {}").format(
            view.form.quantity(amount) + (f" {unit}" if unit else ""), isolate(name)
        )
        for (name, unit), amount in amounts.items()
    ]
    if len(items) > _NAMED:
        more = view.text("event_more", count=str(len(items) - _NAMED))
        items = [*items[:_NAMED], more]
    return Markup(", ").join(items)


def is_short(order: "Facts") -> bool:
    """Whether all that comes of an order has come, and it is less than was ordered."""
    return order["step"] == const.STEP_DELIVERED and bool(_rest(order))


def tell_rest(order: "Facts", view: "View") -> Markup | None:
    """Return what of an order will not come, in a sentence, or ``None``."""
    rest = _rest(order) if order["step"] in const.STEPS_ORDERED else []
    return view.text("next_rest", items=list_items(rest, view)) if rest else None


def _rest(order: "Facts") -> list[dict[str, Any]]:
    return [
        {"name": line["name"], "quantity": line["not_coming"], "unit": line["unit"]}
        for line in order["lines"]
        if line.get("not_coming")
    ]


def _name(line: Mapping[str, Any]) -> tuple[str, str]:
    return clean_line(line["name"].partition("\n")[0]), clean_line(line["unit"])
