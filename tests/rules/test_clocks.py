"""A clock followed through its events: what binds, what is kept, what is refused."""

import pytest

from huiyin.rules.clock_events import Closed, DayEdited, Edit, Paused, Reopened
from huiyin.rules.clock_history import EventError, read_events
from huiyin.rules.clock_replay import replay
from huiyin.rules.clocks import ClockState, Remaining, Source, Status
from huiyin.rules.durations import read_rule
from huiyin.rules.refusals import Refusal
from tests.rules.offices import OFFICE, at

Row = dict[str, object]


def day(text: str) -> str:
    """A whole instant from "06-05T09:00" of 2025 in Shanghai."""
    return f"2025-{text}:00+08:00"


def followed(rule: str, start: str, *rows: Row) -> ClockState:
    began, limit = at(day(start)), read_rule(rule)
    events = read_events(rows, began, at_midnight=limit.at_midnight)
    return replay(began, limit, OFFICE, events)


def pause(since: str, until: str | None) -> Row:
    return {"do": "pause", "at": day(since), "until": until and day(until)}


def extend(key: str, asked: str, decided: str, by: str = "+3WD", **more: object) -> Row:
    row: Row = {"do": "extend", "key": key, "requested": day(asked), "at": day(decided)}
    return row | {"decision": "approved", "by": by} | more


def order(since: str, rule: str) -> Row:
    return {"do": "order", "at": day(since), "rule": rule}


def edit(since: str, do: str, on: str, **more: object) -> Row:
    return {"do": do, "at": day(since), "day": f"2025-{on}"} | more


MOVES: list[tuple[str, str, list[Row], str | None]] = [
    ("H36", "06-05T09:00", [{"do": "note", "at": day("06-09T09:00")}], "06-06T21:00"),
    # extensions
    ("WD4", "06-09T10:00", [extend("a", "06-10T10:00", "06-10T11:00")], "06-18T18:00"),
    ("WD4", "06-09T10:00", [extend("a", "06-13T18:00", "06-16T09:00")], "06-18T18:00"),
    ("WD4", "06-09T10:00", [extend("a", "06-13T18:01", "06-16T09:00")], "06-13T18:00"),
    ("WD4", "06-09T10:00", [extend("a", "06-10T10:00", "06-10T11:00")] * 2, "06-18T18:00"),
    ("WD4", "06-09T10:00", [extend("a", "06-10T10:00", "06-10T11:00"),
                            extend("b", "06-17T10:00", "06-17T11:00")], "06-18T18:00"),
    ("WD4", "06-09T10:00", [extend("a", "06-10T10:00", "06-10T11:00", decision="refused")],
     "06-13T18:00"),
    ("WD4@24", "06-09T10:00", [extend("a", "06-10T10:00", "06-10T11:00", "+1WD")], "06-17T00:00"),
    ("H36", "06-05T09:00", [extend("a", "06-06T10:00", "06-06T11:00", "+24h")], "06-07T21:00"),
    # orders and merges only tighten
    ("H36", "06-05T09:00", [order("06-05T19:00", "H12")], "06-06T07:00"),
    ("H36", "06-05T09:00", [order("06-06T15:00", "H12")], "06-06T21:00"),
    ("H36", "06-05T09:00", [order("06-05T19:00", "H12"),
                            extend("a", "06-05T20:00", "06-05T21:00", "+24h")], "06-06T07:00"),
    # an order that is late already takes nothing from the matter's own limit
    ("H36", "06-05T09:00", [order("06-05T10:00", "H2"), pause("06-05T13:00", "06-05T14:00")],
     "06-05T12:00"),
    ("WD4", "06-09T10:00",
     [{"do": "merge_in", "at": day("06-10T09:00"), "due": day("06-10T21:00")}], "06-10T21:00"),
    ("WD4", "06-09T10:00",
     [{"do": "merge_in", "at": day("06-10T09:00"), "due": day("06-20T21:00")}], "06-13T18:00"),
    ("WD4", "06-09T10:00", [{"do": "merged_away", "at": day("06-10T09:00")}], None),
    # reclassified
    ("H36", "06-05T09:00", [{"do": "reclassify", "at": day("06-06T15:00"), "rule": "WD4",
                             "from": "receipt"}], "06-11T18:00"),
    ("WD4", "06-05T09:00", [{"do": "reclassify", "at": day("06-10T10:00"), "rule": "H36",
                             "from": "decision"}], "06-11T22:00"),
    ("H36", "06-05T09:00", [{"do": "reclassify", "at": day("06-06T21:01"), "rule": "WD4"}],
     "06-06T21:00"),
    # stopped, sent back, reopened
    ("H36", "06-05T09:00", [{"do": "submit", "at": day("06-05T10:00")}], None),
    ("H36", "06-05T09:00", [{"do": "submit", "at": day("06-05T10:00")},
                            {"do": "send_back", "at": day("06-06T10:00")}], "06-06T21:00"),
    ("H36", "06-05T09:00", [{"do": "close", "at": day("06-05T10:00")},
                            {"do": "reopen", "at": day("06-20T10:00")}], "06-21T22:00"),
    # pauses
    ("H36", "06-05T09:00", [pause("06-05T10:00", None)], None),
    ("H36", "06-05T09:00", [pause("06-05T10:00", None),
                            {"do": "resume", "at": day("06-05T11:30")}], "06-06T22:30"),
    ("H36", "06-05T09:00", [pause("06-05T10:00", "06-05T15:00"),
                            {"do": "resume", "at": day("06-05T11:30")}], "06-06T22:30"),
    ("H36", "06-05T09:00", [pause("06-06T21:01", None)], "06-06T21:00"),
    # the calendar is changed while the clock runs
    ("WD4", "06-09T10:00", [edit("06-10T20:00", "holiday_add", "06-12")], "06-16T18:00"),
    ("WD4", "06-10T10:00", [edit("06-10T12:00", "workday_add", "06-14")], "06-16T18:00"),
    ("WD4", "06-10T10:00", [edit("06-09T12:00", "workday_add", "06-14")], "06-14T18:00"),
    ("WD4", "06-09T10:00", [edit("06-10T12:00", "hours_set", "06-13", hours=[["08:30", "12:00"]])],
     "06-13T18:00"),
    ("WD4", "06-09T10:00", [edit("06-10T12:00", "hours_set", "06-12", hours=[])], "06-16T18:00"),
    ("WD4", "09-29T10:00", [edit("09-30T12:00", "holiday_remove", "10-08")], "10-11T18:00"),
    ("WD4", "06-09T10:00", [edit("06-10T12:00", "holiday_add", "06-12"),
                            edit("06-10T13:00", "day_normal", "06-12")], "06-16T18:00"),
    ("WD4", "06-10T10:00", [edit("06-10T12:00", "workday_add", "06-14"),
                            {"do": "reopen", "at": day("06-11T10:00")}], "06-16T18:00"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "start", "rows", "expected"), MOVES)
def test_what_binds_after_the_events(
    rule: str, start: str, rows: list[Row], expected: str | None
) -> None:
    state = followed(rule, start, *rows)
    assert (state.due and state.due.at) == (at(day(expected)) if expected else None)


def test_the_order_of_the_rows_is_nothing() -> None:
    rows: list[Row] = [
        edit("06-20T12:00", "holiday_add", "06-05"),
        {"do": "close", "at": day("06-09T17:00")},
    ]
    state = followed("WD4", "06-03T10:00", *rows)
    assert state.status is Status.CLOSED
    assert state.earlier[0].on_time
    assert state.earlier[0].due_at == at(day("06-09T18:00"))
    assert followed("WD4", "06-03T10:00", *rows[::-1]) == state


def test_an_order_that_tightens_is_named_as_the_binding_clock() -> None:
    assert followed("H36", "06-05T09:00", order("06-05T19:00", "H12")).source is Source.ORDER
    assert followed("H36", "06-05T09:00", order("06-06T15:00", "H12")).source is Source.OWN


def test_an_extension_is_asked_in_time_of_the_own_limit_whatever_an_order_says() -> None:
    late_order = order("06-05T10:00", "H2")
    state = followed(
        "H36", "06-05T09:00", late_order, extend("a", "06-06T20:00", "06-06T20:30", "+24h")
    )
    assert state.extensions == 1
    assert state.objections == ()


def test_a_stopped_clock_says_what_is_left() -> None:
    hours = followed("H36", "06-05T09:00", pause("06-05T15:00", None))
    days = followed("WD4", "06-09T10:00", pause("06-11T09:00", None))
    evening = followed("WD4", "06-09T10:00", pause("06-11T19:00", None))
    work = followed("WH8", "06-05T09:00", pause("06-05T15:00", None))
    assert hours.status is Status.PAUSED
    assert hours.remaining is not None
    assert hours.remaining.time is not None
    assert hours.remaining.time.total_seconds() == 30 * 3600
    assert days.remaining == Remaining(days=3)
    assert evening.remaining == Remaining(days=2)
    assert work.remaining is not None
    assert work.remaining.time is not None
    assert work.remaining.time.total_seconds() == 3.5 * 3600


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([pause("06-06T21:01", "06-06T22:00")], Refusal.PAUSED_TOO_LATE),
        ([pause("06-05T10:00", "06-05T10:00")], Refusal.PAUSE_EMPTY),
        ([extend("a", "06-06T21:01", "06-06T22:00", "+24h")], Refusal.ASKED_TOO_LATE),
        ([extend("a", "06-06T10:00", "06-06T11:00", "+24h"),
          extend("b", "06-06T12:00", "06-06T13:00", "+24h")], Refusal.EXTENSION_USED),
        ([{"do": "extend", "key": "a", "requested": day("06-06T10:00"), "at": day("06-06T11:00"),
           "decision": "granted", "to": day("06-06T20:00")}], Refusal.NEW_DUE_NOT_LATER),
        ([{"do": "close", "at": day("06-06T10:00")}, order("06-06T11:00", "H1")],
         Refusal.CLOCK_STOPPED),
        ([{"do": "send_back", "at": day("06-06T10:00")}], Refusal.EVENT_NOT_HERE),
    ],
)  # fmt: skip
def test_what_the_clock_does_not_follow_is_on_record(rows: list[Row], code: Refusal) -> None:
    state = followed("H36", "06-05T09:00", *rows)
    assert code in {objection.code for objection in state.objections}


def test_every_due_that_ever_bound_is_kept_as_a_version() -> None:
    state = followed("H36", "06-05T09:00", extend("a", "06-06T20:00", "06-06T21:30", "+24h"))
    assert [(version.since, version.at) for version in state.versions] == [
        (at(day("06-05T09:00")), at(day("06-06T21:00"))),
        (at(day("06-06T21:30")), at(day("06-07T21:00"))),
    ]


def test_a_reopened_matter_has_a_second_clock_and_the_first_stays_as_it_ended() -> None:
    start, rule = at(day("06-05T09:00")), read_rule("H36")
    late = at(day("06-06T21:01"))
    state = replay(start, rule, OFFICE, [Closed(late), Reopened(at(day("06-20T10:00")))])
    assert state.number == 2
    assert [(clock.number, clock.on_time) for clock in state.earlier] == [(1, False)]


def test_a_calendar_that_arrives_clears_the_provisional_due() -> None:
    start, rule = at("2026-12-30T10:00"), read_rule("WD4")
    before = replay(start, rule, OFFICE, [])
    arrived = DayEdited(at("2026-12-30T11:00"), at("2027-01-01T09:00").date(), Edit.HOLIDAY)
    after = replay(start, rule, OFFICE, [arrived])
    assert before.due is not None
    assert before.due.provisional
    assert after.due is not None
    assert not after.due.provisional
    assert after.due.at == at("2027-01-06T18:00")


def test_a_day_edited_during_an_open_pause_is_followed_when_the_clock_goes_on() -> None:
    state = followed(
        "WD4",
        "06-09T10:00",
        pause("06-10T09:00", None),
        edit("06-10T20:00", "holiday_add", "06-16"),
        {"do": "resume", "at": day("06-11T09:00")},
    )
    assert state.due is not None
    assert state.due.at == at(day("06-17T18:00"))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("no list", "write a list"),
        ([7], "event 1: write an object"),
        ([{"do": "dance", "at": day("06-05T09:00")}], "event 1 \\(dance\\): no such event"),
        ([{"do": "pause"}], "at is missing"),
        ([{"do": "pause", "at": "2025-06-05T09:00:00"}], "needs a time zone"),
        ([{"do": "order", "at": day("06-05T09:00"), "rule": "soon"}], "no time limit"),
        ([{"do": "reclassify", "at": day("06-05T09:00"), "rule": "H1", "from": "birth"}], "birth"),
        ([{"do": "holiday_add", "day": "tomorrow"}], "not a date"),
    ],
)
def test_an_event_that_cannot_be_read_is_named(rows: object, said: str) -> None:
    with pytest.raises(EventError, match=said):
        read_events(rows, at(day("06-05T09:00")))


def test_events_keep_instants_in_utc_so_that_a_doubled_hour_keeps_its_order() -> None:
    first = at("2025-10-26T01:30+01:00").astimezone(OFFICE.zone)
    assert Paused(first, None).at.utcoffset() == at("2025-01-01T00:00+00:00").utcoffset()
    with pytest.raises(ValueError, match="time zone"):
        Closed(first.replace(tzinfo=None))
