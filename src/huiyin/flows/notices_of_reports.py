"""Who is told of a report on its way up: those who send it, and those it goes to on this desk.

The event names the offices, so that their people are known with those of the whole batch.
"""

from huiyin.apps.audit.models import Event
from huiyin.apps.org.models import Person
from huiyin.flows.notice_facts import Facts

READERS = ("duty", "office")


def senders(event: Event, facts: Facts) -> list[Person]:
    """The desk that opened the chain, and the one that has to send where it works here too."""
    return _readers([facts.office(event), event.body.get("sender_office")], facts)


def senders_and_group(event: Event, facts: Facts) -> list[Person]:
    """The senders and the leading group of the office that opened the chain."""
    return [*senders(event, facts), *facts.standing.in_role(facts.office(event), "group")]


def receivers(event: Event, facts: Facts) -> list[Person]:
    """The people of the body it goes to, where that works on this desk."""
    return _readers([event.body.get("to_office")], facts)


def _readers(offices: list[int | None], facts: Facts) -> list[Person]:
    known = dict.fromkeys(office for office in offices if office is not None)
    return [
        person for office in known for role in READERS
        for person in facts.standing.in_role(office, role)
    ]  # fmt: skip
