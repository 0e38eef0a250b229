"""When a source is asked again, and how well it is said to be."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.engine.fetch import FAILURES
from huiyin.rules.watching import (
    GUARD_CODES,
    LOST_CODES,
    ROBOTS_CODES,
    Attempt,
    Health,
    health,
    next_try,
)

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
FIVE = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("failures", "retry_after", "permanent", "minutes"),
    [
        (0, None, False, 5),
        (1, None, False, 10),
        (2, None, False, 20),
        (5, None, False, 160),
        (9, None, False, 1440),
        (1000, None, False, 1440),
        (0, 3600, False, 60),
        (1, 3600, False, 60),
        (3, 60, False, 40),
        (1, 7 * 24 * 3600, False, 7 * 1440),
        (1, None, True, 1440),
        (0, -5, False, 5),
    ],
)
def test_the_pause_doubles_up_to_a_day_and_is_never_shorter_than_asked(
    failures: int, retry_after: float | None, permanent: bool, minutes: int
) -> None:
    due = next_try(failures, NOW, FIVE, retry_after, permanent=permanent)
    assert due - NOW == timedelta(minutes=minutes)


def test_an_interval_longer_than_a_day_stays_as_it_is() -> None:
    week = timedelta(days=7)
    assert next_try(4, NOW, week) - NOW == week


@pytest.mark.parametrize(("spread", "minutes"), [(0.0, 100), (0.5, 105), (1.0, 110), (9.0, 110)])
def test_sources_spread_by_up_to_a_tenth(spread: float, minutes: int) -> None:
    due = next_try(0, NOW, timedelta(minutes=100), spread=spread)
    assert due - NOW == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("attempt", "failures", "expected"),
    [
        (Attempt(), 0, Health.HEALTHY),
        (Attempt(unchanged=True), 0, Health.UNCHANGED),
        (Attempt(seconds=11), 0, Health.SLOW),
        (Attempt(unchanged=True, seconds=11), 0, Health.SLOW),
        (Attempt(readable=False), 0, Health.MALFORMED),
        (Attempt("server_error"), 1, Health.FAILING),
        (Attempt("timeout_total"), 50, Health.FAILING),
        (Attempt("gone"), 1, Health.GONE),
        (Attempt("not_found"), 9, Health.FAILING),
        (Attempt("not_found"), 10, Health.GONE),
        (Attempt("name_unknown"), 10, Health.GONE),
        (Attempt("robots_denied"), 1, Health.BLOCKED),
        (Attempt("robots_unreachable"), 1, Health.BLOCKED),
        (Attempt("address_private"), 1, Health.REFUSED),
        (Attempt("a_code_of_the_future"), 1, Health.FAILING),
    ],
)
def test_health_after_an_attempt(attempt: Attempt, failures: int, expected: Health) -> None:
    assert health(attempt, failures, NOW) is expected


@pytest.mark.parametrize(
    ("newest_days_ago", "silent_after_days", "expected"),
    [
        (15, 14, Health.SILENT),
        (14, 14, Health.UNCHANGED),
        (400, None, Health.UNCHANGED),
        (None, 14, Health.UNCHANGED),
    ],
)
def test_a_source_that_says_nothing_for_long_is_silent(
    newest_days_ago: int | None, silent_after_days: int | None, expected: Health
) -> None:
    newest = None if newest_days_ago is None else NOW - timedelta(days=newest_days_ago)
    after = None if silent_after_days is None else timedelta(days=silent_after_days)
    assert health(Attempt(unchanged=True), 0, NOW, newest, after) is expected


def test_every_code_with_a_health_of_its_own_is_a_code_of_the_fetcher() -> None:
    assert FAILURES.keys() >= GUARD_CODES | ROBOTS_CODES | LOST_CODES
