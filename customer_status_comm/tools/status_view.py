"""What of an order its customer sees, block by block, as values for a template."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from babel import dates
from markupsafe import Markup

from .. import const
from .facts import Facts, InvoiceFacts, LineFacts
from .status_blocks import (
    BLOCK_ADDRESSES,
    BLOCK_DELIVERIES,
    BLOCK_INVOICES,
    BLOCK_LINES,
    BLOCK_PAYMENT,
    BLOCK_PRICES,
    visible_billing,
)
from .status_deliveries import prepare_deliveries
from .status_goods import (
    by_carrier,
    find_expected_day,
    goods_of,
    has_carrier,
    last_day,
    parcels_of,
    path_of,
    step_word,
)
from .status_invoices import prepare_invoice
from .status_items import is_short, tell_rest
from .status_related import find_lead, prepare_related
from .way import has_own_way
from .wording import (
    Format,
    clean_line,
    clean_text,
    fill,
    isolate,
    to_decimal,
    to_timezone,
)


class View:
    """Turns facts into what the templates lay out, block by block."""

    def __init__(
        self,
        form: Format,
        labels: Mapping[str, str],
        blocks: frozenset[str],
        labels_of: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ):
        self.form = form
        self.labels = labels
        self.blocks = blocks
        self.labels_of = labels_of

    def of(self, kind: str) -> "View":
        """Return the view in the words of another kind of document."""
        labels = self.labels_of.get(kind)
        if labels is None:
            return self
        return View(self.form, labels, self.blocks, self.labels_of)

    def text(self, key: str, **values: str | None) -> Markup:
        """Return a label with its placeholders filled."""
        return fill(self.labels[key], **values)

    def dated(self, key: str, day: str | None, suffix: str) -> Markup:
        """Return the label ``key`` + ``suffix`` with a date, or ``key`` without one."""
        if not day:
            return self.text(key)
        return self.text(key + suffix, date=self.form.day(day))

    def money(self, amount: str | None, currency: str) -> str | None:
        """Return an amount as the locale writes it; None: hidden, or there is none."""
        if amount is None or BLOCK_PRICES not in self.blocks:
            return None
        return self.form.money(amount, currency)

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
        expected = find_expected_day(order) if self.shows(BLOCK_DELIVERIES) else None
        is_offer = order["step"] in (const.STEP_QUOTATION, const.STEP_QUOTATION_SENT)
        awaits = bool(order.get("awaits_customer"))
        related = [
            prepare_related(one, self.of(one["kind"]))
            for one in order.get("related", ())
        ]
        lead = None if awaits else find_lead(related)
        return {
            "words": self.labels,
            "number": self.text(
                "quotation_number" if is_offer else "order_number",
                number=isolate(order["reference"]),
            ),
            "headline": self.text(f"headline_{self.word(order['step'], order)}"),
            "next": lead["told"] if lead else self.next(order, expected),
            "steps": self.steps(order, expected),
            "billing": None if is_offer else self.billing(order),
            "client_reference": clean_line(order["client_reference"]),
            "ordered_on": self.form.day(order["ordered_on"], "medium"),
            **self.parts(order),
            "address": self.address(order),
            "detailed": True,
            "awaits": awaits,
            "lead": lead,
            "about": [
                {"name": self.text(fact["name"]), "text": clean_line(fact["text"])}
                for fact in order.get("about", ())
            ],
            "agreed": clean_text(order.get("agreed")),
            "related": related,
        }

    def shows(self, block: str) -> bool:
        """Whether a block is ticked."""
        return block in self.blocks

    def parts(self, order: Facts) -> dict[str, Any]:
        """Return what an order is made of: its items, deliveries and invoices."""
        total = self.money(order["total"], order["currency"])
        priced = any(line["subtotal"] is not None for line in order["lines"])
        lines = order["lines"] if self.shows(BLOCK_LINES) else []
        columns = self.columns(order) if self.shows(BLOCK_LINES) else []
        invoices = order["invoices"] if self.shows(BLOCK_INVOICES) else []
        is_sent = self.shows(BLOCK_DELIVERIES)
        return {
            "total": total,
            "priced": priced and bool(total),
            "columns": columns,
            "lines": [self.line(line, order, len(columns)) for line in lines],
            "deliveries": prepare_deliveries(order, self) if is_sent else [],
            "invoices": [prepare_invoice(invoice, self) for invoice in invoices],
        }

    def word(self, step: str, order: Facts) -> str:
        """Return the label name of a step: what came back whole is not "delivered"."""
        if step == const.STEP_DELIVERED and self.is_returned(order):
            return const.EVENT_RETURNED
        word = by_carrier(step, order)
        short = BLOCK_DELIVERIES in self.blocks and is_short(order)
        return f"{word}_short" if short and step == order["step"] else word

    def is_returned(self, order: Facts) -> bool:
        """Whether the page tells that all that was delivered has come back."""
        return (
            BLOCK_DELIVERIES in self.blocks
            and order["step"] == const.STEP_DELIVERED
            and bool(parcels_of(order, const.DELIVERY_RETURNED))
            and not any(line["delivered"] > 0 for line in goods_of(order))
        )

    def next(self, order: Facts, expected: str | None) -> Markup:
        """Return what comes next in a sentence that promises no more than the facts."""
        step = order["step"]
        if has_own_way(order):
            return self.dated(f"next_{step}", expected, "_by")
        if order.get("is_unplanned"):
            return self.text("next_unplanned")
        if step == const.STEP_CONFIRMED and not goods_of(order):
            return self.text("next_confirmed_service")
        if step in const.STEPS_ORDERED and step != const.STEP_DELIVERED:
            told = self.dated(f"next_{step}", expected, "_by")
        else:
            told = self.text(f"next_{self.word(step, order).removesuffix('_short')}")
        lost = tell_rest(order, self) if BLOCK_DELIVERIES in self.blocks else None
        return Markup(" ").join(filter(None, (lost, told)))

    def steps(self, order: Facts, expected: str | None) -> list[dict[str, Any]]:
        """Return the way of the order: done, current and upcoming steps, in order."""
        now = order["step"]
        if now == const.STEP_CANCELLED:
            return [self.step(now, now)]
        path = order["way"] if has_own_way(order) else path_of(order)
        here, steps = path.index(now), []
        for place, name in enumerate(path):
            state = "done" if place <= here else "upcoming"
            if place == here < len(path) - 1:
                state = "current"
            label = by_carrier(step_word(name, order), order)
            steps.append(self.step(label, state, self.step_note(name, order, expected)))
        if self.is_returned(order):
            back = last_day(order, const.DELIVERY_RETURNED)
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
        goods = goods_of(order)
        if name == const.STEP_PARTLY_DELIVERED and len({g["unit"] for g in goods}) == 1:
            done = sum(min(g["delivered"], g["ordered"]) for g in goods)
            ordered = sum(g["ordered"] for g in goods)
            return self.text(
                "step_count",
                done=self.form.quantity(done),
                all=self.form.quantity(ordered),
            )
        if name != const.STEP_DELIVERED:
            return None
        if order["step"] == const.STEP_DELIVERED:
            return self.form.day(last_day(order, const.DELIVERY_SHIPPED), "medium")
        if not expected:
            return None
        return self.text("step_expected", date=self.form.day(expected, "medium"))

    def billing(self, order: Facts) -> dict[str, Any] | None:
        """Return where invoice and payment stand, or None when neither is shown."""
        billing = visible_billing(order["billing"], self.blocks)
        if not billing:
            return None
        if billing == const.BILLING_NONE and order["step"] == const.STEP_CANCELLED:
            return None
        settled = billing in (const.BILLING_PAID, const.BILLING_CREDITED)
        return {
            "state": billing,
            "settled": settled,
            "text": self.text(f"billing_{billing}"),
            "due": self.due(order) if BLOCK_PAYMENT in self.blocks else None,
        }

    def due(self, order: Facts) -> Markup | None:
        """Return what is to be paid, and by when, as far as prices may be shown."""
        owed = [
            invoice
            for invoice in order["invoices"]
            if invoice["type"] == const.INVOICE
            and invoice["state"] == const.INVOICE_OPEN
        ]
        if not owed:
            return None
        days = [invoice["due_on"] for invoice in owed if invoice["due_on"]]
        day = self.form.day(min(days, default=None))
        amount = self.rest(owed)
        if not amount:
            return self.text("billing_by", date=day) if day else None
        if not day:
            return self.text("billing_due", amount=amount)
        return self.text("billing_due_by", amount=amount, date=day)

    def rest(self, invoices: Sequence[InvoiceFacts]) -> str | None:
        """Return what of invoices is to be paid; None: hidden, or it is no one sum."""
        currencies = {invoice["currency"] for invoice in invoices}
        if BLOCK_PRICES not in self.blocks or len(currencies) > 1:
            return None
        amounts = [to_decimal(invoice["residual"]) for invoice in invoices]
        known = [amount for amount in amounts if amount is not None]
        if len(known) < len(amounts):
            return None
        return self.form.money(str(sum(known)), currencies.pop())

    def columns(self, order: Facts) -> list[str]:
        """Return the headings of the quantities worth a column."""
        columns = [self.labels["line_ordered"]]
        if BLOCK_DELIVERIES not in self.blocks or not goods_of(order):
            return columns
        if self.is_returned(order):
            return columns
        delivered = "line_shipped" if has_carrier(order) else "line_delivered"
        if order["step"] in (const.STEP_PARTLY_DELIVERED, const.STEP_DELIVERED):
            columns.append(self.labels[delivered])
        if order["step"] == const.STEP_PARTLY_DELIVERED:
            columns.append(self.labels["line_to_come"])
        elif is_short(order):
            columns.append(self.labels["line_not_coming"])
        return columns

    def line(self, line: LineFacts, order: Facts, columns: int) -> dict[str, Any]:
        """Return one item: ``quantities`` has a text for each of the columns."""
        name, _newline, more = clean_text(line["name"]).partition("\n")
        lost = line.get("not_coming", 0)
        to_come = max(line["ordered"] - line["delivered"] - lost, 0)
        moves = line["deliverable"]
        moved = [
            self.form.quantity(quantity) if moves else "–"
            for quantity in (line["delivered"], lost if is_short(order) else to_come)
        ]
        # A no-break space: the unit stays with its number.
        ordered = f"{self.form.quantity(line['ordered'])}\xa0{clean_line(line['unit'])}"
        return {
            "name": name,
            "more": more.strip(),
            "quantities": [ordered.strip(), *moved][:columns],
            "moves": moves,
            "waits": moves and to_come > 0,
            "price": self.money(line["subtotal"], order["currency"]),
        }

    def address(self, order: Facts) -> list[str]:
        """Return where the goods go, line by line; facts of old may lack it."""
        if BLOCK_ADDRESSES not in self.blocks:
            return []
        lines = map(clean_line, order.get("delivery_address") or ())
        return [line for line in lines if line]
