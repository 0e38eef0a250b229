"""Whom the steps of a ladder reach. A step that reaches nobody is passed over at once.

A step reaches nobody where its post is vacant, or where none of its people has a channel that
works; the next step of the ladder is told in its place, and the step that was passed over stands
in the case's history. Where no step further up reaches anybody, the first one with people is told
all the same: its message waits.
"""

from dataclasses import dataclass

from huiyin.apps.audit.models import Event
from huiyin.apps.notify.routes import Routes
from huiyin.apps.org.models import Person
from huiyin.flows.notice_facts import Facts, id_of
from huiyin.rules.ladders import Step, read_ladder
from huiyin.rules.standing import first_reachable, in_place_of


@dataclass(frozen=True, slots=True)
class Climbed:
    """Whom the steps reached now are told to, and which steps were passed over."""

    people: tuple[Person, ...] = ()
    skipped: tuple[Step, ...] = ()


def climb(event: Event, facts: Facts, routes: Routes) -> Climbed:
    """The people of the steps that this event reached, each once."""
    ladder = read_ladder(_ladder_text(event, facts))
    begun = int(event.body.get("level") or 0) - len(event.body.get("steps", ()))
    people: dict[int, Person] = {}
    skipped: dict[int, Step] = {}
    for at in range(max(begun, 0), min(int(event.body.get("level") or 0), len(ladder))):
        levels = [_on_step(event, facts, step) for step in ladder[at:]]
        standing_in = [_in_place_of(level, facts) for level in levels]
        working = {p.pk for level in standing_in for p in level if routes.reaches(p)}
        found = first_reachable([[p.pk for p in level] for level in standing_in], working)
        if found is None:
            found = next((n for n, level in enumerate(levels) if level), 0)
        people.update({person.pk: person for person in levels[found]})
        skipped.update({at + n: ladder[at + n] for n in range(found)})
    return Climbed(tuple(people.values()), tuple(skipped.values()))


def everybody_on(events: list[Event], facts: Facts) -> list[Person]:
    """All people of all steps of these events' ladders, to read their channels at once."""
    return [
        person
        for event in events
        for step in read_ladder(_ladder_text(event, facts))
        for person in _in_place_of(_on_step(event, facts, step), facts)
    ]


def _ladder_text(event: Event, facts: Facts) -> str:
    clock = facts.clocks.get(id_of(event))
    return clock.ladder if clock and event.body.get("steps") else ""


def _on_step(event: Event, facts: Facts, step: Step) -> list[Person]:
    """Who stands on a step, be they there or away."""
    order = facts.order_of_clock(event)
    if step.who == "handler":
        return [order.handler] if order and order.handler else []
    unit = order.unit_id if order else facts.unit_of_clock(event)
    return facts.standing.on_rung(facts.office(event), step.who, unit)


def _in_place_of(people: list[Person], facts: Facts) -> list[Person]:
    """Substitutes in place of those who are away."""
    told, _copies = in_place_of([person.pk for person in people], facts.standing.substitutes)
    known = {**facts.standing.people, **{person.pk: person for person in people}}
    return [known[pk] for pk in told if pk in known]
