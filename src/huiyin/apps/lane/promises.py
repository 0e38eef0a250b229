"""The time limits of a matter: in working days, from receipt or from the end; none in hours.

All functions run inside the transaction of an action that has locked the matter, or has just made
it. A limit is kept at or before its due instant; kept after it, it is late and stays late.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.cases.counting import readable
from huiyin.apps.lane.ids import new_id
from huiyin.apps.lane.models import Matter, Promise
from huiyin.apps.org.queries import calendar_of, policy
from huiyin.rules.deadlines import due_at
from huiyin.rules.durations import read_rule

BATCH = 200


def start(matter: Matter, purpose: str, *, since: datetime, now: datetime) -> Promise:
    """Start a limit as the office's rules stand at `now`, counted from `since`."""
    promise = Promise(
        id=new_id(), matter=matter, purpose=purpose, started_at=since,
        rule=policy(matter.office, f"limit.lane.{purpose}", now), calendar_version=0,
    )  # fmt: skip
    _count(promise)
    promise.save(force_insert=True)
    return promise


def stop(matter: Matter, purpose: str, now: datetime) -> None:
    """What was promised is done."""
    for promise in _running(matter, purpose):
        promise.state, promise.stopped_at, promise.next_at = Promise.State.MET, now, None
        late = promise.due_at is not None and now > promise.due_at
        promise.late_by = now - promise.due_at if late and promise.due_at else None
        promise.save()


def cancel(matter: Matter, purpose: str, now: datetime) -> None:
    """The matter went where this limit is not owed any more; one that passed stays late."""
    for promise in _running(matter, purpose):
        late = promise.due_at is not None and now > promise.due_at
        promise.late_by = now - promise.due_at if late and promise.due_at else None
        promise.state, promise.stopped_at, promise.next_at = Promise.State.CANCELLED, now, None
        promise.save()


@transaction.atomic
def sweep_lane(now: datetime) -> int:
    """Raise what passed, once each; gives how many limits were looked at.

    A limit whose calendar changed since is counted anew first: an edit may lengthen it.
    """
    rows = Promise.objects.select_for_update(skip_locked=True, of=("self",))
    due = rows.filter(next_at__lte=now).select_related("matter__office__calendar")
    promises = list(due.order_by("next_at", "id")[:BATCH])
    told = []
    for promise in promises:
        if promise.calendar_version != promise.matter.office.calendar.version:
            _lengthen(promise)
        if promise.next_at is not None and promise.next_at <= now:
            promise.overdue_at, promise.next_at = now, None
            told.append(_overdue(promise, now))
        promise.save()
    record_all(told)
    return len(promises)


def _running(matter: Matter, purpose: str) -> list[Promise]:
    rows = Promise.objects.select_for_update().filter(matter=matter, purpose=purpose)
    return list(rows.filter(state=Promise.State.RUNNING))


def _count(promise: Promise) -> None:
    office = promise.matter.office
    due = due_at(read_rule(promise.rule), promise.started_at, calendar_of(office))
    promise.calendar_version = office.calendar.version
    promise.due_at = None if due.provisional else due.at
    promise.provisional_at = due.at if due.provisional else None
    promise.trace = readable(due)
    promise.next_at = due.at


def _lengthen(promise: Promise) -> None:
    before = (promise.due_at, promise.provisional_at, promise.trace, promise.next_at)
    was_certain, old = promise.due_at is not None, promise.due_at or promise.provisional_at
    _count(promise)
    new = promise.due_at or promise.provisional_at
    if was_certain and old is not None and new is not None and new < old:
        promise.due_at, promise.provisional_at, promise.trace, promise.next_at = before


def _overdue(promise: Promise, now: datetime) -> Told:
    return Told(
        "lane.overdue", f"lane:{promise.matter_id}", now, promise.matter.office,
        body={"number": promise.matter.number, "purpose": promise.purpose},
    )  # fmt: skip
