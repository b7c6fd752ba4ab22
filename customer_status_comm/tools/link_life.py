"""How long a link to a page lives."""

from datetime import datetime

from .span import months_after


def find_end(
    made_at: datetime | None,
    expires_at: datetime | None,
    finished_at: datetime | None,
    months: int | None,
) -> datetime | None:
    """Return when a link ends, ``None`` while nothing ends it; all naive UTC.

    :param expires_at: its own end, whatever becomes of its document.
    :param finished_at: when its document came to its end.
    :param months: that it lives from then, or from its own making if that came later;
        0 for ever.
    """
    ends = [expires_at] if expires_at else []
    if months and finished_at:
        last = max(finished_at, made_at or finished_at)
        ends.append(months_after(last, months))
    return min(ends, default=None)
