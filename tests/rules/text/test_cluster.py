"""Stories: reprints and reports of one happening join, the like elsewhere stays apart."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from huiyin.rules.text import cluster
from huiyin.rules.text.cluster import OPENED, Assigned, Features, Held, Policy, StoryIndex
from huiyin.rules.text.features import microseconds
from huiyin.rules.text.live import MEMBERS
from huiyin.rules.text.normalise import fold
from tests.rules.text.makers import message

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


def groups(stories: Sequence[int]) -> list[int]:
    """Number stories by their first item."""
    first: dict[int, int] = {}
    return [first.setdefault(story, at) for at, story in enumerate(stories)]


def grouped(found: Assigned) -> list[int]:
    return groups([each.story for each in found.items])


def test_a_reprint_and_a_later_report_join_and_strangers_open_stories_of_their_own() -> None:
    found = cluster.assign(
        features((BLAST, 0), (NOISE, 1), (REPRINT, 2), (UPDATE, 5)), StoryIndex()
    )
    assert grouped(found) == [0, 1, 0, 0]
    assert [each.because[0] for each in found.items] == ["new", "new", "copy", "words"]
    assert found.items[2].similarity > 0.5
    assert "远帆" in "".join(found.items[3].because)


def test_the_same_accident_in_another_county_stays_apart_and_says_why() -> None:
    found = cluster.assign(features((BLAST, 0), (ELSEWHERE, 1)), StoryIndex())
    first, second = found.items
    assert first.story != second.story
    assert second.because == ("new",)
    assert (second.refused, second.apart) == (first.story, ("place", "青河县", "禾岭县"))


def test_another_plant_of_a_county_stays_apart() -> None:
    other = (BLAST[0].replace("远帆", "宏达"), BLAST[1].replace("远帆", "宏达"))
    found = cluster.assign(features((BLAST, 0), (other, 1)), StoryIndex())
    assert grouped(found) == [0, 1]
    assert found.items[1].apart == ("place", "宏达化工厂", "远帆化工厂")


def test_likeness_fades_with_the_hours_and_ends_with_the_window() -> None:
    policy = Policy(half_life_hours=72, window_hours=14 * 24)
    near = cluster.assign(features((BLAST, 0), (UPDATE, 5)), StoryIndex(), policy)
    late = cluster.assign(features((BLAST, 0), (UPDATE, 240)), StoryIndex(), policy)
    gone = cluster.assign(features((BLAST, 0), (REPRINT, 15 * 24)), StoryIndex(), policy)
    assert (grouped(near), grouped(late), grouped(gone)) == ([0, 0], [0, 1], [0, 1])


def test_a_text_told_again_word_for_word_joins_however_late_in_the_window() -> None:
    found = cluster.assign(features((BLAST, 0), (BLAST, 13 * 24)), StoryIndex())
    assert grouped(found) == [0, 0]


USUAL = "足球联赛 俱乐部 宣布 主教练 下课 战绩 不佳 球迷 看台 抗议 董事会 会议 决定"
HAPPENINGS = (
    "海豚队 张三丰 连败 五场 保级 形势 东海 体育场",
    "雄鹰队 李四光 内讧 罢训 争冠 无望 北山 体育馆",
)
OWN_WORDS = (
    "记者 昨夜 独家 探访 更衣室 灯火 通明",
    "评论 专栏 认为 青训 体系 长年 欠账",
    "赞助商 回应 合同 条款 暂不 变更 观望",
    "出租车 司机 谈起 往年 冠军 游行 盛况",
)


def test_two_happenings_of_one_kind_part_once_each_has_reports_of_its_own() -> None:
    texts = [(f"{own} {what}", f"{USUAL} {what} {own}") for own in OWN_WORDS for what in HAPPENINGS]
    found = cluster.assign(features(*((text, 1.0) for text in texts)), StoryIndex())
    assert grouped(found) == [0, 1] * 4


def test_a_text_counts_once_however_often_it_is_reprinted() -> None:
    reprints = [((title, f"{text}{end}"), at) for at, (title, text, end) in enumerate(
        (*report, f"(编辑:第{paper}夜班)") for report in (BLAST, UPDATE) for paper in "一二三四"
    )]  # fmt: skip
    found = cluster.assign(features(*reprints), StoryIndex())
    assert grouped(found) == [0] * 8


def one_by_one(new: Features, policy: Policy | None = None) -> list[int]:
    """Assign items singly, in time order, loading the stored stories into a new index each time."""
    order = sorted(range(len(new)), key=lambda at: (int(new.at[at]), at))
    stories: dict[int, int] = {}
    opened = 0
    for at in order:
        index = loaded(new, stories, policy or Policy())
        found = cluster.assign(new.take([at]), index, policy, [at + 1])
        for story in (found.items[0].story, *(move.to for move in found.moves)):
            if story >= OPENED:
                opened += 1
                index.rename({story: opened})
                stories = {k: opened if v == story else v for k, v in stories.items()}
                found = renamed(found, story, opened)
        stories |= {at: found.items[0].story}
        stories |= {move.item - 1: move.to for move in found.moves}
    return [stories[at] for at in range(len(new))]


def renamed(found: Assigned, old: int, key: int) -> Assigned:
    item = found.items[0]
    story = key if item.story == old else item.story
    moves = [
        cluster.Move(move.item, move.left, key if move.to == old else move.to)
        for move in found.moves
    ]
    first = cluster.Assignment(story, item.similarity, item.because, item.refused, item.apart)
    return Assigned([first], moves)


def loaded(new: Features, stories: dict[int, int], policy: Policy) -> StoryIndex:
    """An index of stored items, as after a restart: of the stories that have not ended."""
    index = StoryIndex()
    latest = max((int(new.at[at]) for at in stories), default=0)
    members: dict[int, list[int]] = {}
    for at, story in sorted(stories.items()):
        members.setdefault(story, []).append(at)
    held, kept = [], []
    for story, items in members.items():
        times = [int(new.at[at]) for at in items]
        if max(times) < cluster.limit_of(latest, policy):
            continue
        held.append(Held(story, min(times), max(times), len(items), settled=False))
        kept += sorted(items, key=lambda at: (int(new.at[at]), at))[-MEMBERS:]
    kept.sort()
    index.load(
        held, new.take(kept), [at + 1 for at in kept], [stories[at] for at in kept],
        latest,
    )  # fmt: skip
    return index


def crowd() -> Features:
    """Sixty made-up messages of a dozen matters over some weeks, out of order."""
    chance = random.Random(5)
    matters = [(f"{message(seed, 12)}{seed}村", message(seed, 90)) for seed in range(12)]
    items = []
    for number in range(60):
        title, body = chance.choice(matters)
        cut = chance.randrange(40)
        items.append(((title, body[cut:] + message(100 + number, 30)), chance.random() * 400))
    return features(*items)


def test_stories_are_the_same_in_one_batch_one_by_one_and_after_restarts() -> None:
    texts = [BLAST, NOISE, REPRINT, ELSEWHERE, UPDATE, NOISE, BLAST, REPRINT]
    told = features(*((text, 20.0 * at) for at, text in enumerate(texts)))
    for new, policy in ((told, Policy()), (crowd(), Policy()), (crowd(), Policy(window_hours=48))):
        order = sorted(range(len(new)), key=lambda at: (int(new.at[at]), at))
        whole = cluster.assign(new, StoryIndex(), policy)
        index, batches = StoryIndex(), dict.fromkeys(range(len(new)), 0)
        for begin in range(0, len(order), 7):
            part = order[begin : begin + 7]
            found = cluster.assign(new.take(part), index, policy, [at + 1 for at in part])
            batches.update(zip(part, (each.story for each in found.items), strict=True))
            batches.update((move.item - 1, move.to) for move in found.moves)
        assert grouped(whole) == groups([batches[at] for at in range(len(new))])
        assert grouped(whole) == groups(one_by_one(new, policy))


def test_items_are_taken_in_time_order_whatever_their_order_in_the_batch() -> None:
    found = cluster.assign(features((UPDATE, 5), (REPRINT, 2), (BLAST, 0)), StoryIndex())
    assert grouped(found) == [0, 0, 0]
    assert [each.because[0] for each in found.items] == ["words", "copy", "new"]


def test_a_settled_story_takes_new_items_and_gives_none_away() -> None:
    new = features((BLAST, 0), (NOISE, 1), (REPRINT, 2), (NOISE, 3))
    index = StoryIndex()
    at = microseconds(START)
    index.load([Held(9, at, at, 2, settled=True)], new.take([0, 1]), [1, 2], [9, 9], at)
    found = cluster.assign(new.take([2, 3]), index, None, [3, 4])
    assert [each.story for each in found.items] == [9, 9]
    assert found.moves == []
    assert index.stories() == {9: 4}


def test_a_settled_story_stays_whole_where_a_larger_one_joins_it() -> None:
    new = features((BLAST, 0), (BLAST, 1), (BLAST, 2), (REPRINT, 3), (BLAST, 4))
    index = StoryIndex()
    times = [microseconds(START + timedelta(hours=hours)) for hours in range(4)]
    held = [
        Held(9, times[0], times[2], 3, settled=False),
        Held(10, times[3], times[3], 1, settled=True),
    ]
    index.load(held, new.take([0, 1, 2, 3]), [1, 2, 3, 4], [9, 9, 9, 10], times[3])
    found = cluster.assign(new.take([4]), index, None, [5])
    assert [each.story for each in found.items] == [10]
    assert {(move.item, move.left, move.to) for move in found.moves} == {
        (item, 9, 10) for item in (1, 2, 3)
    }


def test_a_late_item_brings_two_stories_together_that_tell_of_one_matter() -> None:
    one = (
        "滨江花园小区夜间施工",
        "滨江花园小区旁工地夜间施工噪音大,打桩机响到凌晨三点,居民无法入睡",
    )
    two = ("恒达公司渣土车扬尘", "恒达公司渣土车昼夜进出,尘土飞扬,路面被压坏,无人洒水清扫")
    both = (
        "滨江花园小区旁恒达公司工地夜间施工,渣土车扬尘",
        "恒达公司在滨江花园小区旁工地夜间施工噪音大,打桩机响到凌晨三点,渣土车昼夜进出,尘土飞扬",
    )
    policy = Policy(same=0.2, apart=0.2)
    new = features((one, 0), (two, 1), (both, 2))
    index = StoryIndex()
    apart = cluster.assign(new.take([0, 1]), index, policy, [1, 2])
    assert grouped(apart) == [0, 1]
    joined = cluster.assign(new.take([2]), index, policy, [3])
    assert {move.to for move in joined.moves} == {joined.items[0].story}
    assert list(index.stories().values()) == [3]


def test_a_story_that_was_dropped_or_replaced_is_found_no_more_by_what_it_was() -> None:
    new = features((BLAST, 0), (NOISE, 1), (REPRINT, 2))
    at, index = microseconds(START), StoryIndex()
    held = [Held(story, at, at, 1, settled=False) for story in (1, 2)]
    index.load(held, new.take([0, 1]), [1, 2], [1, 2], at)
    index.load(held[:1], new.take([1]), [2], [1], at)
    index.drop([2, 77])
    assert index.stories() == {1: 1}
    assert cluster.assign(new.take([2]), index, None, [3]).items[0].story >= OPENED


def test_an_index_of_mostly_ended_stories_is_made_anew_and_decides_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new = crowd()
    plain, lean = StoryIndex(), StoryIndex()
    policy = Policy(window_hours=48)
    order = sorted(range(len(new)), key=lambda at: (int(new.at[at]), at))
    parts = [order[begin : begin + 10] for begin in range(0, 60, 10)]
    keys = [[at + 1 for at in part] for part in parts]
    expected = [cluster.assign(new.take(part), plain, policy, key).items
                for part, key in zip(parts, keys, strict=True)]  # fmt: skip
    monkeypatch.setattr("huiyin.rules.text.stories._STALE", 0)
    got = [cluster.assign(new.take(part), lean, policy, key).items
           for part, key in zip(parts, keys, strict=True)]  # fmt: skip
    assert got == expected
    assert len(lean) == len(plain)


@pytest.mark.parametrize("text", [("", ""), ("!!", "……"), ("火", "")])
def test_items_that_say_next_to_nothing_are_assigned_too(text: tuple[str, str]) -> None:
    found = cluster.assign(features((text, 0), (BLAST, 1), (text, 2)), StoryIndex())
    assert grouped(found) == [0, 1, 2]
    assert cluster.assign(features(), StoryIndex()).items == []
