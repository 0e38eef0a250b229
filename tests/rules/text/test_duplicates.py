"""Reprints, updated versions and lookalikes."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.text import kernels_likeness
from huiyin.rules.text.duplicates import NAMES, relations, reprints
from huiyin.rules.text.prints import CROWDED, candidates, prints
from tests.rules.text.makers import clause, message

TITLE = "禾岭县一化工厂发生爆炸"
NEWS = (
    "3月2日上午,禾岭县远帆化工厂一车间发生爆炸,现场浓烟滚滚,附近居民听到巨响。消防救援人员已赶到现场,"
    "截至目前3人受伤送医,1人失联。事故造成直接经济损失约200万元,周边三所学校停课,原因正在调查。"
)
ELSEWHERE = NEWS.replace("禾岭", "青河").replace("3人", "8人").replace("200万", "950万")
GROWN = NEWS + "3月3日,失联人员已经找到,没有生命危险。县政府通报,全县25家化工企业停产检查15天。"
ASKED = "请问新生儿医保怎么办理,需要准备哪些材料,多久可以办好?"
CASES = [
    ((TITLE, NEWS), (TITLE, NEWS), "reprint"),
    (
        (TITLE, NEWS),
        (
            f"突发|{TITLE}",
            f"来源:甲报 作者:记者站 发布时间:2026-03-02 10:08 {NEWS}(责任编辑:本网)",
        ),
        "reprint",
    ),
    ((TITLE, NEWS), ("工厂一声巨响", f"甲报3月2日电 {NEWS} 返回甲报,查看更多"), "reprint"),
    ((TITLE, NEWS), (TITLE, NEWS[:60] + "……(全文请见原文)"), "reprint"),
    ((TITLE, NEWS), (f"快讯:{TITLE}", NEWS[:14]), "reprint"),
    ((TITLE, NEWS), (TITLE.replace("厂", "廠"), NEWS.replace("发生", "發生")), "reprint"),
    ((TITLE, NEWS), (TITLE, GROWN), "update"),
    ((TITLE, GROWN), (TITLE, NEWS), "reprint"),
    ((TITLE, NEWS), (TITLE, NEWS.replace("3人", "8人").replace("1人", "2人")), "update"),
    ((TITLE, NEWS), (TITLE.replace("禾岭", "青河"), ELSEWHERE), "lookalike"),
    ((TITLE, NEWS), (TITLE.replace("禾岭", "青河"), NEWS), "lookalike"),
    ((TITLE, NEWS), ("咨询新生儿医保", ASKED), "other"),
    (("", NEWS), ("", ASKED), "other"),
    (("", "声明:本文仅代表作者本人观点。来源:甲报"), ("", "来源:乙报 无事"), "other"),
    (("", ""), ("", NEWS), "other"),
    (("", ""), ("", ""), "other"),
    (("停水", "又停"), ("停水", "又停"), "reprint"),
    (("停水", "又停"), ("停水", "停了"), "other"),
    (
        ("观察:旺季怎样过去", NEWS + message(1, 900)),
        ("县里的三月", NEWS),
        "other",
    ),
]


@pytest.mark.parametrize(("known", "later", "relation"), CASES)
def test_a_later_text_is_told_by_its_words_and_facts(
    known: tuple[str, str], later: tuple[str, str], relation: str
) -> None:
    items = prints([known[0], later[0]], [known[1], later[1]])
    found = relations(items, np.array([[0, 1]]))
    assert NAMES[found.codes[0]] == relation


def test_reprints_of_a_batch_are_found_whichever_came_first() -> None:
    texts = [(clause(seed), message(seed, 300)) for seed in range(60)]
    copies = [(title, f"甲报讯 {body[:200]}") for title, body in texts[:20]]
    items = prints(*map(list, zip(*copies, *texts, strict=True)))
    assert [tuple(pair) for pair in reprints(items).tolist()] == [(n, n + 20) for n in range(20)]


def test_a_key_that_everybody_has_leads_nowhere() -> None:
    keys = np.zeros((CROWDED + 1, 8), dtype=np.int64)
    keys[:, 0] = 7
    keys[:3, 1] = 9
    assert candidates(keys).tolist() == [[0, 1], [0, 2], [1, 2]]
    assert len(candidates(keys[:CROWDED])) == CROWDED * (CROWDED - 1) // 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=12))
def test_candidates_are_all_pairs_that_share_a_key(rows: list[list[int]]) -> None:
    keys = np.zeros((len(rows), 8), dtype=np.int64)
    for row, held in enumerate(rows):
        keys[row, : len(held)] = held
    shared = [[i, j] for i, j in combinations(range(len(rows)), 2) if {*rows[i]} & {*rows[j]} - {0}]
    assert candidates(keys).tolist() == shared


def runs_of(a: list[int], b: list[int]) -> list[tuple[int, int, int]]:
    """The runs of three and more that b shares with a, by the definition."""
    first: dict[tuple[int, ...], int] = {}
    for at in range(len(a) - 2):
        first.setdefault(tuple(a[at : at + 3]), at)
    runs: list[tuple[int, int, int]] = []
    here, drift = 0, 0
    while here + 2 < len(b):
        there = here + drift
        if a[there : there + 3] != b[here : here + 3] or there < 0:
            there = first.get(tuple(b[here : here + 3]), -1)
        if there < 0:
            here += 1
            continue
        length = 3
        while a[there + length : there + length + 1] == b[here + length : here + length + 1] != []:
            length += 1
        runs.append((there, here, length))
        here += length
        drift = there + length - here
    return runs


TOKENS = st.lists(st.integers(0, 4), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TOKENS, TOKENS), min_size=1, max_size=4))
def test_what_texts_share_is_counted_as_defined(texts: list[tuple[list[int], list[int]]]) -> None:
    sides = [side for pair in texts for side in pair]
    bounds = np.cumsum([0, *map(len, sides)])
    keys = np.array([token for side in sides for token in side], dtype=np.uint64)
    marks = np.append((keys % 3).astype(np.uint8), np.uint8(0))
    pairs = np.array([[2 * row, 2 * row + 1] for row in range(len(texts))])
    rows = np.zeros((len(pairs), kernels_likeness.COLUMNS), dtype=np.int64)
    kernels_likeness.compare(keys, bounds, marks, pairs, rows)
    for row, (a, b) in zip(rows.tolist(), texts, strict=True):
        assert row[:2] == [len(a), len(b)]
        if len(b) < 3:
            assert row[2:4] == ([len(a)] * 2 if a == b else [0, 0])
            continue
        runs = runs_of(a, b)
        covered = {place for there, _, length in runs for place in range(there, there + length)}
        assert row[2:4] == [len(covered), sum(length for *_, length in runs)]
        facts = [
            mark
            for _, here, length in runs
            for step in range(length)
            if (mark := b[here + step] % 3) == 1 or (mark == 2 and step > 1)
        ]
        assert row[kernels_likeness.AGREED] == len(facts)
