"""The rules against the slow clock, on made-up starts, pauses and histories of every kind."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.calendar_files import read_calendar, read_hours
from huiyin.rules.calendars import Calendar, Span
from huiyin.rules.clock_events import (
    ClockEvent,
    DayEdited,
    Edit,
    ExtensionAsked,
    ExtensionGranted,
    From,
    MergedIn,
    Ordered,
    Paused,
    Reclassified,
)
from huiyin.rules.clock_replay import replay
from huiyin.rules.deadlines import due_at
from huiyin.rules.durations import read_rule
from tests.rules.offices import ALWAYS, GAP, LONDON, NIGHT, OFFICE, weekdays
from tests.rules.slow_clock import MINUTE, Stretch, slow_due

SLOW = settings(max_examples=12, deadline=None, derandomize=True)
# Half days, a day of its own at night, a half-hour clock change and an office that keeps Saturday.
LHI = read_calendar("LHI", {"tz": "Australia/Lord_Howe", "week": weekdays([["01:45", "12:00"]], 6)})
ODD = OFFICE.with_hours(date(2025, 10, 9), read_hours("odd", "hours", [["08:30", "12:00"]]))
CALENDARS = st.sampled_from([OFFICE, ODD, LONDON, NIGHT, GAP, ALWAYS, LHI])
KINDS = st.sampled_from(
    ["H36", "H1", "WH8", "WH3", "WD1", "WD4", "WD4@24", "WD0", "CD7", "CD15@24", "CD0", "MO1"]
)
# Around holidays and clock changes as often as anywhere else.
SEASONS = [(2025, 9, 24), (2025, 3, 7), (2025, 3, 28), (2025, 4, 4), (2025, 10, 24), (2025, 11, 1)]
STARTS = st.builds(
    lambda day, minutes: datetime.combine(date(*day), time(), UTC) + minutes * MINUTE,
    st.sampled_from(SEASONS),
    st.integers(0, 14 * 1440),
)
AFTER = st.one_of(st.integers(1, 3000), st.integers(1, 200).map(lambda n: n * 30))
PAUSES = st.lists(st.tuples(AFTER, AFTER), max_size=3)


def slow(rule: str, start: datetime, calendar: Calendar, pauses: list[Stretch]) -> datetime:
    """The slow due of a rule written as text."""
    read = read_rule(rule)
    name = f"{read.kind}{'@24' if read.at_midnight else ''}"
    return slow_due(name, read.amount, start, calendar, pauses)


@SLOW
@given(STARTS, KINDS, CALENDARS, PAUSES)
def test_every_kind_of_limit_is_counted_as_by_hand(
    start: datetime, rule: str, calendar: Calendar, pauses: list[tuple[int, int]]
) -> None:
    stretches = [(start + a * MINUTE, start + (a + b) * MINUTE) for a, b in pauses]
    due = due_at(read_rule(rule), start, calendar, [Span(*stretch) for stretch in stretches])
    assert due.at == slow(rule, start, calendar, stretches)


@dataclass
class Hand:
    """A clock kept by hand on one sheet: limits that bind, each (rule, start, extension)."""

    rule: str
    receipt: datetime
    start: datetime
    extension: str = ""
    others: list[tuple[str, datetime]] = field(default_factory=list)
    pauses: list[Stretch] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def own(self) -> datetime:
        due = slow(self.rule, self.start, OFFICE, self.pauses)
        return slow(self.extension, due, OFFICE, self.pauses) if self.extension else due

    def dues(self) -> list[datetime]:
        others = [slow(rule, start, OFFICE, self.pauses) for rule, start in self.others]
        return [self.own(), *others]

    def take(self, what: str, at: datetime, rule: str) -> None:
        if what == "pause" and at <= max(self.dues()):
            self.pauses.append((at, at + 7 * 60 * MINUTE))
        elif what == "order":
            self.others.append((rule, at))
        elif what == "merge":
            self.others.append(("H10", at))  # ten hours are left of the case that comes in
        elif what == "ask" and at <= self.own():
            self.asked.add(rule)
        elif what == "grant" and rule in self.asked and not self.extension:
            self.extension = rule
        elif what.startswith("reclassify") and at <= self.own():
            self.start = at if what.endswith("decision") else self.receipt
            self.rule, self.extension = rule, ""


def as_events(what: str, at: datetime, rule: str) -> ClockEvent:
    limit = read_rule(rule)
    made: dict[str, ClockEvent] = {
        "pause": Paused(at, at + 7 * 60 * MINUTE),
        "order": Ordered(at, limit),
        "merge": MergedIn(at, at + 600 * MINUTE),
        "ask": ExtensionAsked(at, rule),
        "grant": ExtensionGranted(at, rule, by=limit),
        "reclassify": Reclassified(at, limit),
        "reclassify_decision": Reclassified(at, limit, From.DECISION),
    }
    return made[what]


WHAT = st.sampled_from(
    ["pause", "order", "merge", "ask", "ask", "grant", "grant", "reclassify", "reclassify_decision"]
)
HISTORY = st.lists(st.tuples(AFTER, WHAT, st.sampled_from(["H12", "WH8", "WD2"])), max_size=6)


@SLOW
@given(STARTS, st.sampled_from(["H36", "WH8", "WD4", "CD7"]), HISTORY)
def test_a_history_ends_where_the_hand_kept_sheet_ends(
    start: datetime, rule: str, history: list[tuple[int, str, str]]
) -> None:
    rows = sorted((start + after * MINUTE, what, by) for after, what, by in history)
    hand = Hand(rule, start, start)
    for at, what, by in rows:
        hand.take(what, at, by)
    events = [as_events(what, at, by) for at, what, by in rows]
    state = replay(start, read_rule(rule), OFFICE, events)
    assert state.due is not None
    assert state.due.at == min(hand.dues())
    assert replay(start, read_rule(rule), OFFICE, [*events, *events[-1:]]).due == state.due or (
        events[-1:] and isinstance(events[-1], Ordered | MergedIn | Reclassified | Paused)
    )


EDITS = st.lists(
    st.tuples(AFTER, st.sampled_from(list(Edit)), st.integers(-3, 20)), min_size=1, max_size=4
)


@SLOW
@given(STARTS, st.sampled_from(["WH8", "WD4", "CD7", "MO1"]), EDITS, st.booleans())
def test_an_edited_calendar_never_brings_a_running_clock_forward(
    start: datetime, rule: str, edits: list[tuple[int, Edit, int]], ordered: bool
) -> None:
    events: list[ClockEvent] = [Ordered(start + MINUTE, read_rule("WD2"))] if ordered else []
    hours = read_hours("edit", "hours", [["08:30", "11:00"]])
    for after, edit, days in sorted(edits, key=lambda row: row[0]):
        day = OFFICE.local_date(start) + timedelta(days=days)
        events.append(DayEdited(start + (after + 1) * MINUTE, day, edit, hours))
    state = replay(start, read_rule(rule), OFFICE, events)
    versions = [version for version in state.versions if version.since > start or not ordered]
    dues = [version.at for version in versions if version.at is not None]
    assert dues == sorted(dues) or any(version.provisional for version in versions)
    moved = [replace(event, at=start - MINUTE) for event in events if isinstance(event, DayEdited)]
    fresh = replay(start, read_rule(rule), OFFICE, moved)
    assert fresh.due is not None
    assert fresh.due.at == slow(rule, start, fresh.calendar, [])
