"""When goods come: what was promised, and what is planned by now."""


def expected_day(
    promised: str | None,
    planned: str | None,
    *,
    ordered_on: str | None = None,
    shipped_on: str | None = None,
    is_promise_newest: bool = False,
) -> str | None:
    """Return the day a customer should expect a parcel that waits, or ``None``.

    What was promised holds, until the parcel is put off beyond it; a promise made after
    that holds again. All days are the shop's, ISO.

    :param promised: the day typed in on the order.
    :param planned: the parcel's. Not later than the order it was planned by nobody:
        that is what Odoo fills in for products without a lead time.
    :param shipped_on: when a part of the order left last. What was to come by then says
        nothing of the rest: a backorder inherits the day of what has left.
    :param is_promise_newest: whether the promise was typed in after the parcel was
        planned.
    """
    if planned and planned <= max(ordered_on or "", shipped_on or ""):
        planned = None
    if promised and shipped_on and promised <= shipped_on:
        promised = None
    if not promised or (planned and planned > promised and not is_promise_newest):
        return planned
    return promised
