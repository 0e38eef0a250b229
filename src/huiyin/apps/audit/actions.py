"""Writing an event: the last thing an action does before its transaction ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.db import connection, transaction

from huiyin.apps.audit.chain import digest
from huiyin.apps.audit.models import ChainHead, Event
from huiyin.apps.org.models import Office, Person, Recusal
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.copying import copy_rows
from huiyin.rules.refusals import Refusal
from huiyin.rules.states import Moved

FIELDS = Event._meta.concrete_fields
BODY = [field.name for field in FIELDS].index("body")


def record(
    kind: str,
    *,
    subject: str,
    at: datetime,
    office: Office | None,
    actor: Person | None = None,
    role: str = "",
    case_id: int | None = None,
    story_id: int | None = None,
    moved: Moved | None = None,
    reason: str = "",
    body: dict[str, Any] | None = None,
) -> Event:
    """Append one event to the chain; `at` is aware. Must run inside a transaction.

    `subject` is "table:id". `body` holds plain JSON values. The row lock on the head is held
    until the transaction ends, so numbers have no gaps and follow the order of commits.
    """
    told = Told(
        kind, subject, at, office, actor, role, case_id, story_id, moved, reason, body or {}
    )
    return record_all([told])[0]


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be recorded, see `record`."""

    kind: str
    subject: str
    at: datetime
    office: Office | None
    actor: Person | None = None
    role: str = ""
    case_id: int | None = None
    story_id: int | None = None
    moved: Moved | None = None
    reason: str = ""
    body: dict[str, Any] = field(default_factory=dict)


def record_all(told: Sequence[Told]) -> list[Event]:
    """Append several events in this order, in as many statements as for one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to a transaction")
    if not told:
        return []
    _refuse_recused(told)
    head = ChainHead.objects.select_for_update().get()
    seq, last = head.seq, bytes(head.hash)
    events = []
    for one in told:
        seq += 1
        event = _event(one, seq, last)
        last = event.hash = digest(vars(event), last)
        events.append(event)
    copy_rows(Event, [field.attname for field in FIELDS], (_row(event) for event in events))
    ChainHead.objects.update(seq=seq, hash=last)
    connection.cursor().execute("NOTIFY huiyin_events")
    return events


def _refuse_recused(told: Sequence[Told]) -> None:
    """Whoever has no part in a case takes no step in it, whichever step it is: nothing is told of
    it, and its transaction ends. To stand back, and to be kept out, is no step."""
    acts = [(one.actor.pk, one.case_id) for one in told if one.actor and one.case_id is not None]
    if not acts or all(one.kind == "case.recused" for one in told):
        return
    people, cases = zip(*acts, strict=True)
    barred = Recusal.objects.filter(person__in=set(people), matter__in=set(cases))
    if not set(barred.values_list("person_id", "matter")).isdisjoint(acts):
        raise StepRefused(Refusal.RECUSED)


def _event(told: Told, seq: int, previous: bytes) -> Event:
    return Event(
        seq=seq,
        office=told.office,
        kind=told.kind,
        actor=told.actor,
        actor_name=told.actor.name if told.actor else "",
        role=told.role,
        at=told.at,
        local_at=_local(told.at, told.office),
        subject=told.subject,
        case_id=told.case_id,
        story_id=told.story_id,
        source_state=told.moved.source if told.moved else "",
        target_state=told.moved.target if told.moved else "",
        reason=told.reason,
        timer=" ".join(str(timer) for timer in told.moved.timer) if told.moved else "",
        body=told.body,
        previous_hash=previous,
    )


def _row(event: Event) -> list[Any]:
    values = [getattr(event, field.attname) for field in FIELDS]
    values[BODY] = msgspec.json.encode(event.body)
    return values


def _local(at: datetime, office: Office | None) -> str:
    zone = ZoneInfo(office.calendar.time_zone) if office else ZoneInfo("UTC")
    return at.astimezone(zone).isoformat(timespec="seconds")
