"""What waits to be sent: leased in batches, marked one by one, passed on where a channel fails.

A lease is a row lock's short transaction that writes a name and an end; other senders take other
rows meanwhile (SKIP LOCKED). A sender that dies leaves a lease that runs out. What it sent but did
not mark is sent again under the same key: at least once, and once for a receiver that knows keys.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from huiyin.apps.notify.models import Channel, Notice
from huiyin.apps.notify.routes import DOWN_AFTER, MAIL, routes_of

UNREACHABLE_PAUSE = timedelta(seconds=30)
MOST_ATTEMPTS = 12
URGENT_ATTEMPTS = 2  # before the next channel of the person is tried as well
LEASE = timedelta(seconds=15)
BATCH = 25


def waiting(channel: str, now: datetime) -> "QuerySet[Notice]":
    """The messages to send now by a channel, the urgent ones first."""
    rows = Notice.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now),
        state=Notice.State.QUEUED, channel=channel, next_try_at__lte=now,
    )  # fmt: skip
    return rows.order_by("-urgent", "next_try_at", "id")


def channels_waiting(now: datetime) -> list[str]:
    """The names of channels with something to send now, the desk's mail apart."""
    rows = Notice.objects.filter(state=Notice.State.QUEUED, next_try_at__lte=now)
    outward = rows.filter(channel__startswith="to:").order_by("channel")
    return list(outward.values_list("channel", flat=True).distinct())


def hold(channel: str, now: datetime) -> list[Notice]:
    """The next batch, its rows locked until the transaction ends."""
    rows = waiting(channel, now).select_for_update(skip_locked=True, of=("self",))
    return list(rows.select_related("person", "office__calendar")[:BATCH])


def lease(notices: Iterable[Notice], name: str, now: datetime) -> None:
    """Take these held rows for a sender of this name."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    rows.update(lease=name, leased_until=now + LEASE)


def spare(notices: Iterable[Notice]) -> None:
    """These are no longer needed: their matter was finished, or its due moved, in between."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    rows.update(state=Notice.State.SPARED, next_try_at=None, lease="", leased_until=None)


def release(name: str) -> None:
    """Give back what a sender leased and did not send."""
    rows = Notice.objects.filter(lease=name, state=Notice.State.QUEUED, leased_until__isnull=False)
    rows.update(lease="", leased_until=None)


def mark_sent(notice: Notice, now: datetime) -> None:
    """The other side has taken it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notify_notice SET state = 'sent', sent_at = %s, next_try_at = NULL,"
            " leased_until = NULL, attempts = attempts + 1 WHERE id = %s AND state = 'queued'",
            [now, notice.pk],
        )


@transaction.atomic
def mark_failed(notice: Notice, error: str, now: datetime) -> None:
    """Not taken: tried again later, twice as late each time; given up after many tries.

    The person's next channel is tried as well once it is given up, or sooner if it is urgent.
    """
    attempts = notice.attempts + 1
    given_up = attempts >= MOST_ATTEMPTS
    Notice.objects.filter(pk=notice.pk, state=Notice.State.QUEUED).update(
        state=Notice.State.FAILED if given_up else Notice.State.QUEUED,
        attempts=attempts,
        last_error=error[:500],
        leased_until=None,
        next_try_at=None if given_up else now + timedelta(seconds=min(30 * 2**attempts, 3600)),
    )
    if given_up or (notice.urgent and attempts >= URGENT_ATTEMPTS):
        pass_on([notice], now)


@transaction.atomic
def postpone(channel: str, error: str, now: datetime) -> int:
    """The other side could not be reached: what is due waits a little. This is no fault of any
    message. Once the channel counts as down, its people's next channels are tried as well."""
    row = channel_row(channel)
    if row is not None:
        Channel.objects.filter(pk=row.pk).update(
            failing_since=row.failing_since or now, last_error=error[:300]
        )
    due = waiting(channel, now)
    if row is not None and row.failing_since and now - row.failing_since >= DOWN_AFTER:
        pass_on(list(due.select_related("person")[:BATCH]), now)
    return due.order_by().update(next_try_at=now + UNREACHABLE_PAUSE, lease="", leased_until=None)


def note_success(channel: str, now: datetime) -> None:
    """The channel took messages."""
    row = channel_row(channel)
    if row is not None:
        Channel.objects.filter(pk=row.pk).update(ok_at=now, failing_since=None, last_error="")


def channel_row(channel: str) -> Channel | None:
    """The row of a channel by the name notices give it; the desk's mail is made at first use."""
    if channel == MAIL:
        return Channel.objects.get_or_create(office=None, name=MAIL, defaults={"plugin": "smtp"})[0]
    pk = channel.removeprefix("to:")
    return Channel.objects.filter(pk=int(pk)).first() if pk.isdigit() else None


def pass_on(notices: Sequence[Notice], now: datetime) -> None:
    """Queue each for its person's next channel that works; once, by the key."""
    routes = routes_of((notice.person for notice in notices), now)
    fresh = []
    for notice in notices:
        ways = routes.of(notice.person)
        tried = (
            [way.channel for way in ways].index(notice.channel) + 1
            if any(way.channel == notice.channel for way in ways)
            else 0
        )
        following = next(
            (way.channel for way in ways[tried:] if way.works and way.channel != notice.channel),
            None,
        )
        if following is not None:
            fresh.append(_copy(notice, following, now))
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)


def _copy(notice: Notice, channel: str, now: datetime) -> Notice:
    return Notice(
        key=f"{notice.key.removesuffix(notice.channel)}{channel}", office_id=notice.office_id,
        person_id=notice.person_id, channel=channel, urgent=notice.urgent, code=notice.code,
        params=notice.params, event_seq=notice.event_seq, case_id=notice.case_id,
        clock_id=notice.clock_id, due_version=notice.due_version, created_at=notice.created_at,
        next_try_at=now,
    )  # fmt: skip
