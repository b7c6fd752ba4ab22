"""Health: what of the figures is fine, what is not, and what deserves an alarm."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from .. import const
from .span import minutes

_OF_WAY: Final = {const.EMAIL: const.HEALTH_EMAILS, const.SMS: const.HEALTH_TEXTS}
_OUTAGE_OF_WAY: Final = {
    const.EMAIL: const.HEALTH_EMAILS_WAIT,
    const.SMS: const.HEALTH_TEXTS_WAIT,
}


class Way(NamedTuple):
    """The messages of one way, e-mail or SMS.

    :param queued: handed to Odoo's queue, not sent yet.
    :param queued_since: naive UTC, of the oldest of them.
    :param retried: not among those: their mail server or SMS service is not there.
    :param retried_since: naive UTC, of the one that waits longest.
    :param failures: ``{const.FAILURE_* or WHY_*: number}`` of the last days.
    :param failed_in_a_row: failures of the shop's own making since it last worked.
    """

    queued: int = 0
    queued_since: datetime | None = None
    failures: Mapping[str, int] = {}
    failed_in_a_row: int = 0
    retried: int = 0
    retried_since: datetime | None = None


class Later(NamedTuple):
    """The messages that wait for a moment somebody has chosen.

    :param is_on: whether the scheduled action that sends them is switched on.
    :param last_run: naive UTC, of that action; likewise ``next_run``.
    :param waiting: all of them.
    :param overdue: those whose moment has come, ``overdue_since`` the oldest of them.
    """

    is_on: bool = True
    last_run: datetime | None = None
    next_run: datetime | None = None
    waiting: int = 0
    overdue: int = 0
    overdue_since: datetime | None = None


class Figures(NamedTuple):
    """How one shop's customer status stands; moments are naive UTC.

    :param is_copy: the database is a neutralised copy, where nothing shall leave.
    :param is_active: customers are told how their orders stand.
    :param alarm_minutes: 0: no alarm when the publisher does not run.
    :param waiting: documents in the outbox, ``waiting_since`` the oldest of them.
    :param due_since: since when the publisher should have looked at one of them.
    :param rules_without_text: whose customers hear nothing for it.
    :param unpublished: documents that could not be published, a template fails, say.
    :param sms_trouble: whether SMS are used and no service is there to send them.
    :param log_is_masked: no line of Odoo's log names a link, from the first one on.
    :param links_open: who has a link and nothing else gets to this database.
    """

    now: datetime
    is_copy: bool = False
    is_active: bool = True
    alarm_minutes: int = const.ALARM_MINUTES
    publisher_on: bool = True
    last_run: datetime | None = None
    next_run: datetime | None = None
    published_at: datetime | None = None
    published: int = 0
    published_ms: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    due_since: datetime | None = None
    unpublished: int = 0
    rules_without_text: int = 0
    later: Later = Later()
    ways: Mapping[str, Way] = {}
    has_mail_server: bool = True
    has_sender: bool = True
    sms_is_used: bool = False
    sms_trouble: bool = False
    log_is_masked: bool = True
    links_open: bool = True


class Finding(NamedTuple):
    """One line of the health page.

    :param code: ``const.HEALTH_*``.
    :param level: ``const.LEVEL_*``.
    :param count: of documents or messages.
    :param since: naive UTC: since when, or when it was last.
    :param until: naive UTC: when it is next.
    :param milliseconds: how long it took.
    :param failure: why messages failed, of ``HEALTH_FAILURE``.
    """

    code: str
    level: str = const.LEVEL_FINE
    # The method of tuples by this name is not needed.
    count: int = 0  # type: ignore[assignment]
    since: datetime | None = None
    until: datetime | None = None
    milliseconds: int = 0
    failure: str | None = None


def judge(figures: Figures) -> list[Finding]:
    """Return what there is to say, the worst first."""
    findings = []
    if figures.is_copy:
        findings.append(Finding(const.HEALTH_COPY, const.LEVEL_WARNING))
    if figures.is_active:
        findings += _judge_publishing(figures)
    else:
        findings.append(Finding(const.HEALTH_SWITCHED_OFF))
    findings += _judge_later(figures.later, figures)
    for channel, code in _OF_WAY.items():
        findings.append(_judge_queue(code, figures.ways.get(channel, Way()), figures))
    findings += _judge_outages(figures)
    findings += _judge_texts(figures)
    findings += _judge_failures(figures)
    findings += _judge_setup(figures)
    findings += _judge_server(figures)
    return sorted(findings, key=lambda one: -const.LEVELS.index(one.level))


def is_late(figures: Figures) -> bool:
    """Whether the publisher has not run for the shop's minutes though it should have.

    A run that is long, and goes on, is not late.
    """
    if not (figures.alarm_minutes and figures.due_since):
        return False
    quiet_since = max(figures.due_since, figures.last_run or figures.due_since)
    return figures.now - quiet_since > minutes(figures.alarm_minutes)


def find_worst(findings: list[Finding]) -> str:
    """Return the worst ``const.LEVEL_*`` of all."""
    levels = [one.level for one in findings]
    return max(levels, key=const.LEVELS.index, default=const.LEVEL_FINE)


def _choose(error: bool = False, warning: bool = False) -> str:
    if error:
        return const.LEVEL_ERROR
    return const.LEVEL_WARNING if warning else const.LEVEL_FINE


def _judge_publishing(figures: Figures) -> list[Finding]:
    # Where nothing shall leave, nothing that stands still is an alarm.
    alarming = not figures.is_copy
    return [
        Finding(
            const.HEALTH_WAITING,
            _choose(error=alarming and is_late(figures)),
            figures.waiting,
            figures.waiting_since,
        ),
        Finding(
            const.HEALTH_PUBLISHER,
            _choose(
                error=alarming and not figures.publisher_on,
                warning=not figures.publisher_on,
            ),
            since=figures.last_run,
            until=figures.next_run if figures.publisher_on else None,
        ),
        Finding(
            const.HEALTH_UNPUBLISHED,
            _choose(error=figures.unpublished > 0),
            figures.unpublished,
        ),
        Finding(
            const.HEALTH_PUBLISHED,
            count=figures.published,
            since=figures.published_at,
            milliseconds=figures.published_ms,
        ),
    ]


def _judge_texts(figures: Figures) -> list[Finding]:
    mute = figures.rules_without_text
    warning = const.LEVEL_WARNING
    return [Finding(const.HEALTH_NO_TEXT, warning, mute)] if mute else []


def _judge_later(later: Later, figures: Figures) -> list[Finding]:
    """Return what there is to say of messages to be sent later.

    People have written them, so it is no matter whether the shop tells by itself.
    """
    patience = timedelta(minutes=const.OVERDUE_MINUTES)
    late = later.overdue_since and figures.now - later.overdue_since > patience
    alarming = not figures.is_copy
    return [
        Finding(
            const.HEALTH_OVERDUE,
            _choose(error=bool(late) and alarming, warning=bool(late)),
            later.overdue,
            later.overdue_since,
        ),
        Finding(
            const.HEALTH_LATER,
            _choose(
                error=alarming and not later.is_on and later.waiting > 0,
                warning=not later.is_on,
            ),
            since=later.last_run,
            until=later.next_run if later.is_on else None,
        ),
    ]


def _judge_queue(code: str, way: Way, figures: Figures) -> Finding:
    patience = timedelta(minutes=const.QUEUE_MINUTES)
    stuck = way.queued_since and figures.now - way.queued_since > patience
    return Finding(code, _choose(warning=bool(stuck)), way.queued, way.queued_since)


def _judge_outages(figures: Figures) -> list[Finding]:
    """Return what waits for a server that is away; an alarm when that lasts."""
    found = []
    patience = timedelta(minutes=const.QUEUE_MINUTES)
    for channel, code in _OUTAGE_OF_WAY.items():
        way = figures.ways.get(channel, Way())
        if way.retried:
            since = way.retried_since or figures.now
            lasts = figures.now - since > patience and not figures.is_copy
            level = _choose(error=lasts, warning=True)
            found.append(Finding(code, level, way.retried, since))
    return found


def _judge_failures(figures: Figures) -> list[Finding]:
    """Return one finding for each reason, most frequent first.

    That customers have no valid address is worth a look, never an alarm; what was
    tried for a day is one at once.
    """
    given_up = const.FAILURES_GIVEN_UP.values()
    found = []
    for way in figures.ways.values():
        piling = way.failed_in_a_row >= const.FAILURES_IN_A_ROW
        for code, count in way.failures.items():
            is_ours = code in const.FAILURES_OF_SHOP
            alarming = (piling and is_ours) or code in given_up
            level = _choose(error=alarming and not figures.is_copy, warning=True)
            found.append(
                Finding(const.HEALTH_FAILURE, level, count=count, failure=code)
            )
    found.sort(key=lambda one: -one.count)
    return found or [Finding(const.HEALTH_NO_FAILURE)]


def _judge_setup(figures: Figures) -> list[Finding]:
    return [
        Finding(const.HEALTH_SENDER, _choose(warning=not figures.has_sender)),
        Finding(const.HEALTH_MAIL_SERVER, _choose(warning=not figures.has_mail_server)),
        Finding(
            const.HEALTH_SMS_SERVICE,
            _choose(warning=figures.sms_trouble),
            count=int(figures.sms_is_used),
        ),
    ]


def _judge_server(figures: Figures) -> list[Finding]:
    """That a link opens nothing is no alarm: a proxy may name the database."""
    found = [Finding(const.HEALTH_LOG, _choose(warning=not figures.log_is_masked))]
    if not figures.links_open:
        found.append(Finding(const.HEALTH_DATABASES, const.LEVEL_WARNING))
    return found
