"""What can happen to a running clock, as values. Instants are aware and kept in UTC.

An app builds these from its rows; `clock_history` reads them from plain data.
"""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum

from huiyin.rules.calendars import Hours
from huiyin.rules.durations import Rule


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened to a clock, at an instant."""

    at: datetime

    def __post_init__(self) -> None:
        # Two local instants of one zone compare by their wall times, which a clock change
        # repeats; in UTC the order is the true one.
        for name in (place.name for place in fields(self)):
            value = getattr(self, name)
            if isinstance(value, datetime):
                if value.tzinfo is None:
                    raise ValueError(f"{name} needs a time zone")
                object.__setattr__(self, name, value.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Noted(ClockEvent):
    """Something worth a line in the record that moves no clock: a note, an outage, a drill."""

    name: str


@dataclass(frozen=True, slots=True)
class Paused(ClockEvent):
    """The clock stands from `at`, until a known instant or until further notice."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resumed(ClockEvent):
    """The pause that holds at `at` ends."""


@dataclass(frozen=True, slots=True)
class ExtensionAsked(ClockEvent):
    """More time was asked for; `key` is the request's own, the same for a double click."""

    key: str


@dataclass(frozen=True, slots=True)
class ExtensionGranted(ClockEvent):
    """The request `key` was granted: `by` a length from the old due, or `to` an instant."""

    key: str
    by: Rule | None = None
    to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ordered(ClockEvent):
    """A supervision order sets its own limit from `at`; it can only tighten."""

    rule: Rule


class From(StrEnum):
    """What a new rule counts from after reclassification."""

    RECEIPT = "receipt"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Reclassified(ClockEvent):
    """The matter turned out to be of another kind, with another rule."""

    rule: Rule
    counted_from: From = From.RECEIPT


@dataclass(frozen=True, slots=True)
class MergedIn(ClockEvent):
    """Another case came in; its due instant binds too."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class MergedAway(ClockEvent):
    """The case went into another one and keeps no clock."""


@dataclass(frozen=True, slots=True)
class Closed(ClockEvent):
    """The work was handed in or the case closed."""


@dataclass(frozen=True, slots=True)
class SentBack(ClockEvent):
    """What was handed in was not accepted: the same clock goes on as if it never stopped."""


@dataclass(frozen=True, slots=True)
class Reopened(ClockEvent):
    """A closed matter is taken up again, with a new clock; by its old rule if none is named."""

    rule: Rule | None = None


class Edit(StrEnum):
    """What changed about a day of the calendar."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"
    HOURS = "hours"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class DayEdited(ClockEvent):
    """The office's calendar changed for `day`."""

    day: date
    edit: Edit
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True)
class YearEntered(ClockEvent):
    """A year's holidays and moved days became known, all at once."""

    year: int
    days: tuple[DayEdited, ...]
