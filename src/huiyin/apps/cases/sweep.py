"""The sweeper: raises the warning and the overdue notice of each clock, exactly once each.

It wakes on the indexed `next_at`, locks what is due in batches - several sweepers take different
rows - and writes the events in the same transaction as the clocks' next wake-up; whoever must be
told follows from the event. A warning missed while the desk was down is not sent after the due
instant. A clock that cannot be read is put aside for an hour and shown; the others go on.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.cases.models import Clock
from huiyin.apps.org.queries import zone_of
from huiyin.engine.clock import real_now

PUT_ASIDE = timedelta(hours=1)
CLOCKS_MAY_DIFFER = timedelta(seconds=60)
BATCH = 200


class ClocksDiffer(Exception):  # noqa: N818 - a finding, not a fault of the program
    """Machine and database disagree about the time; nothing may be raised until they agree."""


def sweep_due(now: datetime, limit: int = 2000) -> int:
    """Raise what is due at `now`; gives how many clocks were looked at. Raises ClocksDiffer."""
    refuse_wrong_clock()
    seen = 0
    while seen < limit:
        swept = _sweep_some(now)
        if not swept:
            break
        seen += swept
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
def _sweep_some(now: datetime) -> int:
    due = Clock.objects.select_for_update(skip_locked=True).filter(next_at__lte=now)
    held = list(due.order_by("next_at").values_list("pk", flat=True)[:BATCH])
    if not held:
        return 0
    rows = _among(held).select_related("case__office__calendar", "order")
    clocks = list(rows.defer("trace", "versions").order_by("next_at"))
    overdue: list[int] = []
    warned: list[int] = []
    told: list[Told] = []
    aside: list[int] = []
    for clock in clocks:
        try:
            event = _raised(clock, now)
            (warned if event.kind == "clock.warned" else overdue).append(clock.pk)
        except (ValueError, ArithmeticError, LookupError) as error:
            event = _put_aside(clock, now, error)
            aside.append(clock.pk)
        told.append(event)
    record_all(told)
    _among(overdue).update(overdue_at=now, next_at=None)
    _among(warned).update(warned_at=now, next_at=Coalesce("due_at", "provisional_at"))
    _among(aside).update(next_at=now + PUT_ASIDE)
    return len(clocks)


def _raised(clock: Clock, now: datetime) -> Told:
    due = clock.due_at or clock.provisional_at
    if due is None:
        raise ValueError("a clock that runs has no due instant")
    zone_of(clock.case.office)  # an office whose time zone cannot be read stops no other
    if now < due:
        return _told(clock, "clock.warned", now, {})
    kind = "clock.overdue" if clock.due_at else "clock.calendar_missing"
    return _told(clock, kind, now, {"raised_after_seconds": int((now - due).total_seconds())})


def _put_aside(clock: Clock, now: datetime, error: Exception) -> Told:
    told = _told(clock, "clock.put_aside", now, {"error": str(error)})
    try:
        zone_of(clock.case.office)
    except (ValueError, LookupError):
        return replace(told, office=None)  # the chain writes local times; this office has none
    return told


def _told(clock: Clock, kind: str, now: datetime, body: dict[str, object]) -> Told:
    return Told(
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


def _among(ids: list[int]) -> QuerySet[Clock]:
    return Clock.objects.filter(pk__in=ids)
