"""Repeated matters by table: the same text, the same story, the same place and subject."""

import pytest

from huiyin.rules.repeats import How, Matter, alike, must_verify, together

NOISE = "工地夜间施工噪音扰民, 每天凌晨两点还在打桩, 孩子无法入睡, 请求制止。"
AGAIN = "我们小区旁边的工地凌晨两点还在打桩, 夜间施工噪音太大, 已经投诉过。"
OTHER = "路灯坏了三盏, 晚上看不清路, 请尽快维修。"
PLACE = frozenset({"environment.noise"})
TABLE = [
    (Matter(NOISE), Matter(NOISE + "望回复。"), How.TEXT),
    (Matter("化工厂"), Matter("化工厂"), None),  # too short to say that it is the same
    (Matter("甲", originals=frozenset({7})), Matter("乙", originals=frozenset({7, 8})), How.TEXT),
    (Matter(NOISE, stories=frozenset({3})), Matter(OTHER, stories=frozenset({3})), How.STORY),
    (Matter(NOISE, "石桥镇青渡路", PLACE), Matter(AGAIN, "青渡路", PLACE), How.PLACE),
    (Matter(NOISE, "青渡路"), Matter(AGAIN, "青渡路"), How.PLACE),
    (Matter(NOISE, "青渡路", PLACE), Matter(OTHER, "青渡路", PLACE), None),
    (Matter(NOISE, "青渡路", PLACE), Matter(AGAIN, "临江路", PLACE), None),
    (Matter(NOISE, "", PLACE), Matter(AGAIN, "", PLACE), None),
    (Matter(""), Matter(""), None),
]


def test_matters_are_alike_by_text_story_or_place_and_subject() -> None:
    for number, (one, other, how) in enumerate(TABLE):
        for found in (*alike(one, [other]), *alike(other, [one])):
            assert (number, found.how if found else None) == (number, how)


def test_items_of_a_case_are_one_matter() -> None:
    both = together([Matter("甲", originals=frozenset({1})), Matter("乙", "青渡路", PLACE)])
    assert (both.text, both.place, both.topics) == ("甲\n乙", "青渡路", PLACE)
    assert both.originals == {1}


@pytest.mark.parametrize(("repeats", "compulsory"), [(0, False), (1, False), (2, True), (3, True)])
def test_from_three_matters_on_verification_is_compulsory(repeats: int, compulsory: bool) -> None:
    assert must_verify(repeats) is compulsory
