"""Who is told of what. The events are the outbox: one reader walks them in order.

For each event the table below names the people; each gets a console notice, and an e-mail as
well where the matter cannot wait for the next look at the board. A notice is keyed by event,
person and channel and the cursor moves in the same transaction, so a reader that dies half-way
starts the same batch again and nothing is lost or doubled. Who did it is not told of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Max

from huiyin.apps.audit.models import Cursor, Event
from huiyin.apps.cases.models import (
    CaseFile,
    Decision,
    Extension,
    FollowUp,
    Measure,
    Order,
    OrderPart,
    Review,
    Verification,
)
from huiyin.apps.intake.models import Submission
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import Office, Person, Unit
from huiyin.apps.org.queries import people_in_role
from huiyin.apps.responses.models import Statement
from huiyin.engine.clock import real_now

READER = "notices"
log = structlog.get_logger()


People = dict[tuple["InRole", int | None], list[Person]]


@dataclass(frozen=True, slots=True)
class InRole:
    """The people of the event's office in any of these roles: the same for all its events."""

    roles: tuple[str, ...]

    def __call__(self, event: Event) -> list[Person]:
        return [person for role in self.roles for person in people_in_role(_office(event), role)]


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom an event concerns; `mail` sends an e-mail too, `urgent` goes first."""

    whom: Callable[[Event], Iterable[Person]]
    mail: bool = True
    urgent: bool = False


def tell_of_events(now: datetime, limit: int = 200) -> int:
    """Write the notices that follow from the next events; gives how many events were passed."""
    with transaction.atomic():
        Cursor.objects.get_or_create(name=READER)
        cursor = Cursor.objects.select_for_update().get(name=READER)
        newest = Event.objects.aggregate(last=Max("seq"))["last"] or 0
        if newest <= cursor.seq:
            return 0
        told = Event.objects.filter(seq__gt=cursor.seq, seq__lte=newest, kind__in=list(TABLE))
        rows = told.select_related("office__calendar", "actor").order_by("seq")
        events = list(rows[:limit])
        begun = cursor.seq
        known: People = {}
        notices = [notice for event in events for notice in _notices(event, known, now)]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        cursor.seq = events[-1].seq if len(events) == limit else newest
        cursor.save(update_fields=["seq"])
    return cursor.seq - begun


def _notices(event: Event, known: People, now: datetime) -> Iterable[Notice]:
    telling = TABLE.get(event.kind)
    if telling is None or event.office is None:
        return
    people = {person.pk: person for person in _people(telling, event, known) if person.is_active}
    people.pop(event.actor_id or 0, None)
    params = _params(event)
    urgent = telling.urgent or bool(event.body.get("danger"))
    for person in people.values():
        channels = [Notice.Channel.CONSOLE]
        if (telling.mail or urgent) and person.email:
            channels.append(Notice.Channel.MAIL)
        for channel in channels:
            yield Notice(
                key=f"{event.seq}:{person.pk}:{channel}",
                office=event.office,
                person=person,
                channel=channel,
                urgent=urgent,
                code=event.kind,
                params=params,
                event_seq=event.seq,
                case_id=event.case_id,
                created_at=now,
                next_try_at=real_now() if channel == Notice.Channel.MAIL else None,
            )


def _people(telling: Telling, event: Event, known: People) -> Iterable[Person]:
    """Whom it concerns; where that cannot be found out, the administrators, so that it is seen.

    `known` are the people of roles that other events of the batch asked for.
    """
    try:
        if not isinstance(telling.whom, InRole):
            return list(telling.whom(event))
        key = telling.whom, event.office_id
        if key not in known:
            known[key] = telling.whom(event)
        return known[key]
    except (ObjectDoesNotExist, LookupError, ValueError):
        log.exception("notice.people_unknown", event_seq=event.seq, kind=event.kind)
        return people_in_role(_office(event), "admin")


def _params(event: Event) -> dict[str, Any]:
    """What the wording needs, frozen as it was when the event happened."""
    case = CaseFile.objects.filter(pk=event.case_id).first() if event.case_id else None
    told = {"title": _submission_title(event)} if event.kind == "submission.received" else {}
    return {
        **told,
        **{key: value for key, value in event.body.items() if key not in {"finding", "text"}},
        "subject": event.subject,
        "case_number": case.number if case else "",
        "case_title": case.title if case else "",
        "actor": event.actor_name,
        "reason": event.reason,
        "at": event.at.isoformat(),
    }


def _submission_title(event: Event) -> str:
    """The chain holds no reporter's words; the notice, which is not kept for ever, does."""
    title = Submission.objects.filter(pk=_subject_id(event)).values_list("title", flat=True)
    return title.first() or ""


def _subject_id(event: Event) -> str:
    return event.subject.partition(":")[2]


def _office(event: Event) -> Office:
    if event.office is None:
        raise LookupError(event.seq)
    return event.office


def _order(event: Event) -> Order:
    return Order.objects.select_related("unit", "handler").get(pk=_subject_id(event))


def _unit_heads(event: Event) -> list[Person]:
    order = _order(event)
    return people_in_role(_office(event), "dept_head", order.unit)


def _order_handler(event: Event) -> list[Person]:
    handler = _order(event).handler
    return [handler] if handler else _unit_heads(event)


def _reviewers(event: Event) -> list[Person]:
    return [*_unit_heads(event), *people_in_role(_office(event), "office")]


def _extension_heads(event: Event) -> list[Person]:
    extension = Extension.objects.select_related("order__unit").get(pk=_subject_id(event))
    return people_in_role(_office(event), "dept_head", extension.order.unit)


def _extension_asker(event: Event) -> list[Person]:
    return [Extension.objects.select_related("asked_by").get(pk=_subject_id(event)).asked_by]


def _clock_people(event: Event) -> list[Person]:
    """The handler, else the heads of the unit, else the office; of a part, its own unit alone."""
    part = OrderPart.objects.filter(clocks__pk=_subject_id(event)).select_related("unit").first()
    if part is not None:
        return people_in_role(_office(event), "dept_head", part.unit)
    clock_order = (
        Order.objects.filter(clocks__pk=_subject_id(event))
        .select_related("unit", "handler")
        .first()
    )
    if clock_order is None:
        unit = _unit_of(_subject_id(event))
        heads = people_in_role(_office(event), "dept_head", unit) if unit else []
        return heads or people_in_role(_office(event), "office")
    if clock_order.handler is not None and event.body.get("purpose") != "sign":
        return [clock_order.handler]
    return people_in_role(_office(event), "dept_head", clock_order.unit)


def _overdue_people(event: Event) -> list[Person]:
    orders = Order.objects.filter(clocks__pk=_subject_id(event)).select_related("unit")
    heads = [
        head for order in orders for head in people_in_role(_office(event), "dept_head", order.unit)
    ]
    return [*_clock_people(event), *heads, *people_in_role(_office(event), "office")]


def _part_heads(event: Event) -> list[Person]:
    part = OrderPart.objects.select_related("unit").get(pk=_subject_id(event))
    return people_in_role(_office(event), "dept_head", part.unit)


def _statement_author(event: Event) -> list[Person]:
    return [Statement.objects.select_related("author").get(pk=_subject_id(event)).author]


def _case_people(event: Event) -> list[Person]:
    case = CaseFile.objects.select_related("handler").filter(pk=event.case_id or 0).first()
    if case is not None and case.handler is not None:
        return [case.handler]
    return people_in_role(_office(event), "office")


def _lead_heads(event: Event) -> list[Person]:
    """Heads of the unit that leads the case, else of all units."""
    case = CaseFile.objects.select_related("lead_unit").get(pk=event.case_id or 0)
    return people_in_role(_office(event), "dept_head", case.lead_unit)


def _inspectors(event: Event) -> list[Person]:
    rows = Verification.objects.select_related("first", "second")
    found = rows.get(pk=_subject_id(event))
    return [person for person in (found.first, found.second) if person is not None]


def _decision_author(event: Event) -> list[Person]:
    return [Decision.objects.select_related("author").get(pk=_subject_id(event)).author]


def _measure_heads(event: Event) -> list[Person]:
    measures = Measure.objects.filter(decision__pk=_subject_id(event)).select_related("unit")
    units = {measure.unit_id: measure.unit for measure in measures}
    return [head for unit in units.values()
            for head in people_in_role(_office(event), "dept_head", unit)]  # fmt: skip


def _reviewer(event: Event) -> list[Person]:
    found = Review.objects.select_related("reviewer").get(pk=_subject_id(event)).reviewer
    return [found] if found else []


def _unit_of(clock: str) -> Unit | None:
    """The unit that a clock of a measure or of a promise of an answer binds."""
    for rows in (Measure.objects.filter(clock__pk=clock), FollowUp.objects.filter(clock__pk=clock)):
        found = rows.select_related("unit").first()
        if found is not None:
            return found.unit
    return None


TABLE = {
    "submission.received": Telling(InRole(("duty", "office")), mail=False),
    "mailbox.message_received": Telling(_case_people),
    "case.registered": Telling(InRole(("office",))),
    "order.issued": Telling(_unit_heads),
    "order.assigned": Telling(_order_handler),
    "order.submitted": Telling(_reviewers),
    "order.sent_back": Telling(_order_handler),
    "order.withdrawn": Telling(_order_handler),
    "clock.warned": Telling(_clock_people),
    "clock.overdue": Telling(_overdue_people, urgent=True),
    "clock.calendar_missing": Telling(InRole(("admin", "office")), urgent=True),
    "clock.moved": Telling(_clock_people),
    "order.bounced": Telling(InRole(("office",))),
    "order.reissued": Telling(_unit_heads),
    "order.upheld": Telling(_unit_heads),
    "order.instructed": Telling(_order_handler),
    "part.asked": Telling(_part_heads),
    "part.given": Telling(InRole(("office",)), mail=False),
    "part.objected": Telling(InRole(("office",))),
    "part.settled": Telling(_part_heads),
    "extension.asked": Telling(_extension_heads),
    "extension.group_told": Telling(InRole(("office", "group"))),
    "extension.granted": Telling(_extension_asker),
    "extension.refused": Telling(_extension_asker),
    "case.reopened": Telling(_case_people),
    "verification.planned": Telling(_lead_heads),
    "verification.collecting": Telling(_inspectors),
    "verification.first_hand": Telling(_lead_heads),
    "decision.proposed": Telling(_lead_heads),
    "decision.sent_back": Telling(_decision_author),
    "decision.notified": Telling(_measure_heads),
    "feedback.rated": Telling(_case_people, mail=False),
    "review.asked": Telling(InRole(("office", "auditor"))),
    "review.assigned": Telling(_reviewer),
    "review.answered": Telling(InRole(("office",))),
    "clock.put_aside": Telling(InRole(("admin",))),
    "statement.drafted": Telling(InRole(("approver",))),
    "statement.revised": Telling(InRole(("approver",))),
    "statement.approved": Telling(_statement_author, mail=False),
    "statement.sent_back": Telling(_statement_author),
    "statement.published": Telling(_case_people, mail=False),
    "story.alerted": Telling(InRole(("duty", "office")), urgent=True),
    "source.failing": Telling(InRole(("duty", "admin")), mail=False),
    "source.fell_silent": Telling(InRole(("duty", "admin"))),
    "source.volume_changed": Telling(InRole(("duty",)), mail=False),
    "file.infected": Telling(InRole(("duty", "custodian", "admin"))),
    "item.revised": Telling(InRole(("duty",)), mail=False),
}
