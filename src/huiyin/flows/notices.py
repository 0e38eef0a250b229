"""Who is told of what. The events are the outbox: one reader walks them in order, in batches.

For each event `telling.TABLE` names the people, and a ladder's steps those it reached; each gets a
console notice, and a message on the first of their channels that works where the matter cannot wait
for the next look at the board. Somebody on leave gets a copy in the console, their substitute is
told; who holds two posts is told once; who did it is not told of it, nor is anybody who has no part
in the matter. The cursor moves in the same
transaction, so a reader that dies half-way starts the same batch again and nothing is doubled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.audit.models import Cursor, Event
from huiyin.apps.notify.posting import Draft, encoded, post
from huiyin.apps.notify.routes import Routes, routes_of
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import zone_of
from huiyin.engine.clock import real_now
from huiyin.flows.climbing import Climbed, climb, everybody_on
from huiyin.flows.notice_facts import Facts, facts_of, id_of
from huiyin.flows.telling import TABLE, Telling
from huiyin.rules.standing import in_place_of

READER = "notices"
BY_CLOCK = frozenset({"clock.warned", "clock.overdue", "clock.escalated", "clock.calendar_missing"})
KEPT_BACK = frozenset({"finding", "text"})
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Readers:
    """Who is told of one event and who gets a copy, each once."""

    event: Event
    told: tuple[Person, ...]
    copies: tuple[Person, ...]
    climbed: Climbed


def tell_of_events(now: datetime, limit: int = 500) -> int:
    """Write the notices that follow from the next events; gives how many events were passed.

    Nothing is done while another reader is at it.
    """
    Cursor.objects.get_or_create(name=READER)
    with transaction.atomic():
        held = Cursor.objects.select_for_update(skip_locked=True).filter(name=READER)
        cursor = held.first()
        newest = Event.objects.aggregate(last=Max("seq"))["last"] or 0
        if cursor is None or newest <= cursor.seq:
            return 0
        told = Event.objects.filter(seq__gt=cursor.seq, seq__lte=newest, kind__in=list(TABLE))
        rows = told.select_related("office__calendar").order_by("seq")
        events = list(rows.exclude(office=None)[:limit])
        begun = cursor.seq
        _tell(events, now)
        cursor.seq = events[-1].seq if len(events) == limit else newest
        cursor.save(update_fields=["seq"])
    return cursor.seq - begun


def _tell(events: list[Event], now: datetime) -> None:
    if not events:
        return
    facts = facts_of(events, now)
    base = [_people(event, facts) for event in events]
    climbing = [event for event in events if TABLE[event.kind].climbs and event.body.get("steps")]
    known = {p.pk: p for people in base for p in people}
    known |= {p.pk: p for p in everybody_on(climbing, facts)}
    routes = routes_of({**facts.standing.people, **known}.values(), real_now())
    readers = [
        _readers(event, people, facts, routes) for event, people in zip(events, base, strict=True)
    ]
    post([draft for one in readers for draft in _drafts(one, facts, routes, now)])
    record_all([told for one in readers for told in _passed_over(one, now)])


def _people(event: Event, facts: Facts) -> list[Person]:
    """Whom it concerns; where that cannot be found out, the administrators, so that it is seen."""
    try:
        return list(TABLE[event.kind].whom(event, facts))
    except (LookupError, ValueError):
        log.exception("notice.people_unknown", event_seq=event.seq, kind=event.kind)
        return facts.standing.in_role(facts.office(event), "admin")


def _readers(event: Event, base: Sequence[Person], facts: Facts, routes: Routes) -> Readers:
    climbed = climb(event, facts, routes) if event.body.get("steps") else Climbed()
    people = {p.pk: p for p in (*base, *climbed.people) if p.is_active}
    people.pop(event.actor_id or 0, None)
    told, copies = in_place_of(people, facts.standing.substitutes)
    everybody = {**facts.standing.people, **people}
    return Readers(
        event,
        tuple(
            everybody[pk]
            for pk in told
            if pk in everybody and pk != event.actor_id and facts.may_hear(event, pk)
        ),
        tuple(everybody[pk] for pk in copies if pk in everybody and facts.may_hear(event, pk)),
        climbed,
    )


def _drafts(readers: Readers, facts: Facts, routes: Routes, now: datetime) -> Iterable[Draft]:
    """The notices of one event, for each person in the console and perhaps by one channel more."""
    event, telling = readers.event, TABLE[readers.event.kind]
    urgent = _is_urgent(event, telling)
    common = _common(event, encoded(_params(event, facts)), urgent, now)
    zone, real = zone_of(_office(event)), real_now()
    for person in readers.copies:
        yield common._replace(person_id=person.pk)
    for person in readers.told:
        yield common._replace(person_id=person.pk)
        outward = routes.first(person) if telling.mail or urgent else None
        if outward is not None:
            at = real if urgent else routes.not_before(person, real, zone)
            yield common._replace(person_id=person.pk, channel=outward, next_try_at=at)


def _common(event: Event, params: bytes, urgent: bool, now: datetime) -> Draft:
    """What all notices of an event share. A clock's are keyed by what is promised, not by event."""
    version = int(event.body.get("due_version") or 0)
    by_clock = event.kind in BY_CLOCK and id_of(event).isdigit()
    what = f"{event.seq}"
    if by_clock:
        what = f"{event.subject}:{version}:{event.kind[6:]}:{event.body.get('level') or 0}"
    return Draft(
        what=what,
        office_id=_office(event).pk,
        urgent=urgent,
        code=event.kind,
        params=params,
        event_seq=event.seq,
        case_id=event.case_id,
        clock_id=int(id_of(event)) if by_clock else None,
        due_version=version,
        created_at=now,
    )


def _office(event: Event) -> Office:
    if event.office is None:
        raise LookupError(event.seq)
    return event.office


def _is_urgent(event: Event, telling: Telling) -> bool:
    return telling.urgent or bool(event.body.get("danger")) or bool(event.body.get("late"))


def _params(event: Event, facts: Facts) -> dict[str, Any]:
    """What the wording needs, frozen as it was when the event happened."""
    case = facts.cases.get(event.case_id or 0)
    title = facts.titles.get(id_of(event))
    return {
        **({} if title is None else {"title": title}),
        **{key: value for key, value in event.body.items() if key not in KEPT_BACK},
        "subject": event.subject,
        "case_number": case.number if case else "",
        "case_title": case.title if case else "",
        "actor": event.actor_name,
        "reason": event.reason,
        "at": event.at.isoformat(),
    }


def _passed_over(readers: Readers, now: datetime) -> list[Told]:
    """Steps of the ladder that reached nobody, for the case's history."""
    event = readers.event
    return [
        Told(
            "clock.step_passed_over", subject=event.subject, at=now, office=event.office,
            case_id=event.case_id,
            body={"who": step.who, "step": str(step), "purpose": event.body.get("purpose", "")},
        )
        for step in readers.climbed.skipped
    ]  # fmt: skip
