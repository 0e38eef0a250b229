"""Levels are proposed by outlets, pace and field, and told once a rise."""

import pytest

from huiyin.rules.levels import (
    Ground,
    Heard,
    Level,
    LevelPolicy,
    alerts,
    is_mainstream,
    proposed_level,
)


@pytest.mark.parametrize(
    ("heard", "level", "ground"),
    [
        (Heard(1), Level.GENERAL, None),
        (Heard(4), Level.GENERAL, None),
        (Heard(5), Level.LARGER, Ground.OUTLETS),
        (Heard(3, rising=True), Level.LARGER, Ground.RISING),
        (Heard(2, rising=True), Level.GENERAL, None),
        (Heard(1, urgent=True), Level.LARGER, Ground.KEY_FIELD),
        (Heard(3, urgent=True), Level.MAJOR, Ground.KEY_FIELD),
        (Heard(3, danger=True), Level.MAJOR, Ground.DANGER),
        (Heard(1, mainstream=1), Level.MAJOR, Ground.MAINSTREAM),
        (Heard(20), Level.MAJOR, Ground.OUTLETS),
        (Heard(20, danger=True), Level.SEVERE, Ground.EMERGENCY),
        (Heard(100), Level.SEVERE, Ground.OUTLETS),
    ],
)
def test_a_level_speaks_from_the_figures(heard: Heard, level: Level, ground: Ground | None) -> None:
    found = proposed_level(heard)
    assert found.level == level
    assert found.grounds[:1] == ((ground,) if ground else ())


def test_an_office_sets_its_own_limits() -> None:
    assert proposed_level(Heard(3), LevelPolicy(larger=3)).level == Level.LARGER


@pytest.mark.parametrize(
    ("proposed", "alerted", "confirmed", "told"),
    [
        (Level.GENERAL, None, None, False),
        (Level.LARGER, None, None, True),
        (Level.LARGER, Level.LARGER, None, False),
        (Level.MAJOR, Level.LARGER, None, True),
        (Level.MAJOR, Level.LARGER, Level.MAJOR, False),
        (Level.LARGER, Level.MAJOR, Level.GENERAL, False),
    ],
)
def test_it_is_told_once_and_again_only_when_it_rises(
    proposed: Level, alerted: Level | None, confirmed: Level | None, *, told: bool
) -> None:
    assert alerts(proposed, alerted, confirmed) == told


@pytest.mark.parametrize(
    ("outlet", "is_one"),
    [
        ("新华网", True),
        ("央视新闻", True),
        ("云溪日报", False),
        ("", False),
        ("不是人民日报", False),
    ],
)
def test_the_centres_outlets_are_known_by_name(outlet: str, *, is_one: bool) -> None:
    assert is_mainstream(outlet) == is_one
