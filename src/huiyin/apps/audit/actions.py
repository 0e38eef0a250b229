"""Writing an event: the last thing an action does before its transaction ends."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from huiyin.apps.audit.chain import digest
from huiyin.apps.audit.models import ChainHead, Event
from huiyin.apps.org.models import Office, Person
from huiyin.rules.states import Moved


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
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to a transaction")
    head = ChainHead.objects.select_for_update().get()
    event = Event(
        seq=head.seq + 1,
        office=office,
        kind=kind,
        actor=actor,
        actor_name=actor.name if actor else "",
        role=role,
        at=at,
        local_at=_local(at, office),
        subject=subject,
        case_id=case_id,
        story_id=story_id,
        source_state=moved.source if moved else "",
        target_state=moved.target if moved else "",
        reason=reason,
        timer=" ".join(str(timer) for timer in moved.timer) if moved else "",
        body=body or {},
        previous_hash=bytes(head.hash),
    )
    event.hash = digest(vars(event), bytes(head.hash))
    event.save(force_insert=True)
    ChainHead.objects.update(seq=event.seq, hash=event.hash)
    connection.cursor().execute("NOTIFY huiyin_events")
    return event


def _local(at: datetime, office: Office | None) -> str:
    zone = ZoneInfo(office.calendar.time_zone) if office else ZoneInfo("UTC")
    return at.astimezone(zone).isoformat(timespec="seconds")
