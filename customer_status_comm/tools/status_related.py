"""Documents that belong together, as the page of one of them shows the others."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .. import const
from .facts import Facts
from .status_blocks import visible_billing
from .wording import isolate

if TYPE_CHECKING:
    from .status_view import View


def prepare_related(one: Facts, view: "View") -> dict[str, Any]:
    """Return another document as values for a template.

    :param view: in the words of its kind.
    :return: in a few words ``number``, ``headline``, ``billing`` and ``total``;
        ``order`` is all that may be shown of it. Pages of old know no more than where
        it stood: ``None``.
    """
    billing = visible_billing(one["billing"], view.blocks)
    told = billing and billing != const.BILLING_NONE
    full = view.order(one) if "lines" in one else None
    headline = full["headline"] if full else view.text(f"headline_{one['step']}")
    return {
        "number": view.text("order_number", number=isolate(one["reference"])),
        "headline": headline,
        "billing": view.text(f"billing_{billing}") if told else None,
        "total": view.money(one["total"], one["currency"]),
        "order": full,
    }


def find_lead(related: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """Return what a document's page opens with in its place, or ``None``.

    That is what belongs to it and waits for the customer: who can fetch a repair need
    not read first how its order stands.

    :param related: of ``prepare_related``.
    :return: ``number``, ``headline`` and ``next``, and ``told``, all in a few words.
    """
    waiting = [one for one in related if one["order"] and one["order"]["awaits"]]
    if not waiting:
        return None
    number, headline = (
        Markup(" · ").join(dict.fromkeys(one[name] for one in waiting))
        for name in ("number", "headline")
    )
    return {
        "number": number,
        "headline": headline,
        "next": waiting[0]["order"]["next"],
        "told": Markup("{}: {}").format(number, headline),
    }
