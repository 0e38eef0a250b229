"""What a deadline case says beside its due instant: one test for each such row of the domain.

The rows beside the checkout are judged where they are; rows of our own, of the same kinds, always.
What a row says of sending, pages or processes is proved by the tests that `PROVED` names.
"""

import ast
import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from huiyin.rules.calendar_files import read_calendars
from huiyin.rules.calendars import Calendar
from huiyin.rules.clock_history import read_events, read_instant
from huiyin.rules.clock_replay import replay
from huiyin.rules.clocks import ClockState, Source, Status
from huiyin.rules.durations import Kind, Rule, read_rule
from huiyin.rules.escalation import Acknowledged, Level, OnLeave, Unreachable, chain
from huiyin.rules.refusals import Refusal
from huiyin.rules.reminders import warn_at
from tests.rules.offices import OFFICE

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "domain"
PROVED = {
    "E13": "apps/cases/test_joined_cases.py::"
    "test_cases_are_merged_with_the_earliest_due_and_parted_again",
    "F01": "apps/cases/test_clocks_that_move.py::"
    "test_an_edited_calendar_lengthens_running_clocks_only_and_tells_the_officer",
    "D06": "apps/cases/test_clocks_that_move.py::"
    "test_a_pause_stops_every_clock_and_shows_what_is_left",
    "J01": "flows/test_notices.py::"
    "test_overdue_reaches_head_and_office_and_says_how_late_the_notice_is",
    "J02": "apps/cases/test_sweep.py::test_warning_and_overdue_are_raised_once_each",
    "J03": "flows/test_notices.py::"
    "test_a_sender_that_dies_before_it_notes_the_mail_sends_it_again_under_the_same_id",
    "J04": "flows/test_notices.py::"
    "test_a_sender_that_dies_before_it_notes_the_mail_sends_it_again_under_the_same_id",
    "J06": "apps/cases/test_sweep.py::test_no_sweep_while_machine_and_database_disagree",
    "J11": "apps/cases/test_sweep.py::test_a_broken_clock_is_put_aside_and_the_others_are_swept",
}


@dataclass(frozen=True)
class Row:
    """A deadline case with its clock replayed."""

    id: str
    start: datetime
    rule: Rule
    calendar: Calendar
    raw: list[Mapping[str, str]]
    other: str
    state: ClockState

    @property
    def due(self) -> datetime:
        assert self.state.due is not None
        return self.state.due.at

    @property
    def overdue(self) -> list[tuple[int, datetime]]:
        """(due version, instant) of every overdue notice: a due that stood while it passed."""
        state = self.state
        ends = [*(version.since for version in state.versions[1:]), None]
        open_until = state.closed_at
        return [
            (number, version.at)
            for number, (version, end) in enumerate(zip(state.versions, ends, strict=True), 1)
            if version.at is not None
            and (end is None or version.at < end)
            and (open_until is None or version.at < open_until)
        ]

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of an escalation after what happened to them."""
        told: list[Acknowledged | Unreachable | OnLeave] = []
        for event in self.raw:
            level = int(event.get("level", 0))
            if event["do"] == "ack":
                told.append(Acknowledged(read_instant(event["at"]), level))
            elif event["do"] == "no_channel":
                told.append(Unreachable(read_instant(event["at"]), level))
            elif event["do"] == "leave":
                told.append(OnLeave(read_instant(event["at"]), level, event["substitute"]))
        return chain(self.rule, self.start, told)

    def local(self, at: datetime) -> str:
        """The office's wall clock."""
        return f"{at.astimezone(self.calendar.zone):%H:%M}"

    def objections(self) -> list[Refusal]:
        """What the clock did not follow."""
        return [objection.code for objection in self.state.objections]


def made(id_: str, start: str, rule: str, calendar: Calendar, events: str, other: str) -> Row:
    begin, read = read_instant(start), read_rule(rule)
    raw = json.loads(events or "[]")
    state = replay(begin, read, calendar, read_events(raw, begin, at_midnight=read.at_midnight))
    return Row(id_, begin, read, calendar, raw, other, state)


def certain(row: Row) -> None:
    assert row.state.due is not None
    assert not row.state.due.provisional


def cleared(row: Row) -> None:
    certain(row)
    assert row.state.versions[0].provisional


def late_from_birth(row: Row) -> None:
    entered = read_instant(row.raw[0]["at"])
    assert row.due < entered
    assert [number for number, _at in row.overdue] == [1]
    assert warn_at(row.state.due, Rule(Kind.HOURS, 360), row.calendar) < entered  # type: ignore[arg-type]
    assert row.objections() == []


def refused_and_late(code: Refusal) -> Callable[[Row], None]:
    def check(row: Row) -> None:
        assert set(row.objections()) == {code}
        assert row.overdue == [(1, row.due)]

    return check


def stands_with_hours(row: Row) -> None:
    hours = int(re.findall(r"remaining=(\d+) h", row.other)[0])
    left = row.state.remaining
    assert (row.state.status, row.state.due, row.overdue) == (Status.PAUSED, None, [])
    assert left is not None
    assert left.time == timedelta(hours=hours)


def gap_stays(row: Row) -> None:
    (first, *_rest) = row.overdue
    decided = read_instant(row.raw[0]["at"])
    gap = int(re.findall(r"(\d+) h gap", row.other)[0])
    assert first == (1, row.state.versions[0].at)
    assert decided - first[1] == timedelta(hours=gap)


def order_binds(row: Row) -> None:
    assert row.state.source is Source.ORDER


def order_apart(row: Row) -> None:
    assert row.state.source is Source.OWN
    assert [limit.source for limit in row.state.limits] == [Source.OWN, Source.ORDER]


def both_rules(row: Row) -> None:
    assert (row.rule, row.state.rule) == (row.rule, read_rule(row.raw[0]["rule"]))
    assert row.state.rule != row.rule
    assert len(row.state.versions) == 2


def merge_binds(row: Row) -> None:
    assert row.state.source is Source.MERGE


def no_clock_any_more(row: Row) -> None:
    assert (row.state.status, row.state.due, row.overdue) == (Status.MERGED, None, [])


def second_clock(row: Row) -> None:
    (first,) = row.state.earlier
    assert (first.number, first.on_time, row.state.number) == (1, True, 2)


def moved_by_edit(row: Row) -> None:
    old, new = row.state.versions
    assert old.at is not None
    assert new.at is not None
    assert new.at > old.at


def closed_on_time(row: Row) -> None:
    (first,) = row.state.earlier
    assert (row.state.status, first.on_time, row.overdue) == (Status.CLOSED, True, [])


def not_moved(row: Row) -> None:
    assert row.due - row.start == row.rule.time


def levels_as_told(row: Row) -> None:
    told = {level.number: row.local(level.notified_at) for level in row.levels}
    by = {level.number: row.local(level.acknowledge_by) for level in row.levels}
    notified, _mark, limits = row.other.partition("ack-by")
    for number, when in re.findall(r"L(\d) (?:notified )?(\d\d:\d\d)", notified):
        assert told[int(number)] == when
    for number, when in re.findall(r"L(\d) (?:by |stays )?(\d\d:\d\d)", limits):
        assert by[int(number)] == when
    for number, when in re.findall(r"L(\d) by (\d\d:\d\d)", row.other):
        assert by[int(number)] == when
    assert row.levels[-1].acknowledge_by == row.due


def skipped_level(row: Row) -> None:
    levels_as_told(row)
    assert row.levels[0].unreachable


def on_time(row: Row) -> None:
    assert [level.on_time for level in row.levels] == [True]


def substitute_told(row: Row) -> None:
    name, when = re.findall(r"(\w+) notified at (\d\d:\d\d)", row.other)[0]
    last = row.levels[-1]
    assert (last.substitute, row.local(last.notified_at)) == (name, when)


def drill(row: Row) -> None:
    not_moved(row)
    assert row.objections() == []


def once_and_late(row: Row) -> None:
    ((_version, at),) = row.overdue
    up = read_instant(row.raw[0]["to"])
    delay = int(re.findall(r"delayed (\d+) h", row.other)[0])
    assert (max(at, up) - at) == timedelta(hours=delay)
    lead = warn_at(row.state.due, Rule(Kind.HOURS, 1), row.calendar)  # type: ignore[arg-type]
    assert lead < at < up  # a warning that waited would come after the due: it is not sent


def once(row: Row) -> None:
    assert row.overdue == [(1, row.due)]


def twice(row: Row) -> None:
    assert [number for number, _at in row.overdue] == [1, 2]
    days = [f"{at.astimezone(row.calendar.zone):%-d %b %H:%M}" for _number, at in row.overdue]
    assert days == re.findall(r"(\d+ \w+ \d\d:\d\d)", row.other)


def warned(row: Row) -> None:
    lead = read_rule(row.raw[0]["before"])
    at = warn_at(row.state.due, lead, row.calendar)  # type: ignore[arg-type]
    assert f"{at.astimezone(row.calendar.zone):%a %H:%M}" in row.other


CHECKS: Mapping[str, Callable[[Row], None]] = {
    "A18": certain, "A20": cleared, "B07": late_from_birth,
    "D05": refused_and_late(Refusal.PAUSED_TOO_LATE), "D06": stands_with_hours, "E02": gap_stays,
    "E03": refused_and_late(Refusal.ASKED_TOO_LATE), "E08": order_binds, "E09": order_apart,
    "E10": both_rules, "E12": both_rules, "E13": merge_binds, "E14": no_clock_any_more,
    "E15": second_clock, "F01": moved_by_edit, "F04": closed_on_time, "I01": not_moved,
    "I02": levels_as_told, "I03": levels_as_told, "I04": skipped_level, "I05": on_time,
    "I08": substitute_told, "I10": drill, "J01": once_and_late, "J02": once, "J03": once,
    "J04": once, "J05": once, "J06": once, "J08": twice, "J09": warned, "J11": once,
}  # fmt: skip


def listed() -> list[dict[str, str]]:
    path = SHARED / "deadline_cases.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["expected_other"]]


@cache
def calendars() -> Mapping[str, Calendar]:
    return read_calendars(json.loads((SHARED / "deadline_calendars.json").read_text("utf-8")))[0]


@pytest.mark.skipif(not SHARED.exists(), reason="the domain cases are not beside the checkout")
@pytest.mark.parametrize("row", listed(), ids=lambda row: row["id"])
def test_a_listed_case_keeps_what_it_says_beside_its_due(row: dict[str, str]) -> None:
    assert row["id"] in CHECKS, f"no check for {row['id']}: {row['expected_other']}"
    CHECKS[row["id"]](
        made(row["id"], row["start"], row["rule"], calendars()[row["calendar"]], row["events"],
             row["expected_other"])
    )  # fmt: skip


OWN = [
    ("A18", "2025-05-07T10:00:00+08:00", "WD4", "[]", ""),
    ("A20", "2026-12-31T10:00:00+08:00", "WD2",
     '[{"at": "2026-12-31T11:00:00+08:00", "do": "holiday_add", "day": "2027-01-01"}]', ""),
    ("B07", "2025-06-03T08:00:00+08:00", "H12",
     '[{"at": "2025-06-04T09:00:00+08:00", "do": "note"}]', ""),
    ("D05", "2025-06-03T08:00:00+08:00", "H12",
     '[{"at": "2025-06-03T20:00:01+08:00", "do": "pause", "until": "2025-06-05T08:00:00+08:00"}]',
     ""),
    ("D06", "2025-06-03T08:00:00+08:00", "H12",
     '[{"at": "2025-06-03T17:00:00+08:00", "do": "pause", "until": null}]', "remaining=3 h"),
    ("E02", "2025-06-03T08:00:00+08:00", "H12",
     ('[{"do": "extend", "key": "k", "requested": "2025-06-03T20:00:00+08:00", "decision":'
     ' "approved", "by": "+24h", "at": "2025-06-04T01:00:00+08:00"}]'), "the 5 h gap stays"),
    ("E03", "2025-06-03T08:00:00+08:00", "H12",
     ('[{"do": "extend", "key": "k", "requested": "2025-06-03T20:00:01+08:00", "decision":'
     ' "approved", "by": "+24h", "at": "2025-06-04T01:00:00+08:00"}]'), ""),
    ("E08", "2025-06-03T08:00:00+08:00", "WD4",
     '[{"at": "2025-06-03T09:00:00+08:00", "do": "order", "rule": "H6"}]', ""),
    ("E09", "2025-06-03T08:00:00+08:00", "H12",
     '[{"at": "2025-06-03T09:00:00+08:00", "do": "order", "rule": "WD4"}]', ""),
    ("E10", "2025-06-03T08:00:00+08:00", "H36",
     '[{"at": "2025-06-03T09:00:00+08:00", "do": "reclassify", "rule": "WD4"}]', ""),
    ("E13", "2025-06-03T08:00:00+08:00", "H36",
     ('[{"at": "2025-06-03T09:00:00+08:00", "do": "merge_in", "due":'
     ' "2025-06-03T12:00:00+08:00"}]'), ""),
    ("E14", "2025-06-03T08:00:00+08:00", "H36",
     '[{"at": "2025-06-03T09:00:00+08:00", "do": "merged_away"}]', ""),
    ("E15", "2025-06-03T08:00:00+08:00", "H36",
     ('[{"at": "2025-06-03T09:00:00+08:00", "do": "close"},'
     ' {"at": "2025-07-03T09:00:00+08:00", "do": "reopen"}]'), ""),
    ("F01", "2025-06-03T08:00:00+08:00", "WD2",
     '[{"at": "2025-06-03T20:00:00+08:00", "do": "holiday_add", "day": "2025-06-05"}]', ""),
    ("F04", "2025-06-03T08:00:00+08:00", "WD2",
     ('[{"at": "2025-06-04T20:00:00+08:00", "do": "close"},'
     ' {"at": "2025-06-09T20:00:00+08:00", "do": "holiday_add", "day": "2025-06-04"}]'), ""),
    ("I02", "2025-10-01T22:00:00+08:00", "ESC60m/2", "[]",
     "notified: L1 22:00, L2 22:30; ack-by L1 22:30, L2 23:00"),
    ("I03", "2025-10-01T22:00:00+08:00", "ESC60m/2",
     '[{"at": "2025-10-01T22:05:00+08:00", "do": "ack", "level": 1}]',
     "L2 notified 22:05; L2 by 23:00"),
    ("I04", "2025-10-01T22:00:00+08:00", "ESC60m/2",
     '[{"at": "2025-10-01T22:00:00+08:00", "do": "no_channel", "level": 1}]', "L2 notified 22:00"),
    ("I05", "2025-10-01T22:00:00+08:00", "ESC60m/1",
     '[{"at": "2025-10-01T23:00:00+08:00", "do": "ack", "level": 1}]', ""),
    ("I08", "2025-10-01T22:00:00+08:00", "ESC60m/2",
     '[{"at": "2025-09-30T22:00:00+08:00", "do": "leave", "level": 2, "substitute": "T"}]',
     "T notified at 22:30"),
    ("J01", "2025-06-03T08:00:00+08:00", "H12",
     '[{"do": "down", "from": "2025-06-03T18:30:00+08:00", "to": "2025-06-03T22:00:00+08:00"}]',
     "notice delayed 2 h"),
    ("J08", "2025-06-03T08:00:00+08:00", "H12",
     ('[{"do": "extend", "key": "k", "requested": "2025-06-03T19:00:00+08:00", "decision":'
     ' "approved", "by": "+12h", "at": "2025-06-03T20:30:00+08:00"}]'),
     "overdue notices: 3 Jun 20:00 and 4 Jun 08:00"),
    ("J09", "2025-06-03T17:00:00+08:00", "WH2", '[{"do": "warn", "before": "WH0.5"}]',
     "warning at Wed 09:00"),
]  # fmt: skip


def test_cases_of_our_own_keep_what_they_say_beside_their_due() -> None:
    for like, start, rule, events, other in OWN:
        try:
            CHECKS[like](made(like, start, rule, OFFICE, events, other))
        except AssertionError as error:
            raise AssertionError(f"like {like}, {start} {rule}: {error}") from error


def test_what_is_proved_elsewhere_is_there() -> None:
    missing = []
    for node in PROVED.values():
        path, _colons, name = node.partition("::")
        tree = ast.walk(ast.parse((ROOT / "tests" / path).read_text("utf-8")))
        if name not in {found.name for found in tree if isinstance(found, ast.FunctionDef)}:
            missing.append(node)
    assert missing == []
