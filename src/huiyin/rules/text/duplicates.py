"""Reprints: the same text again, with another title, head or foot, cut short or lightly edited.

Two texts are compared by the shingles (three successive tokens) that the shorter one shares with
the longer, once the furniture of outlets (来源:…, 责任编辑:…, 原标题:…) is taken away. Where most
are shared, the facts decide: a figure or a place that stands in the same surroundings in both texts
and differs. Many of those make a lookalike: the same words about another matter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SHARE, _LEAST = 0.55, 8
_DIFFERING = 0.3
_AROUND = 3

_TOKEN = re.compile(r"[a-z0-9]+|\w")
_LABEL = (
    r"(?:来源|稿源|作者|编辑|责编|责任编辑|审核|校对|监制|发布时间|发布|记者|通讯员|时间|转载自|转自"
    r"|本文来源|原标题)"
)
_CREDIT = r"(?:记者|编辑|责编|来源|图片|图源|作者|审核|校对|全文|原文|通讯员)"
_FURNITURE = re.compile(
    rf"[(\[【][^()\[\]【】]{{0,12}}{_CREDIT}[^()\[\]【】]{{0,30}}[)\]】]"
    rf"|{_LABEL}\s*:\s*\S{{1,40}}(?:\s\d\d:\d\d)?"
    r"|返回\S{2,8}(?:,\s*|查看)\S*"
    r"|【(?:广告|推广)】[^。]*。?|(?:免责)?声明[:】][^。]*。?|扫描\S{0,4}二维码[^。]*。?"
    r"|^(?:据\S{2,8}(?:报道|消息)[,,]|\S{2,8}\d+月\d+日(?:讯|电))"
)
_FACT = re.compile(r"[a-z]*\d+[a-z0-9.]*|[^\W\d_]{2}(?=[省市县区州镇乡村])")


@dataclass(frozen=True)
class Likeness:
    """How two texts are alike.

    `relation` is reprint, lookalike or other; `share` the part (0–1) of the shorter text's shingles
    that the longer has; `differing` the facts that differ in the same surroundings.
    """

    relation: str
    share: float
    differing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Bare:
    """A text without furniture: its shingles, and its facts by what stands before them."""

    shingles: frozenset[tuple[str, ...]]
    facts: dict[str, tuple[str, ...]]


def likenesses(folded: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[Likeness]:
    """Compare pairs of texts, given as indices into the folded texts."""
    asked = {index for pair in pairs for index in pair}
    bare = {index: _bare(folded[index]) for index in asked}
    return [_compare(bare[ours], bare[theirs]) for ours, theirs in pairs]


def _bare(folded: str) -> _Bare:
    text = _FURNITURE.sub(" ", folded)
    tokens = _TOKEN.findall(text)
    shingles = frozenset(zip(tokens, tokens[1:], tokens[2:], strict=False)) or frozenset(
        [tuple(tokens)]
    )
    facts: dict[str, tuple[str, ...]] = {}
    for found in _FACT.finditer(text):
        before = "".join(_TOKEN.findall(text[max(0, found.start() - 8) : found.start()])[-_AROUND:])
        key = re.sub(r"\d+", "0", before)
        facts[key] = (*facts.get(key, ()), found.group())
    return _Bare(shingles, facts)


def _compare(ours: _Bare, theirs: _Bare) -> Likeness:
    shared = len(ours.shingles & theirs.shingles)
    share = shared / min(len(ours.shingles), len(theirs.shingles))
    if share < _SHARE or (shared < _LEAST and ours.shingles != theirs.shingles):
        return Likeness("other", share, ())
    common = [key for key in ours.facts if key in theirs.facts]
    differing = tuple(
        (ours.facts[key][0], theirs.facts[key][0])
        for key in common
        if not set(ours.facts[key]) & set(theirs.facts[key])
    )
    lookalike = len(differing) > 0 and len(differing) >= _DIFFERING * len(common)
    return Likeness("lookalike" if lookalike else "reprint", share, differing)
