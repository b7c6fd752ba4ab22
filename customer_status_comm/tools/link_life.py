"""How long a link to a page lives."""

from datetime import date, datetime, time, timedelta

from .. import const
from .span import days, months_after
from .wording import find_zone

#: The last day with one after it; later ones there are none.
_LAST_DAY = date.max - timedelta(days=1)


def find_end(
    made_at: datetime | None,
    expires_at: datetime | None,
    finished_at: datetime | None,
    months: int | None,
    offered_at: datetime | None = None,
    valid_until: datetime | None = None,
    published_at: datetime | None = None,
    quiet_months: int | None = 0,
) -> datetime | None:
    """Return when a link ends, ``None`` while nothing ends it; all naive UTC.

    :param expires_at: its own end, whatever becomes of its document.
    :param finished_at: when its document came to its end.
    :param months: that it lives from then, or from its own making if that came later;
        0 for ever.
    :param offered_at: since when its document is an offer that nobody has answered.
    :param valid_until: when that offer ends. Without it ``const.OFFER_MONTHS`` count,
        from the offer or from the link's making; a link that was made later is for a
        last look and lives ``const.LAST_LOOK_DAYS``.
    :param published_at: when there was news of the document last.
    :param quiet_months: that a link lives from then, or from its own making if that
        came later, where nothing else ends it; 0 for ever.
    """
    ends = [expires_at] if expires_at else []
    if months and finished_at:
        last = max(finished_at, made_at or finished_at)
        ends.append(months_after(last, months))
    if offered_at:
        last = max(offered_at, made_at or offered_at)
        if not valid_until:
            ends.append(months_after(last, const.OFFER_MONTHS))
        elif (made_at or offered_at) < valid_until:
            ends.append(valid_until)
        else:
            ends.append((made_at or offered_at) + days(const.LAST_LOOK_DAYS))
    if quiet_months and published_at and not (expires_at or finished_at or offered_at):
        last = max(published_at, made_at or published_at)
        ends.append(months_after(last, quiet_months))
    return min(ends, default=None)


def end_of_day(day: date, timezone: str) -> datetime:
    """Return when a calendar day of ``timezone`` is over, naive UTC."""
    next_day = min(day, _LAST_DAY) + timedelta(days=1)
    midnight = datetime.combine(next_day, time.min, find_zone(timezone))
    return midnight.astimezone(find_zone("UTC")).replace(tzinfo=None)
