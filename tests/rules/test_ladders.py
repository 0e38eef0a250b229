"""Ladders, quiet hours and substitutes: tables."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from huiyin.rules.ladders import LADDERS, LadderError, next_step, reached, read_ladder
from huiyin.rules.quiet import quiet_until
from huiyin.rules.standing import first_reachable, in_place_of

START = datetime(2026, 9, 22, 4, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_shares_are_counted_from_the_start_and_the_rest_from_the_due() -> None:
    ladder = read_ladder(LADDERS["standard"])
    due = START + timedelta(hours=36)
    hours = [(step.at(START, due) - START) / timedelta(hours=1) for step in ladder]
    assert hours == [18, 27, 36, 60]
    for after, level in ((17.9, 0), (18, 1), (27, 2), (35, 2), (36, 3), (59, 3), (60, 4), (99, 4)):
        assert reached(ladder, START, due, START + timedelta(hours=after)) == level, after
    assert next_step(ladder, 3, START, due) == START + timedelta(hours=60)
    assert next_step(ladder, 4, START, due) is None


def test_every_ladder_that_is_offered_reads_back_as_it_is_written() -> None:
    for text in LADDERS.values():
        assert read_ladder(", ".join(map(str, read_ladder(text)))) == read_ladder(text)


def test_a_step_that_is_none_or_goes_back_is_named() -> None:
    wrong = {
        "50%": "50%", "0% head": "0% head", "101% head": "101% head", "50% mayor": "50% mayor",
        "75% head, 50% deputy": "50% deputy", "+24h group, 100% head": "100% head",
        "+0h group": "+0h group", ", ".join(f"{n}% head" for n in range(1, 10)): "9% head",
    }  # fmt: skip
    for text, step in wrong.items():
        with pytest.raises(LadderError) as error:
            read_ladder(text)
        assert error.value.step == step, text


def test_quiet_hours_end_where_the_office_is() -> None:
    rows = (
        ("22:00", "07:00", "2026-09-22 23:30", "2026-09-23 07:00"),
        ("22:00", "07:00", "2026-09-22 06:59", "2026-09-22 07:00"),
        ("22:00", "07:00", "2026-09-22 07:00", None),
        ("22:00", "07:00", "2026-09-22 21:59", None),
        ("12:00", "14:00", "2026-09-22 12:00", "2026-09-22 14:00"),
        ("12:00", "12:00", "2026-09-22 12:00", None),
    )
    for begins, ends, at, until in rows:
        now = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
        expected = datetime.fromisoformat(until).replace(tzinfo=SHANGHAI) if until else None
        given = quiet_until(now, time.fromisoformat(begins), time.fromisoformat(ends), SHANGHAI)
        assert given == expected, (begins, ends, at)


def test_substitutes_stand_in_and_circles_end() -> None:
    rows: tuple[tuple[tuple[int, ...], dict[int, int], tuple[int, ...], tuple[int, ...]], ...] = (
        ((1, 2), {}, (1, 2), ()),
        ((1, 2), {1: 2}, (2,), (1,)),
        ((1,), {1: 2, 2: 3}, (3,), (1, 2)),
        ((1,), {1: 2, 2: 1}, (2,), (1,)),
        ((1, 2), {1: 3, 2: 3}, (3,), (1, 2)),
    )
    for people, substitutes, told, copies in rows:
        assert in_place_of(people, substitutes) == (told, copies), (people, substitutes)
    assert first_reachable([(), (1,), (2, 3)], {3}) == 2
    assert first_reachable([(1,)], ()) is None
