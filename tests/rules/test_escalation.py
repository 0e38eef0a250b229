"""Shares of an escalation, and warnings before a due instant."""

import pytest

from huiyin.rules.calendars import Span
from huiyin.rules.durations import RuleError, read_rule
from huiyin.rules.escalation import Acknowledged, OnLeave, Unreachable, chain
from huiyin.rules.reminders import warn_at
from tests.rules.offices import LONDON, OFFICE, at, due

START = at("2026-02-16T23:00")
TWO_HOURS = read_rule("ESC120m/3")


def test_levels_share_the_limit_equally_from_the_start() -> None:
    levels = chain(TWO_HOURS, START)
    assert [(level.notified_at, level.acknowledge_by) for level in levels] == [
        (at("2026-02-16T23:00"), at("2026-02-16T23:40")),
        (at("2026-02-16T23:40"), at("2026-02-17T00:20")),
        (at("2026-02-17T00:20"), at("2026-02-17T01:00")),
    ]


def test_an_early_acknowledgement_passes_on_at_once_and_moves_no_limit() -> None:
    first, second, third = chain(TWO_HOURS, START, [Acknowledged(at("2026-02-16T23:10"), 1)])
    assert first.on_time
    assert second.notified_at == at("2026-02-16T23:10")
    assert second.acknowledge_by == at("2026-02-17T00:20")
    assert third.notified_at == at("2026-02-17T00:20")


def test_a_late_acknowledgement_is_late_and_did_not_hold_up_the_next_level() -> None:
    first, second, _ = chain(TWO_HOURS, START, [Acknowledged(at("2026-02-16T23:41"), 1)])
    assert first.on_time is False
    assert second.notified_at == at("2026-02-16T23:40")


def test_an_acknowledgement_exactly_at_the_limit_is_in_time() -> None:
    (only,) = chain(read_rule("ESC60m/1"), START, [Acknowledged(at("2026-02-17T00:00"), 1)])
    assert only.on_time


def test_a_level_without_a_working_channel_is_skipped_at_once() -> None:
    first, second, third = chain(TWO_HOURS, START, [Unreachable(START, 1), Unreachable(START, 2)])
    assert (first.unreachable, second.unreachable, third.unreachable) == (True, True, False)
    assert second.notified_at == third.notified_at == START
    assert first.on_time is None


def test_a_substitute_is_told_during_leave_only() -> None:
    away = OnLeave(at("2026-02-16T00:00"), 2, "S")
    back = OnLeave(at("2026-02-16T00:00"), 3, "T", until=at("2026-02-17T00:20"))
    levels = chain(TWO_HOURS, START, [away, back])
    assert [level.substitute for level in levels] == [None, "S", None]


def test_only_an_escalation_has_levels() -> None:
    with pytest.raises(RuleError):
        chain(read_rule("H2"), START)


@pytest.mark.parametrize(
    ("rule", "start", "lead", "expected"),
    [
        ("WH4", "2025-06-09T17:00", "WH1", "2025-06-10T10:30"),
        ("H36", "2025-06-05T09:00", "H6", "2025-06-06T15:00"),
        ("WD4", "2025-06-09T10:00", "WH4", "2025-06-13T14:00"),
        ("WD1", "2025-06-06T10:00", "WH10", "2025-06-06T16:00"),
        ("WD4", "2025-09-29T10:00", "WD1", "2025-10-10T18:00"),
        ("WD4", "2025-09-30T10:00", "WD3", "2025-10-09T18:00"),
        ("CD15", "2025-09-18T10:00", "CD3", "2025-09-30T18:00"),
    ],
)
def test_a_warning_is_counted_back_on_the_same_calendar(
    rule: str, start: str, lead: str, expected: str
) -> None:
    assert warn_at(due(rule, start), read_rule(lead), OFFICE) == at(expected)


def test_a_warning_is_counted_back_across_a_clock_change_and_a_pause() -> None:
    limit = due("H36", "2025-03-29T12:00+00:00", LONDON)
    assert warn_at(limit, read_rule("H30"), LONDON) == at("2025-03-29T18:00+00:00")
    stop = Span(at("2025-03-30T12:00+01:00"), at("2025-03-30T18:00+01:00"))
    assert warn_at(limit, read_rule("H10"), LONDON, [stop]) == at("2025-03-30T09:00+01:00")


def test_months_make_no_lead() -> None:
    with pytest.raises(RuleError, match="warning lead"):
        warn_at(due("WD4", "2025-06-09T10:00"), read_rule("MO1"), OFFICE)
