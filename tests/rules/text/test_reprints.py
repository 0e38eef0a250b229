"""Who reprinted whom, and how a text spread."""

from datetime import UTC, datetime, timedelta

from huiyin.rules.text.reprints import Branch, OutletSpread, Printed, tree
from tests.rules.text.makers import clause, message
from tests.rules.text.test_duplicates import GROWN, NEWS, TITLE

BEGUN = datetime(2026, 3, 2, 9, 50, tzinfo=UTC)
CUT = NEWS[:70]


def printed(key: str, minutes: int, outlet: str, body: str, title: str = TITLE) -> Printed[str]:
    return Printed(key, BEGUN + timedelta(minutes=minutes), outlet, title, body)


TEXTS = [
    printed("cut", 20, "乙报", CUT),
    printed("cut again", 40, "丙网", f"{CUT}……"),
    printed("first", 0, "甲报", NEWS),
    printed("whole", 60, "丁网", NEWS),
    printed("credited", 70, "戊网", f"来源:乙报 {NEWS}"),
    printed("grown", 130, "甲报", GROWN),
    printed("other", 140, "甲报", message(3, 200), clause(3)),
]


def test_each_text_hangs_on_the_earlier_one_it_is_closest_to_or_names() -> None:
    found = tree(TEXTS)
    assert found.first == "first"
    shown = [(each.key, each.parent, each.how, each.depth) for each in found.branches]
    assert shown == [
        ("first", None, "", 0),
        ("cut", "first", "reprint", 1),
        ("cut again", "cut", "reprint", 2),
        ("whole", "first", "reprint", 1),
        ("credited", "cut", "update", 2),
        ("grown", "credited", "update", 3),
        ("other", None, "", 0),
    ]
    assert [each.key for each in found.branches if each.credited] == ["credited"]
    assert found.branches[3].closeness == 1.0


def test_the_spread_is_told_by_outlet_and_hour() -> None:
    found = tree(TEXTS)
    assert found.outlets[0] == OutletSpread("甲报", BEGUN, 3, 0)
    assert [each.outlet for each in found.outlets] == ["甲报", "乙报", "丙网", "丁网", "戊网"]
    hours = [(at.hour, items) for at, items in found.hours]
    assert hours == [(9, 1), (10, 3), (11, 1), (12, 2)]


def test_a_long_story_gives_the_same_tree_as_its_part() -> None:
    strangers = [
        printed(f"n{seed}", seed, f"{seed}报", message(seed, 300), clause(seed))
        for seed in range(100, 160)
    ]
    found = {each.key: each for each in tree([*strangers, *TEXTS]).branches}
    assert [found[each.key].parent for each in TEXTS[3:]] == ["first", "cut", "credited", None]
    assert found["n105"] == Branch("n105", None, "", 0.0, credited=False, depth=0)


def test_nothing_has_no_tree() -> None:
    assert tree([]).first is None
