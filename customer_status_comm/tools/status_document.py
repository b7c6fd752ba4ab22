"""The page a customer sees: facts, labels and brand in, one HTML document out.

Everything the customer may see is decided here, in a view of plain values; the
templates only lay it out. So a block that is not wanted cannot slip through a layout, a
layout of the shop's own can reach neither code nor records, and no text of a user is
ever markup.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypedDict
from urllib.parse import quote

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .. import const
from .facts import CustomerFacts, Facts, is_of_customer
from .palette import palette
from .sms_text import replace_unicode
from .status_blocks import (
    ALL_BLOCKS,
    BLOCK_INTRODUCTION,
    BLOCK_SHOP,
    is_earlier,
    is_shown,
    visible_orders,
)
from .status_goods import find_expected_day
from .status_layout import load_templates, render_layout
from .status_news import News, news_lines, to_plain
from .status_parcels import parcel_lines
from .status_policy import guard
from .status_view import View
from .wording import Format, clean_line, clean_text, find_locale, web_link

_IMAGE: Final = re.compile(
    r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+"
)


class Brand(TypedDict):
    """The shop, as its customers know it."""

    name: str
    email: str | None
    phone: str | None
    website: str | None
    address: list[str]
    logo: str | None  # a data URI of an image
    colour: str | None  # "#rrggbb"
    introduction: str | None  # plain text; line breaks are kept
    pickup: str | None  # where and when things are fetched; as above; may be missing


def render_document(
    facts: Facts | CustomerFacts,
    *,
    brand: Brand,
    language: str,
    labels: Mapping[str, str],
    blocks: Iterable[str] = ALL_BLOCKS,
    since: str | None = None,
    updated_at: datetime | None = None,
    timezone: str = "Europe/Copenhagen",
    changes: Sequence[News | str] = (),
    layout: str | None = None,
    labels_of: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Return the page of an order, or of a customer with many orders, as HTML.

    :param language: the customer's language as Odoo writes it (``da_DK``); dates,
        numbers and money follow it, an unknown one gives English forms.
    :param labels: ``status_labels()`` in the same language.
    :param blocks: names among ``ALL_BLOCKS``; others are ignored.
    :param since: ISO date; a customer's earlier orders from before it are left out.
    :param updated_at: when these facts were published, aware; naive counts as UTC.
    :param timezone: the shop's; an unknown one gives UTC.
    :param changes: what is news to the reader; see ``news_lines``.
    :param layout: text of a Jinja template to use instead of ours. It may extend
        ``status_document.html.jinja`` and gets the same values.
    :param labels_of: by kind, those of documents of other kinds among the facts.
    :return: one self-contained document: no script, no outside request.
    :raise Exception: a label is missing; see ``status_layout.render_layout``, too.
    """
    form = Format(find_locale(language))
    view = View(form, labels, frozenset(blocks), labels_of or {})
    values = _prepare_orders(facts, view, since)
    values["news"] = news_lines(changes, facts, view)
    values["updated"] = view.updated(updated_at, timezone)
    values |= _prepare_page_values(language, labels, brand)
    values |= _prepare_shop_values(brand, view.blocks, values["order"])
    if layout is not None:
        return guard(render_layout(layout, values))
    return _render_page(values)


def _prepare_shop_values(
    brand: Brand, blocks: Collection[str], order: dict[str, Any] | None
) -> dict[str, Any]:
    """Return what the shop tells of itself, as far as it is ticked or needed."""
    is_introduced, is_reachable = BLOCK_INTRODUCTION in blocks, BLOCK_SHOP in blocks
    is_fetched = order and (order["awaits"] or order["lead"])
    return {
        "introduction": clean_text(brand["introduction"]) if is_introduced else None,
        "contact": _prepare_contact(brand) if is_reachable else None,
        "pickup": _prepare_pickup(brand) if is_fetched else None,
    }


def _prepare_orders(
    facts: Facts | CustomerFacts, view: View, since: str | None
) -> dict[str, Any]:
    """Return the one ``order``, or a customer's ``current`` and ``earlier`` ones."""
    if not is_of_customer(facts):
        return {"order": view.order(facts), "current": [], "earlier": []}
    current: list[dict[str, Any]] = []
    earlier: list[dict[str, Any]] = []
    for order in visible_orders(facts["orders"], view.blocks, since):
        shelf = earlier if is_earlier(order) else current
        shelf.append(view.of(order["kind"]).order(order))
    current.sort(key=lambda order: not order["awaits"])
    return {"order": None, "current": current, "earlier": earlier}


def _render_page(values: dict[str, Any]) -> str:
    """Return the page in the standard layout, as light as a page is to be.

    Where a customer has many orders, those lowest on the page lose their details, and
    if that is not enough the oldest finished ones are left out.
    """
    template = _ENVIRONMENT.get_template("status_document.html.jinja")

    def render(values: dict[str, Any]) -> str:
        return guard(template.render(values))

    html = render(values)
    if values["order"] or not _is_heavy(html):
        return html
    current, earlier = values["current"], values["earlier"]

    def with_details(count: int) -> str:
        for place, order in enumerate(current + earlier):
            order["detailed"] = place < count
        return render(values)

    def with_earlier(count: int) -> str:
        return render({**values, "earlier": earlier[:count]})

    if not _is_heavy(with_details(0)):
        return _find_most(with_details, len(current + earlier))
    return _find_most(with_earlier, len(earlier))


def _is_heavy(html: str) -> bool:
    return len(html.encode()) > const.PAGE_MAX_BYTES


def _find_most(render: Callable[[int], str], count: int) -> str:
    """Return ``render(n)`` with the largest light ``n`` of at most ``count``."""
    least, best = 0, render(0)
    while least < count:
        middle = (least + count + 1) // 2
        html = render(middle)
        if _is_heavy(html):
            count = middle - 1
        else:
            least, best = middle, html
    return best


def render_missing(*, labels: Mapping[str, str], language: str) -> str:
    """Return the one answer to an unknown, expired or revoked address, as HTML."""
    values = _prepare_page_values(language, labels, None)
    return _ENVIRONMENT.get_template("status_missing.html.jinja").render(values)


def tell(
    facts: Facts | CustomerFacts,
    *,
    language: str,
    labels: Mapping[str, str],
    changes: Sequence[News | str] = (),
    blocks: Iterable[str] = ALL_BLOCKS,
) -> tuple[str, list[str]]:
    """Return how a document stands, and what is new, as plain text for messages.

    :return: ``(headline, sentences)``; see ``render_document`` for the parameters. What
        came in a parcel and what is still to come stands in lines of its own: the page
        lists it anyway, a message does not.
    """
    view = View(Format(find_locale(language)), labels, frozenset(blocks))
    headline = view.text("title")
    if not is_of_customer(facts):
        headline = view.text(f"headline_{view.word(facts['step'], facts)}")
    lines = news_lines(changes, facts, view) + parcel_lines(changes, facts, view)
    return to_plain(headline), [to_plain(line) for line in lines]


def tell_day(
    facts: Facts | CustomerFacts,
    *,
    language: str,
    labels: Mapping[str, str],
    blocks: Iterable[str] = ALL_BLOCKS,
) -> str:
    """Return the day on which all should have come: "Sep 30, 2026".

    In the alphabet of SMS, and short enough for one. Where no day is known, or none is
    shown, it points to the page. For the parameters see ``render_document``.
    """
    view = View(Format(find_locale(language)), labels, frozenset(blocks))
    day = None if is_of_customer(facts) else find_expected_day(facts)
    if not (day and is_shown(const.EVENT_RESCHEDULED, view.blocks)):
        return to_plain(view.text("day_on_page"))
    return replace_unicode(to_plain(view.form.day(day, "medium")))


_ENVIRONMENT: Final = ImmutableSandboxedEnvironment(
    loader=DictLoader(load_templates()),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    auto_reload=False,
)


def _prepare_page_values(
    language: str, labels: Mapping[str, str], brand: Brand | None
) -> dict[str, Any]:
    """Return what every page has.

    The title names neither order nor customer, for previews of links show it.
    """
    locale = find_locale(language)
    name = clean_line(brand["name"]) if brand else ""
    logo = brand["logo"] if brand else None
    return {
        "t": labels,
        "language": str(locale).replace("_", "-"),
        "direction": locale.text_direction,
        "title": " – ".join(filter(None, [name, labels["title"]])),
        "shop": name,
        "logo": logo if logo and _IMAGE.fullmatch(logo) else None,
        "palette": palette(brand["colour"] if brand else None),
    }


def _prepare_pickup(brand: Brand) -> dict[str, Any]:
    """Where and when a customer fetches what is ready: ``address`` has the name too."""
    lines = map(clean_line, (brand["name"], *brand["address"]))
    return {
        "address": [line for line in lines if line],
        "text": clean_text(brand.get("pickup")),
    }


def kinds_within(facts: Facts | CustomerFacts) -> set[str]:
    """Return the kinds of the other documents that a page of ``facts`` tells of."""
    listed = facts["orders"] if is_of_customer(facts) else [facts]
    within = {order["kind"] for order in listed}
    within |= {one["kind"] for order in listed for one in order.get("related", ())}
    return within - {facts["kind"]}


def _prepare_contact(brand: Brand) -> dict[str, Any]:
    """How to reach the shop; ``href`` is None where text cannot be a link."""
    email, phone, website = (
        clean_line(brand[field]) for field in ("email", "phone", "website")
    )
    number = re.sub(r"[^\d+]", "", phone)
    url = web_link(website)
    links = [
        ("phone", phone, f"tel:{number}" if len(number) > 2 else None),
        ("email", email, f"mailto:{quote(email, '@+')}" if "@" in email else None),
        ("website", re.sub(r"^https?://|/$", "", website), url),
    ]
    return {
        "name": clean_line(brand["name"]),
        "address": [line for line in map(clean_line, brand["address"]) if line],
        "links": [{"kind": k, "text": t, "href": h} for k, t, h in links if t],
    }
