"""Legs to be sent as rows with their clocks, for the board and the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds, zone_of
from huiyin.apps.report_up.models import Leg
from huiyin.apps.report_up.presets import read_terms
from huiyin.apps.report_up.queries import legs_to_acknowledge, legs_to_send
from huiyin.faces.console.report_lines import clock_of_leg
from huiyin.faces.shared.clocks import ClockView


@dataclass(frozen=True, slots=True)
class LegRow:
    """A leg and its clock; a copy has none."""

    leg: Leg
    clock: ClockView | None


def leg_rows(legs: Iterable[Leg], now: datetime, zone: ZoneInfo) -> list[LegRow]:
    """In the order given."""
    return [LegRow(leg, clock_of_leg(leg, read_terms(leg.chain.terms), now, zone)) for leg in legs]


@dataclass(frozen=True, slots=True)
class ReportsDue:
    """What the board tells of reports: those to be sent, and how many wait for our receipt."""

    rows: list[LegRow]
    incoming: int

    @property
    def seen(self) -> tuple[object, ...]:
        """What would have to be drawn anew."""
        return (*((row.leg.pk, row.leg.due_at) for row in self.rows), self.incoming)


def reports_due(person: Person, now: datetime, limit: int = 6) -> ReportsDue:
    """For those who report up and those who lead; nothing for anybody else. Two queries."""
    if not holds(person, "duty", "office", "group"):
        return ReportsDue([], 0)
    rows = leg_rows(legs_to_send(person.office, limit), now, zone_of(person.office))
    return ReportsDue(rows, len(legs_to_acknowledge(person.office)))
