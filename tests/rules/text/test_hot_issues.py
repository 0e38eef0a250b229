"""Which issues are hot, what stands for one, and whom and which place it is about."""

from datetime import date, timedelta

import pytest

from huiyin.rules.text.hot_issues import Heard, common_place, heat_index, hottest, middle, people

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 30)


def days(*back: int) -> dict[date, int]:
    found: dict[date, int] = {}
    for each in back:
        day = LAST - timedelta(days=each)
        found[day] = found.get(day, 0) + 1
    return found


@pytest.mark.parametrize(
    ("hotter", "cooler"),
    [
        (days(0, 1, 2, 3), days(0, 0, 0, 0)),
        (days(0, 1), days(20, 21)),
        (days(0, 0, 0), days(0, 0)),
    ],
)
def test_spread_recent_and_many_is_hotter(hotter: dict[date, int], cooler: dict[date, int]) -> None:
    found = hottest([Heard(1, cooler), Heard(2, hotter)], FIRST, LAST)
    assert [(issue.rank, issue.key) for issue in found] == [(1, 2), (2, 1)]


def test_the_index_of_one_message_today_is_one_and_halves_in_a_third_of_the_period() -> None:
    assert heat_index(days(0), FIRST, LAST) == 1
    assert heat_index(days(10), FIRST, LAST) == pytest.approx(0.5)
    assert heat_index(days(0, 0, 0, 0), FIRST, LAST) == pytest.approx(2)


def test_what_lies_outside_or_stands_alone_is_not_listed() -> None:
    heard = [Heard(1, days(0)), Heard(2, days(0, 40)), Heard(3, days(1, 5)), Heard(4, {})]
    found = hottest(heard, FIRST, LAST)
    assert [(one.key, one.messages, one.first_on) for one in found] == [
        (3, 2, LAST - timedelta(days=5))
    ]
    with pytest.raises(ValueError, match="before"):
        hottest(heard, LAST, FIRST)


def test_the_message_nearest_the_middle_shares_most_with_the_others() -> None:
    texts = ["楼下夜宵摊油烟扰民", "魅力小区夜宵摊油烟噪音扰民", "夜宵摊噪音", "咨询公积金"]
    assert middle(texts) == 1
    assert middle([]) == 0
    assert middle(["", "一样", "一样"]) == 1


def test_the_place_is_the_longest_that_half_name() -> None:
    texts = ["云溪市东湖小区停电", "东湖小区停电", "云溪市停电", "停电"]
    named = [["云溪市东湖小区"], ["东湖小区"], ["云溪市"], []]
    assert common_place(named, texts) == "东湖小区"
    assert common_place([["甲路"], ["乙路"], ["丙路"]], ["甲路", "乙路", "丙路"]) == ""
    assert common_place([], []) == ""


def test_the_people_are_those_most_messages_speak_of() -> None:
    assert people(["业主投诉", "我们业主和家长", "业主", "住户"]) == ["业主"]
    assert people(["学生家长", "家长与学生"]) == ["学生", "家长"]
    assert people(["路灯不亮"]) == []
