"""The one clock of the desk, as a page shows it.

A clock says four things: when it is due (local time), what it counts, how much is left, and
in which of four states it is:

- overdue  the due instant has passed;
- due      days: due today; hours: a sixth of the time or less is left;
- soon     days: only the due day is still to come; hours: a third of the time or less is left;
- calm     otherwise.

A finished clock keeps its outcome (on time, late, cancelled) and no longer moves. A provisional
clock - its calendar lacks a year - never shows a date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _

from huiyin.apps.org.limit_words import rule_text
from huiyin.faces.shared.counted_line import counted_line
from huiyin.faces.shared.wording import counted_text, day_reason, duration, left_text
from huiyin.rules.calendars import Why


class ClockState(StrEnum):
    """How near the due instant is."""

    CALM = "calm"
    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"


class Outcome(StrEnum):
    """How a finished clock ended; `RUNNING` while it has not."""

    RUNNING = ""
    ON_TIME = "on_time"
    LATE = "late"
    CANCELLED = "cancelled"


class CountedDay(Protocol):
    """One step of a rule's trace (`rules.deadlines.Step`): `why` is a code, times are UTC."""

    @property
    def day(self) -> dt.date: ...
    @property
    def counted(self) -> bool: ...
    @property
    def why(self) -> str: ...
    @property
    def since(self) -> dt.datetime | None: ...
    @property
    def until(self) -> dt.datetime | None: ...


@dataclass(frozen=True, slots=True)
class TraceDay:
    """One day as a person reads it."""

    date: dt.date
    counted: bool
    text: str
    why: str = ""


Day = TraceDay | CountedDay | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ClockView:
    """Everything the clock component needs; times are local, `fraction_left` is 0 to 1."""

    label: str
    started_at: dt.datetime
    due_at: dt.datetime | None
    state: ClockState
    state_text: str
    fraction_left: float
    counts_text: str
    remaining_text: str
    rule_text: str = ""
    trace: tuple[TraceDay, ...] = ()
    provisional: bool = False
    outcome: Outcome = Outcome.RUNNING
    done_at: dt.datetime | None = None
    due_on: dt.date | None = None
    due_time: str = ""
    due_this_year: bool = True
    due_today: bool = False
    soon_from: dt.datetime | None = None
    due_from: dt.datetime | None = None

    @property
    def running(self) -> bool:
        """Whether the clock still moves."""
        return self.outcome is Outcome.RUNNING

    @property
    def line(self) -> str:
        """The due date explained in one line of counted days; hours need none."""
        if self.due_at is None or not any(day.counted for day in self.trace):
            return ""
        if self.trace[0].why == Why.RUNNING:
            return ""
        return counted_line((day.date, day.counted, day.why) for day in self.trace)

    @property
    def percent_left(self) -> int:
        """Whole percent for the ring's dash."""
        return round(self.fraction_left * 100)

    @property
    def look(self) -> str:
        """The name the style sheet knows: a state, an outcome or `provisional`."""
        if not self.running:
            return self.outcome.value
        return "provisional" if self.provisional else self.state.value


def clock_view(
    *,
    label: str,
    rule: str,
    started_at: dt.datetime,
    due_at: dt.datetime | None,
    now: dt.datetime,
    tz: dt.tzinfo,
    trace: Iterable[Day] = (),
    done_at: dt.datetime | None = None,
    cancelled: bool = False,
    provisional: bool = False,
    missing_year: int | None = None,
    stands_with: str = "",
) -> ClockView:
    """Build the view of one clock: `rule` is the deadline rule's code (`H36`, `WD4`, …), times
    are aware, `tz` is the office's zone. A `provisional` (or absent) due instant is not shown.
    A paused clock has none; `stands_with` says what is left of it.
    """
    days = tuple(_readable(step, tz) for step in trace)
    started = started_at.astimezone(tz)
    if stands_with or provisional or due_at is None:
        return _dateless(label, rule, started, stands_with, missing_year, days)
    due = due_at.astimezone(tz)
    today = now.astimezone(tz).date()
    seen = (done_at or now).astimezone(tz)
    outcome = _outcome(due, done_at, cancelled=cancelled)
    due_on, due_time = _day_and_time(rule, due)
    turns = _turns(rule, started, due, due_on, days)
    state = _state(due, turns, seen)
    return ClockView(
        label=label,
        started_at=started,
        due_at=due,
        state=state,
        state_text=_state_text(state, outcome),
        fraction_left=_fraction(started, due, seen),
        counts_text=_counts(rule, days, seen.date()),
        remaining_text=_remaining(due, seen, outcome),
        rule_text=rule_text(rule),
        trace=days,
        outcome=outcome,
        done_at=seen if done_at else None,
        due_on=due_on,
        due_time=due_time,
        due_this_year=due_on.year == today.year,
        due_today=due_on == today,
        soon_from=turns[0],
        due_from=turns[1],
    )


def _readable(step: Day, tz: dt.tzinfo) -> TraceDay:
    if isinstance(step, TraceDay):
        return step
    if isinstance(step, Mapping):
        on = dt.date.fromisoformat(str(step["day"]))
        since, until = _instant(step.get("since")), _instant(step.get("until"))
        counted, why = bool(step["counted"]), str(step["why"])
    else:
        on, since, until = step.day, step.since, step.until
        counted, why = step.counted, step.why
    text = day_reason(why)
    if since and until:
        text += f" {since.astimezone(tz):%H:%M}-{until.astimezone(tz):%H:%M}"
    return TraceDay(on, counted, text, str(why))


def _instant(stored: object) -> dt.datetime | None:
    return dt.datetime.fromisoformat(str(stored)) if stored else None


def _dateless(
    label: str,
    rule: str,
    started: dt.datetime,
    left: str,
    missing_year: int | None,
    days: tuple[TraceDay, ...],
) -> ClockView:
    """A clock without a date: it stands with `left`, or the calendar of a year is missing."""
    missing = (
        _("The calendar of %(year)s is missing") % {"year": missing_year}
        if missing_year
        else _("A calendar is missing")
    )
    return ClockView(
        label=label,
        started_at=started,
        due_at=None,
        state=ClockState.CALM,
        state_text=_("Paused") if left else _("No date yet"),
        fraction_left=1.0,
        counts_text=rule_text(rule),
        remaining_text=_("%(left)s left when it goes on") % {"left": left} if left else missing,
        rule_text=rule_text(rule),
        trace=days,
        provisional=not left,
    )


def _outcome(due: dt.datetime, done_at: dt.datetime | None, *, cancelled: bool) -> Outcome:
    if cancelled:
        return Outcome.CANCELLED
    if done_at is None:
        return Outcome.RUNNING
    return Outcome.ON_TIME if done_at <= due else Outcome.LATE


def counts_days(rule: str) -> bool:
    """Whether the rule counts days (working or calendar) or months, rather than hours."""
    return rule.startswith(("WD", "CD", "MO"))


def _day_and_time(rule: str, due: dt.datetime) -> tuple[dt.date, str]:
    """The day a due instant belongs to and its time; midnight is 24:00 of the day that ends."""
    if rule.endswith("@24") and due.time() == dt.time():
        return due.date() - dt.timedelta(days=1), "24:00"
    return due.date(), f"{due:%H:%M}"


def _turns(
    rule: str,
    started: dt.datetime,
    due: dt.datetime,
    due_on: dt.date,
    days: tuple[TraceDay, ...],
) -> tuple[dt.datetime, dt.datetime]:
    """The local instants at which the clock turns `soon` and `due`."""
    if not counts_days(rule):
        total = due - started
        return due - total / 3, due - total / 6
    before = [day.date for day in days if day.counted and day.date < due_on]
    eve = max(before, default=due_on - dt.timedelta(days=1))
    return _midnight(eve, due), _midnight(due_on, due)


def _midnight(day: dt.date, like: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=like.tzinfo)


def _state(
    due: dt.datetime, turns: tuple[dt.datetime, dt.datetime], seen: dt.datetime
) -> ClockState:
    soon_from, due_from = turns
    if seen > due:
        return ClockState.OVERDUE
    if seen >= due_from:
        return ClockState.DUE
    return ClockState.SOON if seen >= soon_from else ClockState.CALM


def _fraction(started: dt.datetime, due: dt.datetime, now: dt.datetime) -> float:
    total = (due - started).total_seconds()
    if total <= 0:
        return 0.0
    return min(1.0, max(0.0, (due - now).total_seconds() / total))


def _state_text(state: ClockState, outcome: Outcome) -> str:
    words = {
        Outcome.ON_TIME: _("Done on time"),
        Outcome.LATE: _("Done late"),
        Outcome.CANCELLED: _("Cancelled"),
    }
    if outcome in words:
        return words[outcome]
    return {
        ClockState.CALM: _("Running"),
        ClockState.SOON: _("Due soon"),
        ClockState.DUE: _("Due now"),
        ClockState.OVERDUE: _("Overdue"),
    }[state]


def _counts(rule: str, days: tuple[TraceDay, ...], today: dt.date) -> str:
    """`working day 3 of 4`, an extension's days included; hours and months as they are."""
    counted = [day.date for day in days if day.counted]
    if not rule.startswith(("WD", "CD")) or not counted:
        return rule_text(rule)
    reached = sum(1 for day in counted if day <= today)
    return counted_text(rule[:2], reached, len(counted))


def _remaining(due: dt.datetime, seen: dt.datetime, outcome: Outcome) -> str:
    if outcome is Outcome.CANCELLED:
        return _("Ended without being due")
    if outcome is Outcome.ON_TIME:
        return _("%(span)s before it was due") % {"span": duration(due - seen)}
    if outcome is Outcome.LATE:
        return _("%(span)s late") % {"span": duration(seen - due)}
    return left_text(due, seen)
