"""Stories: reprints and reports of one happening join, the like elsewhere stays apart."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.rules.text import cluster
from huiyin.rules.text.cluster import Assignment, Features, Opened, StoryIndex, StoryRow, grow
from huiyin.rules.text.normalise import fold

START = datetime(2026, 3, 2, 9, tzinfo=UTC)

BLAST = (
    "禾岭县远帆化工厂发生爆炸",
    (
        "3月2日上午,禾岭县远帆化工厂一车间发生爆炸,现场浓烟滚滚,附近居民听到巨响。消防救援人员已赶到现场,"
        "截至目前3人受伤送医,1人失联,事故原因正在调查。"
    ),
)
REPRINT = (
    "突发!化工厂爆炸致多人受伤",
    (
        "据本报报道,3月2日上午,禾岭县远帆化工厂一车间发生爆炸,现场浓烟滚滚,附近居民听到巨响。消防救援人员已"
        "赶到现场,截至目前3人受伤送医,1人失联。(责任编辑:本网)"
    ),
)
UPDATE = (
    "禾岭县通报远帆化工厂爆炸:失联者已找到",
    "禾岭县应急管理局通报,远帆化工厂爆炸失联人员已找到并送医。爆炸原因初步查明为车间违规动火,厂区已停产。",
)
ELSEWHERE = (
    "青河县宏达化工厂发生爆炸",
    (
        "3月2日上午,青河县宏达化工厂一车间发生爆炸,现场浓烟滚滚,附近居民听到巨响。消防救援人员已赶到现场,"
        "截至目前5人受伤送医,2人失联,事故原因正在调查。"
    ),
)
NOISE = (
    "锦绣花园小区夜间施工噪音扰民",
    "锦绣花园小区旁的工地每天晚上施工到凌晨,噪音严重影响老人和孩子休息,多次投诉没有结果。",
)


def features(*items: tuple[tuple[str, str], float]) -> Features:
    """Read items given as (title, body) and the hours after the start."""
    titles, bodies = fold([text[0] for text, _ in items]), fold([text[1] for text, _ in items])
    return cluster.features(titles, bodies, [START + timedelta(hours=at) for _, at in items])


def opened(found: list[Assignment]) -> list[int | None]:
    return [each.opened_by for each in found]


def test_a_reprint_and_a_later_report_join_and_strangers_open_stories_of_their_own() -> None:
    found = cluster.assign(
        features((BLAST, 0), (NOISE, 1), (REPRINT, 2), (UPDATE, 5)), StoryIndex()
    )
    assert opened(found) == [0, 1, 0, 0]
    assert [each.because[0] for each in found] == ["new", "new", "copy", "words"]
    assert found[2].similarity > 0.5
    assert "远帆" in "".join(found[3].because)


def test_the_same_accident_in_another_county_stays_apart_and_says_why() -> None:
    found = cluster.assign(features((BLAST, 0), (ELSEWHERE, 1)), StoryIndex())
    assert opened(found) == [0, 1]
    assert found[1].because == ("place", "青河县", "禾岭县")


def test_another_plant_of_a_county_stays_apart() -> None:
    other = tuple(text.replace("远帆", "宏达") for text in BLAST)
    found = cluster.assign(features((BLAST, 0), ((other[0], other[1]), 1)), StoryIndex())
    assert opened(found) == [0, 1]


def test_likeness_fades_with_the_hours_and_ends_with_the_window() -> None:
    policy = cluster.Policy(half_life_hours=72, window_hours=14 * 24)
    near = cluster.assign(features((BLAST, 0), (UPDATE, 5)), StoryIndex(), policy)
    late = cluster.assign(features((BLAST, 0), (UPDATE, 240)), StoryIndex(), policy)
    gone = cluster.assign(features((BLAST, 0), (REPRINT, 15 * 24)), StoryIndex(), policy)
    assert (opened(near), opened(late), opened(gone)) == ([0, 0], [0, 1], [0, 1])


def one_by_one(items: Features) -> list[object]:
    """Assign items singly, storing the stories and rebuilding the index each time."""
    rows: dict[object, StoryRow] = {}
    keys: list[object] = []
    for number, item in enumerate(items.items):
        found = cluster.assign(Features((item,)), StoryIndex.from_rows(rows.values()))[0]
        key = number if found.story_key is None else found.story_key
        rows[key] = grow(rows.get(key), item, key)
        keys.append(key)
    return keys


def test_stories_are_the_same_in_one_batch_or_one_by_one() -> None:
    texts = [BLAST, NOISE, REPRINT, ELSEWHERE, UPDATE, NOISE, BLAST, REPRINT]
    items = features(*((text, 20.0 * at) for at, text in enumerate(texts)))
    whole = opened(cluster.assign(items, StoryIndex()))
    assert whole == one_by_one(items)
    assert len(set(whole)) == 3


def test_items_are_taken_in_time_order_whatever_their_order_in_the_batch() -> None:
    found = cluster.assign(features((UPDATE, 5), (REPRINT, 2), (BLAST, 0)), StoryIndex())
    assert opened(found) == [2, 2, 2]
    assert [each.item_index for each in found] == [0, 1, 2]


def test_a_live_story_takes_new_items_and_is_left_as_it_was() -> None:
    first, second = features((BLAST, 0)), features((REPRINT, 2))
    live = StoryIndex.from_rows([grow(None, first.items[0], "story-9")])
    found = cluster.assign(second, live)
    assert (found[0].story_key, found[0].opened_by) == ("story-9", None)
    row = live.get("story-9")
    assert row is not None
    assert row.items == 1
    grown = grow(row, second.items[0], "story-9")
    assert (grown.items, grown.last_at) == (2, START + timedelta(hours=2))
    assert len(grown.signatures) == 2


def test_a_story_that_was_dropped_or_replaced_is_found_no_more_by_what_it_was() -> None:
    items = features((BLAST, 0), (NOISE, 1), (REPRINT, 2)).items
    index = StoryIndex.from_rows([grow(None, items[0], "a"), grow(None, items[1], "b")])
    index.put(grow(None, items[1], "a"))
    index.drop("b")
    index.drop("unknown")
    assert len(index) == 1
    found = cluster.assign(Features((items[2],)), index)
    assert found[0].story_key is None


@pytest.mark.parametrize("text", [("", ""), ("!!", "……"), ("火", "")])
def test_items_that_say_next_to_nothing_are_assigned_too(text: tuple[str, str]) -> None:
    found = cluster.assign(features((text, 0), (BLAST, 1)), StoryIndex())
    assert opened(found) == [0, 1]
    assert cluster.assign(Features(()), StoryIndex()) == []


def test_stories_that_a_batch_opens_are_told_by_their_first_item() -> None:
    assert Opened(3) == Opened(3)
    assert Opened(3) != Opened(4)
