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
    ends = [
        expires_at,
        _months_after_both(finished_at, made_at, months),
        _find_end_of_offer(offered_at, made_at or offered_at, valid_until),
    ]
    if not (expires_at or finished_at or offered_at):
        ends.append(_months_after_both(published_at, made_at, quiet_months))
    return min(filter(None, ends), default=None)


def _months_after_both(
    moment: datetime | None, made_at: datetime | None, months: int | None
) -> datetime | None:
    """Return so many months after the later of both; ``None`` without the first."""
    if not (moment and months):
        return None
    return months_after(max(moment, made_at or moment), months)


def _find_end_of_offer(
    offered_at: datetime | None, made_at: datetime | None, valid_until: datetime | None
) -> datetime | None:
    if not (offered_at and made_at):
        return None
    if not valid_until:
        return _months_after_both(offered_at, made_at, const.OFFER_MONTHS)
    if made_at < valid_until:
        return valid_until
    return made_at + days(const.LAST_LOOK_DAYS)


def end_of_day(day: date, timezone: str) -> datetime:
    """Return when a calendar day of ``timezone`` is over, naive UTC."""
    next_day = min(day, _LAST_DAY) + timedelta(days=1)
    midnight = datetime.combine(next_day, time.min, find_zone(timezone))
    return midnight.astimezone(find_zone("UTC")).replace(tzinfo=None)
