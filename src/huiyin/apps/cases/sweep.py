"""The sweeper: raises the warning and the overdue notice of each clock, exactly once each.

It wakes on the indexed `next_at`, locks the clock, looks again whether it still runs, and
writes the event; whoever must be told follows from the event. A warning missed while the desk
was down is not sent after the due instant. A clock that cannot be read is put aside for an
hour and shown; it never stops the sweep.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import counting
from huiyin.apps.cases.models import Clock
from huiyin.engine.clock import real_now

PUT_ASIDE = timedelta(hours=1)
CLOCKS_MAY_DIFFER = timedelta(seconds=60)


class ClocksDiffer(Exception):  # noqa: N818 - a finding, not a fault of the program
    """Machine and database disagree about the time; nothing may be raised until they agree."""


def sweep_due(now: datetime, limit: int = 200) -> int:
    """Raise what is due at `now`; gives how many clocks were looked at. Raises ClocksDiffer."""
    refuse_wrong_clock()
    seen = 0
    while seen < limit and _sweep_one(now):
        seen += 1
    return seen


def next_due() -> datetime | None:
    """The next instant at which the sweeper has something to do."""
    waiting = Clock.objects.filter(next_at__isnull=False).order_by("next_at")
    return waiting.values_list("next_at", flat=True).first()


def refuse_wrong_clock() -> None:
    """Compare the machine's clock with the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    if row is None or abs(row[0] - real_now()) > CLOCKS_MAY_DIFFER:
        raise ClocksDiffer


@transaction.atomic
def _sweep_one(now: datetime) -> bool:
    rows = Clock.objects.select_for_update(skip_locked=True, of=("self",))
    clock = rows.filter(next_at__lte=now).order_by("next_at").first()
    if clock is None:
        return False
    try:
        with transaction.atomic():
            _raise(clock, now)
    except (ValueError, ArithmeticError, LookupError) as error:
        Clock.objects.filter(pk=clock.pk).update(next_at=now + PUT_ASIDE)
        _event(clock, "clock.put_aside", now, {"error": str(error)})
    return True


def _raise(clock: Clock, now: datetime) -> None:
    due = clock.due_at or clock.provisional_at
    if due is not None and now >= due:
        clock.overdue_at = now
        kind = "clock.overdue" if clock.due_at else "clock.calendar_missing"
        delay = int((now - due).total_seconds())
        _event(clock, kind, now, {"raised_after_seconds": delay})
    else:
        clock.warned_at = now
        _event(clock, "clock.warned", now, {})
    clock.next_at = counting.next_wake(clock)
    clock.save(update_fields=["overdue_at", "warned_at", "next_at"])


def _event(clock: Clock, kind: str, now: datetime, body: dict[str, object]) -> None:
    record(
        kind,
        subject=f"clock:{clock.pk}",
        at=now,
        office=clock.case.office,
        case_id=clock.case_id,
        body={
            "purpose": clock.purpose,
            "rule": clock.rule,
            "due_at": clock.due_at.isoformat() if clock.due_at else "",
            "due_version": clock.due_version,
            "order": clock.order.number if clock.order else "",
            **body,
        },
    )
