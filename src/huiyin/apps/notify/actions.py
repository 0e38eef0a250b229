"""Sending what waits, reading what was told, and the signs of life of background duties."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from huiyin.apps.notify.models import Heartbeat, Notice
from huiyin.apps.org.models import Person

UNREACHABLE_PAUSE = timedelta(seconds=30)
MOST_ATTEMPTS = 12


def beat(name: str, at: datetime, detail: dict[str, Any] | None = None) -> None:
    """Note that a background duty is alive; `at` is real time."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at, "detail": detail or {}})


def mark_read(person: Person, notice_ids: list[int] | None, now: datetime) -> int:
    """Mark these console notices (or all) of the person as read; gives how many were."""
    rows = Notice.objects.filter(person=person, channel=Notice.Channel.CONSOLE, read_at=None)
    if notice_ids is not None:
        rows = rows.filter(pk__in=notice_ids)
    return rows.update(read_at=now)


def mails_due(now: datetime) -> QuerySet[Notice]:
    """The mails to send now, the urgent ones first."""
    waiting = Notice.objects.filter(
        state=Notice.State.QUEUED, channel=Notice.Channel.MAIL, next_try_at__lte=now
    )
    return waiting.order_by("-urgent", "next_try_at", "id")


def hold_next_mail(now: datetime) -> Notice | None:
    """The next mail to send, held by its row lock until the transaction ends; None if none waits.

    A sender that dies lets go of it at once, and another one takes it.
    """
    rows = mails_due(now).select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("person", "office__calendar").first()


def postpone_mail(now: datetime) -> int:
    """No server could be reached: what is due waits a little. This is no fault of any mail."""
    return mails_due(now).update(next_try_at=now + UNREACHABLE_PAUSE)


def mark_sent(notice: Notice, now: datetime) -> None:
    """The mail server has taken it."""
    Notice.objects.filter(pk=notice.pk, state=Notice.State.QUEUED).update(
        state=Notice.State.SENT, sent_at=now, next_try_at=None, attempts=notice.attempts + 1
    )


def mark_failed(notice: Notice, error: str, now: datetime) -> None:
    """Not taken: tried again later, twice as late each time; given up after many tries."""
    attempts = notice.attempts + 1
    given_up = attempts >= MOST_ATTEMPTS
    Notice.objects.filter(pk=notice.pk, state=Notice.State.QUEUED).update(
        state=Notice.State.FAILED if given_up else Notice.State.QUEUED,
        attempts=attempts,
        last_error=error[:500],
        next_try_at=None if given_up else now + timedelta(seconds=min(30 * 2**attempts, 3600)),
    )
