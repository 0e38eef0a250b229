"""When the desk was blind, and when a source left its usual volume."""

from collections.abc import Sequence

import pytest

from huiyin.rules.coverage import (
    LONGEST,
    WEEK,
    Hour,
    Look,
    Span,
    Volume,
    blind_spans,
    judge,
    look_of,
)

OFFICE = [2 if 8 <= hour < 20 else 0 for hour in range(24)]
DAILY = [OFFICE[hour % 24] for hour in range(LONGEST)]


def ending(counts: Sequence[int | None], last: Sequence[int | None]) -> list[int | None]:
    return [*counts[: len(counts) - len(last)], *last]


@pytest.mark.parametrize(
    ("hour", "look"),
    [
        (None, Look.BLIND),
        (Hour(), Look.BLIND),
        (Hour(tried=12, failed=12), Look.BLIND),
        (Hour(tried=12, failed=1), Look.DIM),
        (Hour(tried=12, late=1), Look.DIM),
        (Hour(tried=12, got=3, refused=1), Look.DIM),
        (Hour(tried=12), Look.QUIET),
        (Hour(tried=12, got=3), Look.NEW),
    ],
)
def test_an_hour_is_named(hour: Hour | None, look: Look) -> None:
    assert look_of(hour) is look
    assert look_of(hour, watched=False) is Look.OFF


def test_blind_hours_are_told_as_stretches_with_their_reason() -> None:
    fine, bad = Hour(tried=1), Hour(tried=2, failed=2)
    hours = [None, fine, None, None, bad, bad, fine, None]
    watched = [False, *[True] * 7]
    assert blind_spans(hours, watched) == [
        Span(2, 4, "unseen"), Span(4, 6, "failed"), Span(7, 8, "unseen"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "volume"),
    [
        (DAILY, Volume.USUAL),
        ([0] * LONGEST, Volume.USUAL),
        (ending(DAILY, [0] * 24), Volume.SILENT),
        (ending(DAILY[:-12], [0] * 6), Volume.SILENT),  # six hours of daytime
        (DAILY[:-4], Volume.USUAL),  # the night is silent every night
        (ending([1 if n % 24 == 9 else 0 for n in range(LONGEST)], [0] * 24), Volume.USUAL),
        (ending(DAILY, [30] * 6), Volume.HIGH),
        (ending(DAILY, [5] * 6), Volume.HIGH),
        (ending([10] * LONGEST, [2] * 24), Volume.LOW),
        (ending(DAILY, [None] * 24), Volume.USUAL),  # the desk was blind, the source not silent
        (DAILY[-100:], Volume.USUAL),  # no weeks to compare with
        (ending([0] * LONGEST, [5] * 3), Volume.USUAL),
        (ending(DAILY[-(2 * WEEK + 80) :], [0] * 24), Volume.SILENT),
    ],
)
def test_a_volume_is_judged_against_the_same_hours_of_earlier_weeks(
    counts: list[int | None], volume: Volume
) -> None:
    assert judge(counts).volume is volume


def test_a_source_that_varies_from_week_to_week_is_given_more_room() -> None:
    steady = [4] * LONGEST
    wild = [(0, 9, 1, 6, 2)[(hour // WEEK) % 5] for hour in range(LONGEST)]
    assert judge(ending(steady, [1] * 24)).volume is Volume.LOW
    assert judge(ending(wild, [1] * 24)).volume is Volume.USUAL


def test_a_judgement_says_what_it_rests_on() -> None:
    found = judge(ending(DAILY, [0] * 24))
    assert (found.hours, found.seen) == (24, 0)
    assert found.expected == 24
