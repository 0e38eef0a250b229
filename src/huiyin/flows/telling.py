"""Whom each kind of event concerns: one table, and the functions that find its people.

The functions look rows up in the facts of the batch and ask the database nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from huiyin.apps.audit.models import Event
from huiyin.apps.org.models import Person
from huiyin.flows import notices_of_reports as reports
from huiyin.flows.notice_facts import Facts, id_of

Whom = Callable[[Event, Facts], Iterable[Person]]


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom an event concerns; `mail` sends a message out too, `urgent` goes first and at night.

    `climbs` says that the event may be a step of a ladder, whose people are told as well.
    """

    whom: Whom
    mail: bool = True
    urgent: bool = False
    climbs: bool = False


def in_role(*roles: str) -> Whom:
    """The people of the event's office in any of these roles."""

    def whom(event: Event, facts: Facts) -> list[Person]:
        office = facts.office(event)
        return [person for role in roles for person in facts.standing.in_role(office, role)]

    return whom


def _unit_heads(event: Event, facts: Facts) -> list[Person]:
    return _heads(event, facts, facts.orders[id_of(event)].unit_id)


def _heads(event: Event, facts: Facts, unit_id: int) -> list[Person]:
    return facts.standing.in_role(facts.office(event), "dept_head", unit_id)


def _order_handler(event: Event, facts: Facts) -> list[Person]:
    handler = facts.orders[id_of(event)].handler
    return [handler] if handler else _unit_heads(event, facts)


def _reviewers(event: Event, facts: Facts) -> list[Person]:
    return [*_unit_heads(event, facts), *in_role("office")(event, facts)]


def _extension_heads(event: Event, facts: Facts) -> list[Person]:
    return _heads(event, facts, facts.extensions[id_of(event)].order.unit_id)


def _extension_asker(event: Event, facts: Facts) -> list[Person]:
    return [facts.extensions[id_of(event)].asked_by]


def _clock_people(event: Event, facts: Facts) -> list[Person]:
    """The handler, else the heads of the unit, else the office; of a part, its own unit alone."""
    part = facts.part_of_clock(event)
    if part is not None:
        return _heads(event, facts, part.unit_id)
    order = facts.order_of_clock(event)
    if order is None:
        unit = facts.unit_of_clock(event)
        heads = _heads(event, facts, unit) if unit is not None else []
        return heads or list(in_role("office")(event, facts))
    if order.handler is not None and event.body.get("purpose") != "sign":
        return [order.handler]
    return _heads(event, facts, order.unit_id)


def _overdue_people(event: Event, facts: Facts) -> list[Person]:
    order = facts.order_of_clock(event)
    heads = _heads(event, facts, order.unit_id) if order else []
    return [*_clock_people(event, facts), *heads, *in_role("office")(event, facts)]


def _part_heads(event: Event, facts: Facts) -> list[Person]:
    return _heads(event, facts, facts.parts[id_of(event)].unit_id)


def _nobody(_event: Event, _facts: Facts) -> list[Person]:
    return []


def _statement_author(event: Event, facts: Facts) -> list[Person]:
    return [facts.authors[id_of(event)]]


def _case_people(event: Event, facts: Facts) -> list[Person]:
    case = facts.cases.get(event.case_id or 0)
    if case is not None and case.handler is not None:
        return [case.handler]
    return list(in_role("office")(event, facts))


def _lead_heads(event: Event, facts: Facts) -> list[Person]:
    """Heads of the unit that leads the case, else of all units."""
    unit = facts.cases[event.case_id or 0].lead_unit_id
    return facts.standing.in_role(facts.office(event), "dept_head", unit)


def _inspectors(event: Event, facts: Facts) -> list[Person]:
    found = facts.verifications[id_of(event)]
    return [person for person in (found.first, found.second) if person is not None]


def _decision_author(event: Event, facts: Facts) -> list[Person]:
    return [facts.decisions[id_of(event)].author]


def _measure_heads(event: Event, facts: Facts) -> list[Person]:
    units = facts.measures.get(id_of(event), [])
    return [head for unit in units for head in _heads(event, facts, unit)]


def _reviewer(event: Event, facts: Facts) -> list[Person]:
    found = facts.reviews[id_of(event)].reviewer
    return [found] if found else []


TABLE = {
    "submission.received": Telling(in_role("duty", "office"), mail=False),
    "mailbox.message_received": Telling(_case_people),
    "lane.sealed": Telling(in_role("auditor")),
    "lane.message_received": Telling(in_role("auditor")),
    "lane.overdue": Telling(in_role("auditor"), urgent=True),
    "lane.attempted": Telling(in_role("auditor"), mail=False),
    "case.registered": Telling(in_role("office")),
    "order.issued": Telling(_unit_heads),
    "order.assigned": Telling(_order_handler),
    "order.submitted": Telling(_reviewers),
    "order.sent_back": Telling(_order_handler),
    "order.withdrawn": Telling(_order_handler),
    "clock.warned": Telling(_clock_people, climbs=True),
    "clock.overdue": Telling(_overdue_people, urgent=True, climbs=True),
    "clock.escalated": Telling(_nobody, climbs=True),
    "clock.calendar_missing": Telling(in_role("admin", "office"), urgent=True, climbs=True),
    "clock.moved": Telling(_clock_people),
    "order.bounced": Telling(in_role("office")),
    "order.reissued": Telling(_unit_heads),
    "order.upheld": Telling(_unit_heads),
    "order.instructed": Telling(_order_handler),
    "part.asked": Telling(_part_heads),
    "part.given": Telling(in_role("office"), mail=False),
    "part.objected": Telling(in_role("office")),
    "part.settled": Telling(_part_heads),
    "extension.asked": Telling(_extension_heads),
    "extension.group_told": Telling(in_role("office", "group")),
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
    "review.asked": Telling(in_role("office", "auditor")),
    "review.assigned": Telling(_reviewer),
    "review.answered": Telling(in_role("office")),
    "clock.put_aside": Telling(in_role("admin")),
    "statement.drafted": Telling(in_role("approver")),
    "statement.revised": Telling(in_role("approver")),
    "statement.approved": Telling(_statement_author, mail=False),
    "statement.sent_back": Telling(_statement_author),
    "statement.published": Telling(_case_people, mail=False),
    "story.alerted": Telling(in_role("duty", "office"), urgent=True),
    "source.failing": Telling(in_role("duty", "admin"), mail=False),
    "source.fell_silent": Telling(in_role("duty", "admin")),
    "source.volume_changed": Telling(in_role("duty"), mail=False),
    "file.infected": Telling(in_role("duty", "custodian", "admin")),
    "item.revised": Telling(in_role("duty"), mail=False),
    "report_up.opened": Telling(in_role("duty", "office", "group"), urgent=True),
    "report_up.hop_opened": Telling(reports.senders, urgent=True),
    "report_up.sent": Telling(reports.receivers, urgent=True),
    "report_up.acknowledged": Telling(reports.senders, mail=False),
    "report_up.late": Telling(reports.senders_and_group, urgent=True),
    "report_up.dragging": Telling(reports.senders, urgent=True),
    "report_up.unanswered": Telling(reports.senders, urgent=True),
    "report_up.unreached": Telling(reports.senders_and_group, urgent=True),
    "report_up.completed": Telling(in_role("duty", "office"), mail=False),
    "report_up.grade_raised": Telling(in_role("duty", "office", "group"), urgent=True),
    "report_up.follow_up_due": Telling(in_role("duty", "office"), urgent=True),
}
