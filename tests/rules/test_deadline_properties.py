"""What holds for every due instant, and a slow, plain second way to count the same."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.calendars import Calendar, Span
from huiyin.rules.clock_events import ClockEvent, Paused, Resumed
from huiyin.rules.clock_replay import replay
from huiyin.rules.deadlines import due_at
from huiyin.rules.durations import Rule, read_rule
from huiyin.rules.reminders import warn_at
from tests.rules.offices import ALWAYS, GAP, LONDON, NIGHT, OFFICE

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
QUICK = settings(max_examples=25, deadline=None, derandomize=True)
CALENDARS = st.sampled_from([OFFICE, LONDON, NIGHT, GAP, ALWAYS])
RULES = st.sampled_from(
    [read_rule(text) for text in ("H36", "WH8", "WH1", "WD1", "WD4", "WD4@24", "CD15", "MO2")]
)
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
MINUTES = INSTANTS.map(lambda at: at.replace(second=0, microsecond=0))
STRETCHES = st.timedeltas(timedelta(seconds=1), timedelta(days=9))


def is_open_at(at: datetime, calendar: Calendar) -> bool:
    """By the wall alone: is the local time inside the hours of this day or of last night?"""
    wall = at.astimezone(calendar.zone)
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    tonight = calendar.day(wall.date()).hours
    last_night = calendar.day(wall.date() - DAY).hours
    return any(h.opens <= seconds < h.closes for h in tonight) or any(
        h.opens <= seconds + 86_400 < h.closes for h in last_night
    )


@QUICK
@given(MINUTES, st.integers(1, 6), st.sampled_from([OFFICE, LONDON, NIGHT, GAP]))
def test_working_hours_equal_a_walk_minute_by_minute(
    start: datetime, hours: int, calendar: Calendar
) -> None:
    at, left = start, hours * 60
    while left:
        left -= is_open_at(at, calendar)
        at += MINUTE
    assert due_at(read_rule(f"WH{hours}"), start, calendar).at == at


@QUICK
@given(INSTANTS, st.integers(1, 30), st.sampled_from([OFFICE, LONDON]))
def test_working_days_equal_a_walk_day_by_day(
    start: datetime, days: int, calendar: Calendar
) -> None:
    on = start.astimezone(calendar.zone).date()
    for _ in range(days):
        on += DAY
        while not calendar.day(on).hours:
            on += DAY
    closing = datetime.combine(on, datetime.min.time(), calendar.zone) + timedelta(
        seconds=calendar.day(on).hours[-1].closes
    )
    assert due_at(read_rule(f"WD{days}"), start, calendar).at == closing.astimezone(UTC)


@QUICK
@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=40)), RULES, CALENDARS)
def test_who_comes_later_is_never_due_earlier(
    start: datetime, later: timedelta, rule: Rule, calendar: Calendar
) -> None:
    first = due_at(rule, start, calendar)
    second = due_at(rule, start + later, calendar)
    assert start < first.at <= second.at


@QUICK
@given(INSTANTS, st.integers(1, 20), CALENDARS)
def test_working_hours_end_while_the_office_is_open(
    start: datetime, hours: int, calendar: Calendar
) -> None:
    at = due_at(read_rule(f"WH{hours}"), start, calendar).at
    on = calendar.local_date(at)
    spans = (*calendar.spans(on - DAY), *calendar.spans(on))
    assert any(span.since < at <= span.until for span in spans)


@QUICK
@given(INSTANTS, st.integers(1, 400), CALENDARS)
def test_plain_hours_are_elapsed_time(start: datetime, hours: int, calendar: Calendar) -> None:
    rule = read_rule(f"H{hours}")
    assert due_at(rule, start, calendar).at == start + timedelta(hours=hours)


@QUICK
@given(INSTANTS, st.integers(0, 40), RULES, CALENDARS)
def test_one_holiday_more_never_makes_anything_due_earlier(
    start: datetime, days: int, rule: Rule, calendar: Calendar
) -> None:
    closed = calendar.with_holiday(calendar.local_date(start) + days * DAY)
    plain = due_at(rule, start, calendar)
    assert due_at(rule, start, closed).at >= plain.at


@QUICK
@given(INSTANTS, st.lists(st.tuples(STRETCHES, STRETCHES), max_size=4), RULES, CALENDARS)
def test_pauses_never_make_anything_due_earlier_and_their_order_is_nothing(
    start: datetime,
    stretches: list[tuple[timedelta, timedelta]],
    rule: Rule,
    calendar: Calendar,
) -> None:
    pauses = [Span(start + after, start + after + long) for after, long in stretches]
    due = due_at(rule, start, calendar, pauses)
    assert due.at >= due_at(rule, start, calendar).at
    assert due == due_at(rule, start, calendar, pauses[::-1])


@QUICK
@given(INSTANTS, STRETCHES, STRETCHES)
def test_a_pause_of_plain_hours_adds_its_length_if_it_began_in_time(
    start: datetime, after: timedelta, long: timedelta
) -> None:
    limit = start + timedelta(hours=36)
    due = due_at(read_rule("H36"), start, OFFICE, [Span(start + after, start + after + long)])
    assert due.at == (limit + long if start + after < limit else limit)


@QUICK
@given(INSTANTS, st.integers(1, 12), st.sampled_from([OFFICE, LONDON, NIGHT, ALWAYS]))
def test_a_warning_leaves_exactly_its_lead_of_working_time(
    start: datetime, hours: int, calendar: Calendar
) -> None:
    due = due_at(read_rule("WD4"), start, calendar)
    lead = read_rule(f"WH{hours}")
    warned = warn_at(due, lead, calendar)
    assert due_at(lead, warned, calendar).at == due.at


@QUICK
@given(INSTANTS, st.timedeltas(timedelta(0), DAY), STRETCHES, st.permutations([0, 1]))
def test_a_pause_ended_later_by_hand_equals_one_whose_end_was_known(
    start: datetime, after: timedelta, long: timedelta, order: list[int]
) -> None:
    since, until = start + after, start + after + long
    events: list[ClockEvent] = [Paused(since, None), Resumed(until)]
    by_hand = replay(start, read_rule("WD4"), OFFICE, [events[place] for place in order])
    known = replay(start, read_rule("WD4"), OFFICE, [Paused(since, until)])
    assert by_hand.due == known.due


@QUICK
@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(1, 14))
def test_months_skip_the_first_day_and_end_on_its_number(on: date, months: int) -> None:
    start = datetime.combine(on, datetime.min.time(), OFFICE.zone)
    nominal = (on.month - 1 + months) % 12 + 1
    trace = due_at(read_rule(f"MO{months}"), start, OFFICE).trace
    rolled_from = trace[1].day
    assert rolled_from.month == nominal
    assert rolled_from.day == on.day or (rolled_from + DAY).day == 1
