"""Every sentence of the status document, in one catalogue."""

# ``_`` is the caller's ``env._``.
# pylint: disable=prefer-env-translation

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from . import const

#: Translates one English text.
_Translate: TypeAlias = Callable[[str], str]


def status_labels(_: _Translate) -> dict[str, str]:
    """Return what the status document says, in the language ``_`` speaks.

    :param _: translates one English text; ``env._`` in Odoo, ``str`` for English. It is
        called without arguments, so placeholders stay for the renderer.
    :return: label by key. Prefixes: ``headline_``, ``next_``, ``step_``, ``billing_``,
        ``event_`` (one for each of ``const.EVENTS``, and more with what is known of
        it), ``delivery_``, ``invoice_``, ``credit_``, ``missing_``; the rest are
        headings and field names. ``shipped`` stands for "delivered" when a carrier has
        the goods and nobody knows whether they have arrived.
    """
    return {
        **_page_labels(_),
        **_order_labels(_),
        **_headline_labels(_),
        **_next_labels(_),
        **_step_labels(_),
        **_part_labels(_),
        **_delivery_labels(_),
        **_event_labels(_),
        **_goods_event_labels(_),
        **_bill_event_labels(_),
    }


def _page_labels(_: _Translate) -> dict[str, str]:
    """The page itself, with an address that leads nowhere."""
    return {
        # The page.
        "title": _("Order status"),
        "news": _("What is new"),
        "private": _("Anyone who has the link to this page can see it."),
        "updated": _("Updated %(date)s at %(time)s"),
        "contact": _("Questions? We are here to help"),
        # The page of a customer.
        "orders": _("Your orders"),
        "orders_current": _("Current orders"),
        "orders_earlier": _("Earlier orders"),
        "orders_none": _("You have no orders under way right now."),
        "order_details": _("Show details"),
        # An address that leads nowhere.
        "missing_title": _("We cannot show this page"),
        "missing_text": _("The link is not valid, or is not valid any more."),
        "missing_help": _(
            "Use the link in the newest message from the shop, or ask the shop for a"
            " new one."
        ),
    }


def _order_labels(_: _Translate) -> dict[str, str]:
    """What is known of an order, and of what is owed."""
    return {
        "order_number": _("Order %(number)s"),
        "quotation_number": _("Quotation %(number)s"),
        "client_reference": _("Your reference"),
        "ordered_on": _("Ordered on"),
        "total": _("Total"),
        "progress": _("Progress"),
        "agreed": _("What we agreed"),
        "pickup": _("Where to pick it up"),
        "related": _("Belongs together"),
        # What is owed.
        "billing": _("Invoice and payment"),
        "billing_none": _("Not invoiced yet"),
        "billing_partly_invoiced": _("Partly invoiced"),
        "billing_invoiced": _("Invoiced"),
        "billing_paid": _("Paid"),
        "billing_credited": _("Credited"),
        "billing_due": _("%(amount)s to pay"),
        "billing_due_by": _("%(amount)s to pay by %(date)s"),
        "billing_by": _("To pay by %(date)s"),
    }


def _headline_labels(_: _Translate) -> dict[str, str]:
    """Where an order stands, in large."""
    return {
        "headline_quotation": _("Your quotation is being prepared"),
        "headline_quotation_sent": _("Your quotation is ready"),
        "headline_awaiting_payment": _("We are waiting for your payment"),
        "headline_confirmed": _("Your order is confirmed"),
        "headline_partly_delivered": _("Part of your order has been delivered"),
        "headline_partly_shipped": _("Part of your order has been sent"),
        "headline_delivered": _("Your order has been delivered"),
        "headline_shipped": _("Your order has been sent"),
        "headline_delivered_short": _(
            "Your order has been delivered, but not all of it"
        ),
        "headline_shipped_short": _("Your order has been sent, but not all of it"),
        "headline_returned": _("Your order has been returned"),
        "headline_cancelled": _("Your order is cancelled"),
    }


def _next_labels(_: _Translate) -> dict[str, str]:
    """What comes next."""
    return {
        "next_quotation": _("We will get back to you with an offer."),
        "next_quotation_sent": _(
            "Have a look at our offer, and tell us if you would like to order."
        ),
        "next_awaiting_payment": _(
            "We have your order and start on it when your payment is here."
        ),
        "next_confirmed": _("We are getting your order ready."),
        "next_confirmed_by": _(
            "We are getting your order ready. We expect to deliver it on %(date)s."
        ),
        "next_confirmed_service": _("We have your order and take it from here."),
        "next_partly_delivered": _("The rest follows as soon as it is ready."),
        "next_partly_delivered_by": _("We expect to deliver the rest on %(date)s."),
        "next_delivered": _(
            "Thank you for your order. If anything is missing or wrong, please tell us."
        ),
        "next_shipped": _(
            "The goods are on their way to you, or have already arrived."
        ),
        "next_rest": _("This will not be delivered: %(items)s."),
        "next_unplanned": _(
            "No delivery is planned at the moment. If you did not expect this, please"
            " ask us."
        ),
        "next_returned": _("We have received what you sent back."),
        "next_cancelled": _("Nothing more will be delivered on this order."),
    }


def _step_labels(_: _Translate) -> dict[str, str]:
    """The steps of an order."""
    return {
        "step_quotation": _("Quotation"),
        "step_quotation_sent": _("Quotation sent"),
        "step_awaiting_payment": _("Payment awaited"),
        "step_confirmed": _("Confirmed"),
        "step_partly_delivered": _("Partly delivered"),
        "step_partly_shipped": _("Partly sent"),
        "step_delivered": _("Delivered"),
        "step_shipped": _("Sent"),
        "step_returned": _("Returned"),
        "step_cancelled": _("Cancelled"),
        "step_is_done": _("Done"),
        "step_is_current": _("Now"),
        "step_is_upcoming": _("Still to come"),
        "step_expected": _("Expected %(date)s"),
        "step_count": _("%(done)s of %(all)s"),
    }


def _part_labels(_: _Translate) -> dict[str, str]:
    """The items of an order, and its invoices and credit notes."""
    return {
        # Items.
        "lines": _("What you ordered"),
        "line_name": _("Item"),
        "line_ordered": _("Ordered"),
        "line_delivered": _("Delivered"),
        "line_shipped": _("Sent"),
        "line_to_come": _("To come"),
        "line_not_coming": _("Not coming"),
        "line_price": _("Price"),
        "address": _("Delivery address"),
        # Invoices and credit notes.
        "invoices": _("Invoices"),
        "invoice_number": _("Invoice %(number)s"),
        "invoice_number_down_payment": _("Down payment invoice %(number)s"),
        "invoice_due": _("Due %(date)s"),
        "invoice_rest": _("%(amount)s left to pay"),
        "invoice_open": _("To be paid"),
        "invoice_paid": _("Paid"),
        "invoice_credited": _("Credited"),
        "credit_number": _("Credit note %(number)s"),
        "credit_open": _("Not settled yet"),
        "credit_paid": _("Settled"),
        "credit_credited": _("Settled"),
    }


def _delivery_labels(_: _Translate) -> dict[str, str]:
    """The parcels of an order."""
    return {
        "deliveries": _("Deliveries"),
        "delivery_title": _("Delivery %(number)s of %(count)s"),
        "delivery_title_one": _("Delivery"),
        "delivery_title_returned": _("Return"),
        "delivery_shipped": _("Sent"),
        "delivery_shipped_on": _("Sent on %(date)s"),
        "delivery_handed_over": _("Delivered"),
        "delivery_handed_over_on": _("Delivered on %(date)s"),
        "delivery_waiting": _("Being prepared"),
        "delivery_waiting_by": _("Expected on %(date)s"),
        "delivery_picked": _("Packed, about to leave"),
        "delivery_picked_by": _("Packed. Expected on %(date)s"),
        "delivery_returned": _("Received back"),
        "delivery_returned_on": _("Received back on %(date)s"),
        "delivery_lines": _("Contents"),
        "tracking": _("Tracking number"),
        "tracking_link": _("Follow the parcel"),
        "tracking_link_number": _("Follow parcel %(number)s"),
    }


def _event_labels(_: _Translate) -> dict[str, str]:
    """What is new."""
    return {
        "event_quotation_sent": _("We have sent you a quotation."),
        "event_confirmed": _("Your order has been confirmed."),
        "event_reopened": _("Your order has been reopened."),
        "event_note_printed": _("We are packing your order."),
        "event_picked": _("Your order is packed and about to leave."),
        "event_partly_delivered": _("Part of your order has been delivered."),
        "event_partly_shipped": _("Part of your order has been sent."),
        "event_delivered": _("Your order has been delivered."),
        "event_shipped": _("Your order has been sent."),
        "event_delivered_short": _("Your order has been delivered, but not all of it."),
        "event_shipped_short": _("Your order has been sent, but not all of it."),
        "event_returned": _("We have received your return."),
        "event_tracking": _("Your parcel has a new tracking number."),
        "event_rescheduled": _("The expected date has changed."),
        "event_invoiced": _("An invoice has been made out."),
        "event_paid": _("Your payment has been received."),
        "event_credited": _("A credit note has been made out."),
        "event_cancelled": _("Your order has been cancelled."),
    }


def _goods_event_labels(_: _Translate) -> dict[str, str]:
    """What is new of goods and days, with numbers and dates."""
    return {
        "event_by": _("We expect to deliver it on %(date)s."),
        "event_partly_delivered_count": _(
            "Part of your order has been delivered: %(done)s of %(all)s."
        ),
        "event_partly_shipped_count": _(
            "Part of your order has been sent: %(done)s of %(all)s."
        ),
        "event_contents": _("In this delivery: %(items)s"),
        "event_to_come": _("Still to come: %(items)s"),
        "event_to_come_by": _("Still to come, expected on %(date)s: %(items)s"),
        "event_back": _("Received back: %(items)s"),
        "event_more": _("%(count)s more"),
        "event_number": _("Tracking number: %(number)s."),
        "event_tracking_number": _(
            "Your parcel has a new tracking number: %(number)s."
        ),
        "event_rescheduled_to": _("We now expect to deliver on %(date)s."),
        "event_rescheduled_from": _(
            "We now expect to deliver on %(date)s, not on %(was)s."
        ),
        # In an SMS, where the new date stands, or else points to the page.
        "day_on_page": _("see your page"),
    }


def _bill_event_labels(_: _Translate) -> dict[str, str]:
    """What is new of invoices, with numbers, dates and amounts."""
    return {
        "event_invoiced_bill": _("%(bill)s has been made out."),
        "event_invoiced_amount": _("%(bill)s of %(amount)s has been made out."),
        "event_due": _("Please pay by %(date)s."),
        "event_paid_bill": _("%(bill)s has been paid. Thank you."),
        "event_credited_bill": _("%(bill)s has been made out."),
        "event_credited_amount": _("%(bill)s of %(amount)s has been made out."),
    }


def describe_facts(facts: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Return in a few words how an order stands: "Confirmed · Partly invoiced".

    :param facts: of one document; those of a customer, which collect orders, give "".
    :param labels: as of ``status_labels``.
    """
    if "step" not in facts:
        return ""
    words = [labels[f"step_{facts['step']}"]]
    if facts["billing"] and facts["billing"] != const.BILLING_NONE:
        words.append(labels[f"billing_{facts['billing']}"])
    return " · ".join(words)
