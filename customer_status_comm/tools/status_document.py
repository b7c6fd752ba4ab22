"""The page a customer sees: facts, labels and brand in, one HTML document out.

Everything the customer may see is decided here, in a view of plain values; the
templates only lay it out. So a block that is not wanted cannot slip through a layout, a
layout of the shop's own can reach neither code nor records, and no text of a user is
ever markup.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypedDict
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from .. import const
from .facts import CustomerFacts, DeliveryFacts, Facts, InvoiceFacts, LineFacts

# What a shop may show or hide. What is not among the blocks is not in the document.
BLOCK_LINES: Final = "lines"
BLOCK_PRICES: Final = "prices"
BLOCK_DELIVERIES: Final = "deliveries"
BLOCK_TRACKING: Final = "tracking"
BLOCK_INVOICES: Final = "invoices"
BLOCK_PAYMENT: Final = "payment"
BLOCK_SHOP: Final = "shop"
BLOCK_INTRODUCTION: Final = "introduction"
BLOCK_EARLIER_ORDERS: Final = "earlier_orders"
ALL_BLOCKS: Final = frozenset(
    {
        BLOCK_LINES,
        BLOCK_PRICES,
        BLOCK_DELIVERIES,
        BLOCK_TRACKING,
        BLOCK_INVOICES,
        BLOCK_PAYMENT,
        BLOCK_SHOP,
        BLOCK_INTRODUCTION,
        BLOCK_EARLIER_ORDERS,
    }
)

#: Blocks of which one must be shown before an event is told on the page.
_EVENT_BLOCKS: Final = {
    const.EVENT_RETURNED: {BLOCK_DELIVERIES},
    const.EVENT_RESCHEDULED: {BLOCK_DELIVERIES},
    const.EVENT_TRACKING: {BLOCK_TRACKING},
    const.EVENT_INVOICED: {BLOCK_INVOICES, BLOCK_PAYMENT},
    const.EVENT_CREDITED: {BLOCK_INVOICES, BLOCK_PAYMENT},
    const.EVENT_PAID: {BLOCK_PAYMENT},
}


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


def render_document(
    facts: Facts | CustomerFacts,
    *,
    brand: Brand,
    language: str,
    labels: Mapping[str, str],
    blocks: Iterable[str] = ALL_BLOCKS,
    updated_at: datetime | None = None,
    timezone: str = "Europe/Copenhagen",
    changes: Sequence[str] = (),
    layout: str | None = None,
) -> str:
    """Return the page of an order, or of a customer with many orders, as HTML.

    :param language: the customer's language as Odoo writes it (``da_DK``); dates,
        numbers and money follow it, an unknown one gives English forms.
    :param labels: ``status_labels()`` in the same language.
    :param blocks: names among ``ALL_BLOCKS``; others are ignored.
    :param updated_at: when these facts were published, aware; naive counts as UTC.
    :param timezone: the shop's; an unknown one gives UTC.
    :param changes: names of ``const.EVENTS`` that are news to the reader.
    :param layout: text of a Jinja template to use instead of ours. It may extend
        ``status_document.html.jinja`` and gets the same values.
    :return: one self-contained document: no script, no outside request.
    :raise KeyError: a label is missing.
    :raise jinja2.TemplateError: ``layout`` is wrong.
    """
    view = _View(_Format(_locale(language)), labels, frozenset(blocks))
    values = {
        **_prepare_page_values(language, labels, brand),
        "introduction": None,
        "contact": None,
        "news": [view.text(f"event_{event}") for event in view.news(changes, facts)],
        "updated": view.updated(updated_at, timezone),
        "order": None,
        "current": [],
        "earlier": [],
    }
    if BLOCK_INTRODUCTION in view.blocks:
        values["introduction"] = clean_text(brand["introduction"])
    if BLOCK_SHOP in view.blocks:
        values["contact"] = _prepare_contact(brand)
    if facts["kind"] == const.KIND_CUSTOMER:
        for order in facts["orders"]:
            shelf = "earlier" if is_earlier(order) else "current"
            if shelf == "current" or BLOCK_EARLIER_ORDERS in view.blocks:
                values[shelf].append(view.order(order))
    else:
        values["order"] = view.order(facts)
    if layout is None:
        return _ENVIRONMENT.get_template("status_document.html.jinja").render(values)
    return _compile_layout(layout).render(values)


def render_missing(*, labels: Mapping[str, str], language: str) -> str:
    """Return the one answer to an unknown, expired or revoked address, as HTML."""
    values = _prepare_page_values(language, labels, None)
    return _ENVIRONMENT.get_template("status_missing.html.jinja").render(values)


def is_earlier(order: Facts) -> bool:
    """Whether the customer waits for nothing more: all has come, nothing is owed."""
    if any(invoice["state"] == const.INVOICE_OPEN for invoice in order["invoices"]):
        return False
    return order["step"] in (const.STEP_DELIVERED, const.STEP_CANCELLED)


# --- Templates ---


def _load_templates() -> dict[str, str]:
    """Return our templates by file name, without the indentation no reader needs."""
    folder = Path(__file__).parent.parent / "templates"
    return {
        path.name: re.sub(r"\n\s+", "\n", path.read_text("utf-8"))
        for path in folder.glob("*.jinja")
    }


#: A dict of ours is all a layout can include: there is no path to other files.
_ENVIRONMENT: Final = ImmutableSandboxedEnvironment(
    loader=DictLoader(_load_templates()),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    auto_reload=False,
)


@lru_cache(maxsize=64)
def _compile_layout(text: str):
    return _ENVIRONMENT.from_string(text)


def _prepare_page_values(
    language: str, labels: Mapping[str, str], brand: Brand | None
) -> dict[str, Any]:
    """Return what every page has.

    The title names neither order nor customer, for previews of links show it.
    """
    locale = _locale(language)
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


# --- What an order shows ---


class _View:
    """Turns facts into what the templates lay out, block by block."""

    def __init__(self, form: "_Format", labels: Mapping[str, str], blocks: frozenset):
        self.form = form
        self.labels = labels
        self.blocks = blocks

    def text(self, key: str, **values: str) -> Markup:
        """Return a label with its placeholders filled."""
        return fill(self.labels[key], **values)

    def dated(self, key: str, day: str | None, suffix: str) -> Markup:
        """Return the label ``key`` + ``suffix`` with a date, or ``key`` without one."""
        if not day:
            return self.text(key)
        return self.text(key + suffix, date=self.form.day(day))

    def money(self, amount: str, currency: str) -> str | None:
        """Return an amount as the locale writes it, or None when prices are hidden."""
        return (
            self.form.money(amount, currency) if BLOCK_PRICES in self.blocks else None
        )

    def news(self, changes: Sequence[str], facts: Facts | CustomerFacts) -> list[str]:
        """Return label names of the changes the page may tell, each once."""
        shown = [
            change
            for change in dict.fromkeys(changes)
            if self.blocks & _EVENT_BLOCKS.get(change, self.blocks | {change})
        ]
        if facts["kind"] == const.KIND_ORDER:
            return [_by_carrier(change, facts) for change in shown]
        return shown

    def updated(self, at: datetime | None, timezone: str) -> Markup | None:
        """Return when the facts were published, on the shop's clock."""
        if not at:
            return None
        local = to_timezone(at, timezone)
        clock = dates.format_time(local, "short", locale=self.form.locale)
        day = self.form.day(local.date().isoformat())
        return self.text("updated", date=day, time=clock)

    def order(self, order: Facts) -> dict[str, Any]:
        """Return all an order shows; what a block hides is None or empty."""
        goods = BLOCK_DELIVERIES in self.blocks
        lines = BLOCK_LINES in self.blocks
        offer = order["step"] in (const.STEP_QUOTATION, const.STEP_QUOTATION_SENT)
        number = self.text(
            "quotation_number" if offer else "order_number",
            number=_isolate(order["reference"]),
        )
        expected = _find_expected_day(order) if goods else None
        columns = self.columns(order) if lines else []
        return {
            "number": number,
            "headline": self.text(f"headline_{self.word(order['step'], order)}"),
            "next": self.next(order, expected),
            "steps": self.steps(order, expected),
            "billing": None if offer else self.billing(order),
            "client_reference": clean_line(order["client_reference"]),
            "ordered_on": self.form.day(order["ordered_on"], "medium"),
            "total": self.money(order["total"], order["currency"]),
            "columns": columns,
            "lines": [
                self.line(line, order["currency"], len(columns))
                for line in order["lines"]
                if lines
            ],
            "deliveries": self.deliveries(order) if goods else [],
            "invoices": [
                self.invoice(invoice)
                for invoice in order["invoices"]
                if BLOCK_INVOICES in self.blocks
            ],
        }

    def word(self, step: str, order: Facts) -> str:
        """Return the label name of a step: what came back whole is not "delivered"."""
        if step == const.STEP_DELIVERED and self.is_returned(order):
            return const.EVENT_RETURNED
        return _by_carrier(step, order)

    def is_returned(self, order: Facts) -> bool:
        """Whether the page tells that all that was delivered has come back."""
        return (
            BLOCK_DELIVERIES in self.blocks
            and order["step"] == const.STEP_DELIVERED
            and bool(_parcels(order, const.DELIVERY_RETURNED))
            and not any(line["delivered"] > 0 for line in _goods(order))
        )

    def next(self, order: Facts, expected: str | None) -> Markup:
        """Return what comes next in a sentence that promises no more than the facts."""
        step = order["step"]
        if step == const.STEP_CONFIRMED and not _goods(order):
            return self.text("next_confirmed_service")
        if step in const.STEPS_ORDERED and step != const.STEP_DELIVERED:
            return self.dated(f"next_{step}", expected, "_by")
        return self.text(f"next_{self.word(step, order)}")

    def steps(self, order: Facts, expected: str | None) -> list[dict[str, Any]]:
        """Return the way of the order: done, current and upcoming steps, in order."""
        now = order["step"]
        if now == const.STEP_CANCELLED:
            return [self.step(now, now)]
        path = [const.STEP_CONFIRMED]
        if now not in const.STEPS_ORDERED:
            path.insert(0, now)
        if now == const.STEP_PARTLY_DELIVERED:
            path.append(now)
        if _goods(order) or now == const.STEP_DELIVERED:
            path.append(const.STEP_DELIVERED)
        here, steps = path.index(now), []
        for place, name in enumerate(path):
            state = "done" if place <= here else "upcoming"
            if place == here < len(path) - 1:
                state = "current"
            label = _by_carrier(name, order)
            steps.append(self.step(label, state, self.step_note(name, order, expected)))
        if self.is_returned(order):
            back = _last_day(order, const.DELIVERY_RETURNED)
            day = self.form.day(back, "medium")
            steps.append(self.step(const.EVENT_RETURNED, "done", day))
        return steps

    def step(
        self, label: str, state: str, note: Markup | None = None
    ) -> dict[str, Any]:
        """Return one step; ``told`` is its state in words, unless its name says it."""
        cancelled = state == const.STEP_CANCELLED
        return {
            "name": self.text(f"step_{label}"),
            "state": state,
            "told": None if cancelled else self.labels[f"step_is_{state}"],
            "note": note,
        }

    def step_note(self, name: str, order: Facts, expected: str | None) -> Markup | None:
        """Return a date or a count that belongs to a step, or None."""
        if BLOCK_DELIVERIES not in self.blocks:
            return None
        goods = _goods(order)
        if name == const.STEP_PARTLY_DELIVERED and len({g["unit"] for g in goods}) == 1:
            done = sum(min(g["delivered"], g["ordered"]) for g in goods)
            ordered = sum(g["ordered"] for g in goods)
            done, ordered = self.form.quantity(done), self.form.quantity(ordered)
            return self.text("step_count", done=done, all=ordered)
        if name != const.STEP_DELIVERED:
            return None
        if order["step"] == const.STEP_DELIVERED:
            return self.form.day(_last_day(order, const.DELIVERY_SHIPPED), "medium")
        if not expected:
            return None
        return self.text("step_expected", date=self.form.day(expected, "medium"))

    def billing(self, order: Facts) -> dict[str, Any] | None:
        """Return where invoice and payment stand, or None when neither is shown."""
        billing = order["billing"]
        pays = BLOCK_PAYMENT in self.blocks
        if not pays and BLOCK_INVOICES not in self.blocks:
            return None
        if billing == const.BILLING_NONE and order["step"] == const.STEP_CANCELLED:
            return None
        if billing == const.BILLING_PAID and not pays:
            billing = const.BILLING_INVOICED
        settled = billing in (const.BILLING_PAID, const.BILLING_CREDITED)
        return {
            "state": billing,
            "settled": settled,
            "text": self.text(f"billing_{billing}"),
            "due": self.due(order) if pays else None,
        }

    def due(self, order: Facts) -> Markup | None:
        """Return what is to be paid, and by when, as far as prices may be shown."""
        open_invoices = [
            invoice
            for invoice in order["invoices"]
            if invoice["type"] == const.INVOICE
            and invoice["state"] == const.INVOICE_OPEN
        ]
        if not open_invoices:
            return None
        days = [invoice["due_on"] for invoice in open_invoices if invoice["due_on"]]
        day = self.form.day(min(days, default=None))
        currencies = {invoice["currency"] for invoice in open_invoices}
        rests = [to_decimal(invoice["residual"]) for invoice in open_invoices]
        if BLOCK_PRICES not in self.blocks or len(currencies) > 1 or None in rests:
            return self.text("billing_by", date=day) if day else None
        amount = self.form.money(str(sum(rests)), currencies.pop())
        if not day:
            return self.text("billing_due", amount=amount)
        return self.text("billing_due_by", amount=amount, date=day)

    def columns(self, order: Facts) -> list[str]:
        """Return the headings of the quantities worth a column."""
        columns = [self.labels["line_ordered"]]
        if BLOCK_DELIVERIES not in self.blocks or not _goods(order):
            return columns
        if self.is_returned(order):
            return columns
        delivered = "line_shipped" if _has_carrier(order) else "line_delivered"
        if order["step"] in (const.STEP_PARTLY_DELIVERED, const.STEP_DELIVERED):
            columns.append(self.labels[delivered])
        if order["step"] == const.STEP_PARTLY_DELIVERED:
            columns.append(self.labels["line_to_come"])
        return columns

    def line(self, line: LineFacts, currency: str, columns: int) -> dict[str, Any]:
        """Return one item: ``quantities`` has a text for each of the columns."""
        name, _newline, more = clean_text(line["name"]).partition("\n")
        to_come = max(line["ordered"] - line["delivered"], 0)
        moves = line["deliverable"]
        moved = [
            self.form.quantity(quantity) if moves else "–"
            for quantity in (line["delivered"], to_come)
        ]
        # A no-break space: the unit stays with its number.
        ordered = f"{self.form.quantity(line['ordered'])}\xa0{clean_line(line['unit'])}"
        return {
            "name": name,
            "more": more.strip(),
            "quantities": [ordered.strip(), *moved][:columns],
            "moves": moves,
            "waits": moves and to_come > 0,
            "price": self.money(line["subtotal"], currency),
        }

    def deliveries(self, order: Facts) -> list[dict[str, Any]]:
        """Return parcels sent, to come and come back, in this order."""
        sent = _parcels(order, const.DELIVERY_SHIPPED)
        waiting = _parcels(order, const.DELIVERY_WAITING)
        if order["step"] == const.STEP_CANCELLED:
            waiting = []
        outward = sent + waiting
        shown = []
        for place, delivery in enumerate(outward, 1):
            title = self.text("delivery_title_one")
            if len(outward) > 1:
                title = self.text(
                    "delivery_title", number=str(place), count=str(len(outward))
                )
            shown.append(self.delivery(delivery, title))
        for delivery in _parcels(order, const.DELIVERY_RETURNED):
            title = self.text("delivery_title_returned")
            shown.append(self.delivery(delivery, title))
        return shown

    def delivery(self, delivery: DeliveryFacts, title: Markup) -> dict[str, Any]:
        """Return one parcel."""
        state = delivery["state"]
        if state == const.DELIVERY_WAITING:
            told = self.dated("delivery_waiting", delivery["expected_on"], "_by")
        elif state == const.DELIVERY_SHIPPED and not _is_carried(delivery):
            told = self.dated("delivery_handed_over", delivery["on"], "_on")
        else:
            told = self.dated(f"delivery_{state}", delivery["on"], "_on")
        tracked = BLOCK_TRACKING in self.blocks
        return {
            "title": title,
            "number": clean_line(delivery["number"]),
            "state": state,
            "told": told,
            "carrier": clean_line(delivery["carrier"]),
            "tracking": clean_line(delivery["tracking"]) if tracked else "",
            "tracking_url": web_link(delivery["tracking_url"]) if tracked else None,
            "lines": [
                {
                    "name": clean_line(line["name"].partition("\n")[0]),
                    "quantity": self.form.quantity(line["quantity"]),
                }
                for line in delivery["lines"]
            ],
        }

    def invoice(self, invoice: InvoiceFacts) -> dict[str, Any]:
        """Return one invoice or credit note."""
        credit = invoice["type"] == const.CREDIT_NOTE
        key = "credit_number" if credit else "invoice_number"
        if invoice["down_payment"] and not credit:
            key = "invoice_number_down_payment"
        total, state = invoice["total"], invoice["state"]
        if credit and not total.startswith("-"):
            total = f"-{total}"
        row = {
            "title": self.text(key, number=_isolate(invoice["number"])),
            "on": self.form.day(invoice["on"], "medium"),
            "due": None,
            "total": self.money(total, invoice["currency"]),
            "rest": None,
            "state": state,
            "told": None,
        }
        if BLOCK_PAYMENT in self.blocks or state == const.INVOICE_CREDITED:
            told = f"credit_{state}" if credit else f"invoice_{state}"
            row["told"] = self.text(told)
        if BLOCK_PAYMENT in self.blocks and state == const.INVOICE_OPEN and not credit:
            if invoice["due_on"]:
                row["due"] = self.text(
                    "invoice_due", date=self.form.day(invoice["due_on"])
                )
            rest = self.money(invoice["residual"], invoice["currency"])
            if rest and to_decimal(invoice["residual"]) != to_decimal(invoice["total"]):
                row["rest"] = self.text("invoice_rest", amount=rest)
        return row


def _goods(order: Facts) -> list[LineFacts]:
    return [
        line for line in order["lines"] if line["deliverable"] and line["ordered"] > 0
    ]


def _parcels(order: Facts, state: str) -> list[DeliveryFacts]:
    return [delivery for delivery in order["deliveries"] if delivery["state"] == state]


def _find_expected_day(order: Facts) -> str | None:
    """Return the day by which all should have come: the order's, or its parcels'."""
    if order["step"] in (const.STEP_DELIVERED, const.STEP_CANCELLED):
        return None
    waiting = _parcels(order, const.DELIVERY_WAITING)
    days = [delivery["expected_on"] for delivery in waiting if delivery["expected_on"]]
    return order["expected_on"] or max(days, default=None)


def _last_day(order: Facts, state: str) -> str | None:
    return max((d["on"] for d in _parcels(order, state) if d["on"]), default=None)


def _is_carried(delivery: DeliveryFacts) -> bool:
    return bool(delivery["carrier"] or delivery["tracking"])


def _has_carrier(order: Facts) -> bool:
    """Whether goods left with a carrier, so that "sent" is all the shop knows."""
    return any(map(_is_carried, _parcels(order, const.DELIVERY_SHIPPED)))


def _by_carrier(name: str, order: Facts) -> str:
    """Return the label name of a step or event: a carrier's goods are "shipped"."""
    told = name in (const.STEP_DELIVERED, const.STEP_PARTLY_DELIVERED)
    return (
        name.replace("delivered", "shipped") if told and _has_carrier(order) else name
    )


# --- Words, dates and numbers ---


_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
_IMAGE: Final = re.compile(
    r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+"
)
#: Characters that steer the direction of text, and so can make it read as another.
_BIDI_CONTROLS: Final = "\u202a-\u202e\u2066-\u2069"
_NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}"
    for plane in range(0, 0x110000, 0x10000)
)
#: What HTML does not allow, and steering characters. Tab and ends of lines may stay.
_UNWANTED: Final = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}{_BIDI_CONTROLS}]"
)


def clean_text(text: str | None) -> str:
    """Return ``text`` without control characters; ends of lines become ``\\n``."""
    lines = (text or "").splitlines()
    return "\n".join(_UNWANTED.sub("", line) for line in lines).strip()


def clean_line(text: str | None) -> str:
    """Return ``text`` cleaned and on one line."""
    return " ".join(clean_text(text).split())


def fill(label: str, **values: str) -> Markup:
    """Return ``label``, escaped, with ``%(name)s`` replaced by the escaped values.

    A placeholder that no value fits stays as it stands: a slip in a translation must
    not cost the customer the page, as ``%`` would.
    """
    return Markup(
        _PLACEHOLDER.sub(
            lambda match: escape(values.get(match[1], match[0])), escape(label)
        )
    )


def web_link(url: str | None) -> str | None:
    """Return ``url`` if it is one a customer may follow (http or https), else None."""
    url = clean_line(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and parts.hostname and " " not in url
    return url if known else None


def to_decimal(amount: str) -> Decimal | None:
    """Return an amount of the facts as a number, or None when it is none."""
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def to_timezone(at: datetime, timezone: str) -> datetime:
    """Return ``at`` on the clock of ``timezone``; both default to UTC."""
    try:
        zone = ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        zone = dates.UTC
    return (at if at.tzinfo else at.replace(tzinfo=dates.UTC)).astimezone(zone)


@lru_cache(maxsize=128)
def _locale(language: str) -> Locale:
    """Return the locale of an Odoo language code, or the nearest one there is."""
    code, _at, script = language.partition("@")
    if script:  # "sr@latin"
        code += f"_{script.replace('latin', 'Latn')}"
    for known in (code, code.partition("_")[0], "en"):
        try:
            return Locale.parse(known)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("babel knows no English")


def _isolate(text: str) -> Markup:
    """Return ``text`` so that its direction does not turn the sentence around it."""
    return Markup("<bdi>{}</bdi>").format(clean_line(text))


class _Format(NamedTuple):
    """Writes dates, quantities and money as people of a locale do."""

    locale: Locale

    def day(self, iso: str | None, length: str = "long") -> Markup | None:
        """Return an ISO date as a ``time`` element, or None for none."""
        if not iso:
            return None
        day = date.fromisoformat(iso)
        text = dates.format_date(day, length, locale=self.locale)
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)

    def quantity(self, quantity: float) -> str:
        """Return a quantity with the decimals it needs, at most five."""
        number = Decimal(str(round(quantity, 5)))
        return numbers.format_decimal(number, "#,##0.#####", locale=self.locale)

    def money(self, amount: str, currency: str) -> str:
        """Return an amount with its currency; what is no number stays as it stands."""
        number = to_decimal(amount)
        if number is None:
            return clean_line(f"{amount} {currency}")
        text = numbers.format_currency(number, currency, locale=self.locale)
        # Unicode's rule, which babel leaves out: a space between letters and digits.
        return re.sub(r"(?<=[^\W\d_])(?=\d)", "\xa0", text)


# --- Colours ---


_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_DEFAULT_COLOUR: Final = "#1f6f5c"
#: WCAG 2.2, 1.4.3 asks 4.5 of text; on dark ground a little more is easier to read.
_CONTRAST_LIGHT: Final = 4.5
_CONTRAST_DARK: Final = 5.5
#: A colour made lighter than the brand's is no more saturated than this, or it glares.
_SATURATION: Final = 0.6
#: Share of the brand's colour in the tint behind what is new or current.
_TINT: Final = 0.1
_LIGHT: Final = {
    "page": "#f6f5f2",
    "card": "#ffffff",
    "text": "#1c211f",
    "muted": "#5a625e",
    "line": "#e4e2dc",
    "danger": "#a12a2a",
}
_DARK: Final = {
    "page": "#121514",
    "card": "#1b201e",
    "text": "#edf1ef",
    "muted": "#a5afaa",
    "line": "#333a37",
    "danger": "#ff9d94",
}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (as WCAG 2.2 defines it)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=256)
def palette(colour: str | None) -> dict[str, dict[str, str]]:
    """Return the colours of the document, readable whatever the brand's colour is.

    :param colour: ``#rrggbb``; anything else gives our own.
    :return: ``{"light": {...}, "dark": {...}}``, each with ``page card text muted line
        danger``, ``accent`` (text and marks), ``on_accent`` (text on it) and ``tint``.
    """
    brand = colour if colour and _COLOUR.fullmatch(colour) else _DEFAULT_COLOUR
    return {
        "light": _accented(_LIGHT, brand, _CONTRAST_LIGHT, 0),
        "dark": _accented(_DARK, brand, _CONTRAST_DARK, 1),
    }


def _accented(
    base: dict[str, str], brand: str, wanted: float, end: int
) -> dict[str, str]:
    """Return ``base`` with the accent nearest to ``brand`` that reads on all grounds.

    :param wanted: the least contrast.
    :param end: lightness to move towards, 0 (black) or 1 (white).
    """
    for part in range(101):
        accent = _shift(brand, part / 100, end)
        tint = _mix(base["card"], accent, _TINT)
        grounds = (base["page"], base["card"], tint)
        if min(contrast(accent, ground) for ground in grounds) >= wanted:
            break
    on_accent = max("#ffffff", "#111413", key=lambda ink: contrast(ink, accent))
    return {**base, "accent": accent, "on_accent": on_accent, "tint": tint}


def _shift(colour: str, part: float, end: int) -> str:
    """Return ``colour`` moved ``part`` (0 to 1) of the way to ``end``."""
    if not part:
        return colour
    hue, lightness, saturation = rgb_to_hls(*(c / 255 for c in _channels(colour)))
    if end:
        saturation = min(saturation, _SATURATION)
    moved = hls_to_rgb(hue, lightness + (end - lightness) * part, saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in moved)


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _mix(one: str, other: str, share: float) -> str:
    """Return ``one`` with ``share`` (0 to 1) of ``other``."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
