"""The sweeper: raises warning, overdue notice and each step of the ladder, exactly once each.

It wakes on the indexed `next_at`, locks what is due in batches - several sweepers take different
rows - and writes the events in the same transaction as the clocks' next wake-up; whoever must be
told follows from the event. What falls due at the same look is one event. A warning, or a step of
the ladder before the due instant, that was missed while the desk was down is not sent after it. A
clock that cannot be read is put aside for an hour and shown; the others go on.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.cases.counting import next_wake
from huiyin.apps.cases.models import Clock
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import zone_of
from huiyin.engine.agreement import refuse_wrong_clock
from huiyin.rules.ladders import Step, reached, read_ladder

PUT_ASIDE = timedelta(hours=1)
BATCH = 500
READ = (
    "case_id", "order_id", "purpose", "rule", "started_at", "due_at", "provisional_at",
    "due_version", "warn_at", "state", "warned_at", "overdue_at", "ladder", "level", "next_at",
)  # fmt: skip
WRITE = """
UPDATE cases_clock AS c SET next_at = v.next_at, warned_at = v.warned_at,
    overdue_at = v.overdue_at, level = v.level
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::int[])
    AS v(id, next_at, warned_at, overdue_at, level) WHERE c.id = v.id
"""


class Due(NamedTuple):
    """A clock to be looked at, its office, and the number of its order or nothing."""

    clock: Clock
    office: Office
    order: str


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


@transaction.atomic
def _sweep_some(now: datetime) -> int:
    waiting = Clock.objects.select_for_update(skip_locked=True).filter(next_at__lte=now)
    held = list(waiting.order_by("next_at").values_list("pk", flat=True)[:BATCH])
    if not held:
        return 0
    told: list[Told] = []
    clocks = []
    for due in _read(held):
        try:
            told += _raised(due, now)
            due.clock.next_at = next_wake(due.clock)
        except (ValueError, ArithmeticError, LookupError) as error:
            told.append(_put_aside(due, now, error))
            due.clock.next_at = now + PUT_ASIDE
        clocks.append(due.clock)
    record_all(told)
    with connection.cursor() as cursor:
        named = ("pk", "next_at", "warned_at", "overdue_at", "level")
        cursor.execute(WRITE, [[getattr(clock, name) for clock in clocks] for name in named])
    return len(clocks)


def _read(held: list[int]) -> list[Due]:
    """The clocks, the earliest due first; two queries."""
    rows = Clock.objects.filter(pk__in=held).only(*READ).order_by("next_at", "pk")
    clocks = list(rows.annotate(office_pk=F("case__office_id"), order_no=F("order__number")))
    offices = Office.objects.select_related("calendar").in_bulk({row.office_pk for row in clocks})
    return [Due(clock, offices[clock.office_pk], clock.order_no or "") for clock in clocks]


def _raised(waiting: Due, now: datetime) -> list[Told]:
    """The one event of this look, if there is one; the clock is marked with what it raises."""
    clock = waiting.clock
    due = clock.due_at or clock.provisional_at
    if due is None:
        raise ValueError("a clock that runs has no due instant")
    zone_of(waiting.office)  # an office whose time zone cannot be read stops no other
    ladder = read_ladder(clock.ladder)
    level = reached(ladder, clock.started_at, due, now)
    passed, clock.level = ladder[clock.level : level], max(level, clock.level)
    if now < due:
        warned = clock.warned_at is None and clock.warn_at is not None and clock.warn_at <= now
        clock.warned_at = now if warned else clock.warned_at
        kind = "clock.warned" if warned else "clock.escalated"
        return [_told(waiting, kind, now, passed)] if warned or passed else []
    steps = tuple(step for step in passed if step.at(clock.started_at, due) >= due)
    if clock.overdue_at is not None:
        return [_told(waiting, "clock.escalated", now, steps, {"late": True})] if steps else []
    clock.overdue_at = now
    kind = "clock.overdue" if clock.due_at else "clock.calendar_missing"
    after = {"raised_after_seconds": int((now - due).total_seconds())}
    return [_told(waiting, kind, now, steps, after)]


def _put_aside(waiting: Due, now: datetime, error: Exception) -> Told:
    told = _told(waiting, "clock.put_aside", now, (), {"error": str(error)})
    try:
        zone_of(waiting.office)
    except (ValueError, LookupError):
        return replace(told, office=None)  # the chain writes local times; this office has none
    return told


def _told(
    waiting: Due,
    kind: str,
    now: datetime,
    steps: tuple[Step, ...],
    body: Mapping[str, object] = MappingProxyType({}),
) -> Told:
    clock = waiting.clock
    reached_now = {"steps": [str(step) for step in steps], "level": clock.level} if steps else {}
    return Told(
        kind,
        subject=f"clock:{clock.pk}",
        at=now,
        office=waiting.office,
        case_id=clock.case_id,
        body={
            "purpose": clock.purpose,
            "rule": clock.rule,
            "due_at": clock.due_at.isoformat() if clock.due_at else "",
            "due_version": clock.due_version,
            "order": waiting.order,
            **reached_now,
            **body,
        },
    )
