"""What a batch of events needs to know to find its readers: read at once, then looked up.

The number of queries is the same for one event and for a thousand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.apps.audit.models import Event
from huiyin.apps.cases.models import (
    CaseFile,
    Clock,
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
from huiyin.apps.org.models import Person, Recusal
from huiyin.apps.org.standing import Standing, standing
from huiyin.apps.responses.models import Statement


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows that the events of a batch speak of, by id; a missing one raises LookupError."""

    standing: Standing
    orders: dict[str, Order]
    parts: dict[str, OrderPart]
    clocks: dict[str, Clock]
    extensions: dict[str, Extension]
    authors: dict[str, Person]
    cases: dict[int, CaseFile]
    titles: dict[str, str]
    verifications: dict[str, Verification]
    decisions: dict[str, Decision]
    measures: dict[str, list[int]]  # the units of a decision's measures, each once
    reviews: dict[str, Review]
    clock_units: dict[str, int]  # of a clock of a measure or of a promise of an answer
    barred: frozenset[tuple[int, int]] = frozenset()  # matter and person who has no part in it

    def may_hear(self, event: Event, person_id: int) -> bool:
        """Whether this person has a part in the matter that the event speaks of."""
        return (matter_of(event), person_id) not in self.barred

    def order_of_clock(self, event: Event) -> Order | None:
        """The order whose promise the clock of this event is; None for one of the case."""
        clock = self.clocks.get(id_of(event))
        return self.orders.get(str(clock.order_id)) if clock and clock.order_id else None

    def part_of_clock(self, event: Event) -> OrderPart | None:
        """The co-handler's part whose promise the clock of this event is, if it is one's."""
        clock = self.clocks.get(id_of(event))
        return self.parts.get(str(clock.part_id)) if clock and clock.part_id else None

    def unit_of_clock(self, event: Event) -> int | None:
        """The unit that a clock without an order binds."""
        return self.clock_units.get(id_of(event))

    def office(self, event: Event) -> int:
        """The id of the event's office."""
        if event.office_id is None:
            raise LookupError(event.seq)
        return event.office_id


def id_of(event: Event) -> str:
    """The id in the event's subject."""
    return event.subject.partition(":")[2]


def matter_of(event: Event) -> int:
    """The case an event speaks of, as recusals name it: below zero a matter of the lane; else 0."""
    name, _, pk = event.subject.partition(":")
    if name in {"lane", "case"} and pk.isascii() and pk.isdigit():
        return -int(pk) if name == "lane" else int(pk)
    return event.case_id or 0


def facts_of(events: Sequence[Event], now: datetime) -> Facts:
    """Read all that these events refer to."""
    clocks = {
        str(clock.pk): clock
        for clock in Clock.objects.filter(pk__in=_named(events, "clock")).only(
            "order_id", "part_id", "ladder", "state", "due_version"
        )
    }
    extensions = Extension.objects.select_related("order", "asked_by")
    asked = {str(one.pk): one for one in extensions.filter(pk__in=_named(events, "extension"))}
    wanted = {
        *_named(events, "order"),
        *(clock.order_id for clock in clocks.values() if clock.order_id),
    }
    orders = Order.objects.filter(pk__in=wanted).select_related("handler")
    shared = {
        *_named(events, "part"),
        *(clock.part_id for clock in clocks.values() if clock.part_id),
    }
    parts = {str(part.pk): part for part in OrderPart.objects.filter(pk__in=shared)}
    statements = Statement.objects.filter(pk__in=_named(events, "statement"))
    cases = CaseFile.objects.filter(pk__in={event.case_id for event in events if event.case_id})
    return Facts(
        standing(_offices(events), now),
        {str(order.pk): order for order in orders.defer("requirement", "finding")},
        parts,
        clocks,
        asked,
        {str(one.pk): one.author for one in statements.select_related("author")},
        {
            case.pk: case
            for case in cases.select_related("handler").only(
                "number", "title", "handler", "lead_unit_id"
            )
        },
        _titles(events),
        _verifications(events),
        {str(pk): one for pk, one in _decisions(events).items()},
        _measures(events),
        _reviews(events),
        _clock_units(set(map(int, clocks))),
        _barred(events),
    )


def _barred(events: Sequence[Event]) -> frozenset[tuple[int, int]]:
    rows = Recusal.objects.filter(matter__in={matter_of(event) for event in events})
    return frozenset(rows.values_list("matter", "person_id"))


def _offices(events: Iterable[Event]) -> set[int]:
    """The offices of the events, and those a report goes between."""
    ends = ("sender_office", "to_office")
    found = {event.office_id for event in events}
    found |= {event.body.get(end) for event in events for end in ends}
    return {office for office in found if office}


def _verifications(events: Sequence[Event]) -> dict[str, Verification]:
    rows = Verification.objects.filter(pk__in=_named(events, "verification"))
    return {str(one.pk): one for one in rows.select_related("first", "second")}


def _decisions(events: Sequence[Event]) -> dict[int, Decision]:
    rows = Decision.objects.filter(pk__in=_named(events, "decision"))
    return {one.pk: one for one in rows.select_related("author")}


def _measures(events: Sequence[Event]) -> dict[str, list[int]]:
    rows = Measure.objects.filter(decision__in=_named(events, "decision")).order_by("pk")
    found: dict[str, list[int]] = {}
    for decision, unit in rows.values_list("decision_id", "unit_id"):
        units = found.setdefault(str(decision), [])
        if unit is not None and unit not in units:
            units.append(unit)
    return found


def _reviews(events: Sequence[Event]) -> dict[str, Review]:
    rows = Review.objects.filter(pk__in=_named(events, "review"))
    return {str(one.pk): one for one in rows.select_related("reviewer")}


def _clock_units(clocks: set[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for model in (FollowUp, Measure):
        rows = model.objects.filter(clock__in=clocks, unit__isnull=False)
        found.update((str(clock), unit) for clock, unit in rows.values_list("clock_id", "unit_id"))
    return found


def _titles(events: Iterable[Event]) -> dict[str, str]:
    """The chain holds no reporter's words; the notice, which is not kept for ever, does."""
    received = {id_of(event) for event in events if event.kind == "submission.received"}
    if not received:
        return {}
    rows = Submission.objects.filter(pk__in=received)
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}


def _named(events: Iterable[Event], table: str) -> set[int]:
    found = (event.subject.partition(":") for event in events)
    return {int(pk) for name, _, pk in found if name == table and pk.isascii() and pk.isdigit()}
