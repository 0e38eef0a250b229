"""When an office is open: weekly hours, and the days that differ from their weekday.

A day is open by its weekday's hours unless it is a holiday, a moved working day or has hours of
its own. Hours are wall-clock spans of the day they open on; a night span closes on the next day.
A wall time that a clock change skips means the first instant after the gap; one that happens
twice means the first. Years without data are unknown: days there are guessed from the weekday,
and whoever counts them is told so. A calendar that knows no holidays at all guesses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

SECONDS_OF_DAY = 86_400
_MIDNIGHT = time()


class Why(StrEnum):
    """Why a day counts or does not: codes of a trace, put into words by the faces."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MOVED = "moved"  # a day off by its weekday, worked by decision
    OWN_HOURS = "own_hours"
    RECEIVED = "received"
    EXTENDED = "extended"  # the old due day, from which an extension is counted
    PAUSED = "paused"
    RUNNING = "running"  # plain hours
    ROLLED = "rolled"  # a period may not end on a closed day
    MONTHS = "months"
    CALENDAR_DAY = "calendar_day"


@dataclass(frozen=True, slots=True)
class Hours:
    """One span of opening in seconds from local midnight; `closes` may lie past 24:00."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to, not including, `until`; aware instants."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar says of one day. `certain` is False where its year has no data."""

    hours: tuple[Hours, ...]
    why: Why
    certain: bool = True


@dataclass(frozen=True)
class Calendar:
    """Opening times of one office; a value, so an edit makes a new one with the next version.

    `week` holds seven tuples, Monday first. `days` are the days that differ. `known_years` are
    the years whose holidays are known, None where the calendar makes no claim about holidays.
    """

    name: str
    tz: str
    week: tuple[tuple[Hours, ...], ...]
    moved_hours: tuple[Hours, ...] = ()
    days: Mapping[date, Day] = field(default_factory=lambda: MappingProxyType({}))
    known_years: frozenset[int] | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError(f"calendar {self.name}: seven weekdays are needed, one of them open")

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.tz)

    def day(self, on: date) -> Day:
        """What holds on the local date `on`."""
        special = self.days.get(on)
        if special is not None:
            return special
        hours = self.week[on.weekday()]
        certain = self.known_years is None or on.year in self.known_years
        return Day(hours, Why.WORKING if hours else Why.WEEKEND, certain)

    def local_date(self, at: datetime) -> date:
        """The date on the office's wall at the instant `at`."""
        return at.astimezone(self.zone).date()

    def instant(self, on: date, seconds: int) -> datetime:
        """The UTC instant of the wall time `seconds` after midnight of `on`."""
        extra, rest = divmod(seconds, SECONDS_OF_DAY)
        wall = datetime.combine(on + timedelta(days=extra), _MIDNIGHT) + timedelta(seconds=rest)
        return _first_instant(wall, self.zone)

    def spans(self, on: date) -> tuple[Span, ...]:
        """The open spans of `on` as UTC instants; what a clock change swallows is left out."""
        spans = (
            Span(self.instant(on, hours.opens), self.instant(on, hours.closes))
            for hours in self.day(on).hours
        )
        return tuple(span for span in spans if span.since < span.until)

    def closing(self, on: date) -> datetime | None:
        """When the office closes on `on` for the last time, None if it is not open that day."""
        for hours in reversed(self.day(on).hours):
            closes = self.instant(on, hours.closes)
            if self.instant(on, hours.opens) < closes:
                return closes
        return None

    def end_of(self, on: date) -> datetime:
        """24:00 of `on`: the first instant of the next date."""
        return self.instant(on, SECONDS_OF_DAY)

    def with_holiday(self, on: date) -> "Calendar":
        """The calendar in which `on` is a holiday; its year counts as known from now on."""
        return self._edited(on, Day((), Why.HOLIDAY), known=True)

    def with_workday(self, on: date) -> "Calendar":
        """The calendar in which `on` is worked, with its weekday's hours or those of moved days."""
        usual = self.week[on.weekday()]
        hours = usual or self.moved_hours or next(hours for hours in self.week if hours)
        return self._edited(on, Day(hours, Why.WORKING if usual else Why.MOVED), known=True)

    def with_hours(self, on: date, hours: tuple[Hours, ...]) -> "Calendar":
        """The calendar in which `on` has its own `hours`; none at all closes the day."""
        return self._edited(on, Day(hours, Why.OWN_HOURS if hours else Why.HOLIDAY), known=False)

    def without_day(self, on: date) -> "Calendar":
        """The calendar in which `on` follows its weekday again."""
        days = {day: what for day, what in self.days.items() if day != on}
        return replace(self, days=MappingProxyType(days), version=self.version + 1)

    def with_year(self, year: int) -> "Calendar":
        """The calendar in which the holidays of `year` are known."""
        if self.known_years is None:
            return self
        return replace(self, known_years=self.known_years | {year}, version=self.version + 1)

    def _edited(self, on: date, day: Day, *, known: bool) -> "Calendar":
        years = self.known_years
        if years is not None and known:
            years |= {on.year}
        days = MappingProxyType({**self.days, on: day})
        return replace(self, days=days, known_years=years, version=self.version + 1)


def _first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first UTC instant at which clocks in `zone` show `wall` or have just skipped it."""
    early = wall.replace(tzinfo=zone).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == wall:
        return early
    # `wall` is inside a gap: the clock change lies between these two instants.
    after = early
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
