"""Reprints and lookalikes."""

import pytest

from huiyin.rules.text.duplicates import likenesses
from huiyin.rules.text.normalise import fold

NEWS = (
    "3月2日上午,禾岭县远帆化工厂一车间发生爆炸,现场浓烟滚滚,附近居民听到巨响。消防救援人员已赶到现场,"
    "截至目前3人受伤送医,1人失联。事故造成直接经济损失约200万元,周边三所学校停课,原因正在调查。"
)
CASES = [
    (NEWS, NEWS, "reprint"),
    (NEWS, f"来源:本网 作者:记者站 发布时间:2026-03-02 10:08 {NEWS}(责任编辑:本网)", "reprint"),
    (NEWS, NEWS[:60] + "……(全文请见原文)", "reprint"),
    (NEWS, NEWS.replace("发生", "發生").replace("车间", "車間"), "reprint"),
    (
        NEWS,
        NEWS.replace("禾岭", "青河").replace("3人", "8人").replace("200万", "950万"),
        "lookalike",
    ),
    (NEWS, "请问新生儿医保怎么办理,需要准备哪些材料,多久可以办好?", "other"),
    (
        "声明:本文仅代表作者本人观点。来源:甲报",
        "声明:本文仅代表作者本人观点。来源:乙报 无事",
        "other",
    ),
    ("", NEWS, "other"),
]


@pytest.mark.parametrize(("ours", "theirs", "relation"), CASES)
def test_texts_are_told_apart_by_their_words_and_facts(
    ours: str, theirs: str, relation: str
) -> None:
    folded = fold([ours, theirs])
    there, back = likenesses(folded, [(0, 1), (1, 0)])
    assert (there.relation, back.relation) == (relation, relation)


def test_a_lookalike_shows_which_facts_differ() -> None:
    folded = fold([NEWS, NEWS.replace("3人", "8人").replace("200万", "950万")])
    found = likenesses(folded, [(0, 1)])[0]
    assert ("3", "8") in found.differing
    assert found.share > 0.8
