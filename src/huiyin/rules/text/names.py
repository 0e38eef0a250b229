"""Names in a text, by their endings: places, organisations and sites, figures.

A name is what stands before an ending (县, 化工厂 …) back to the nearest character that cannot be
part of it. Administrative names keep two characters before the ending (a run of letters or digits
as a whole), others at most four, so that 昨日禾岭县 and 河北禾岭县 name the same county. Only the
title and the beginning of the body are read: later on other matters are mentioned.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.words import marks_of, open_table

_RANKS = {
    "省": 0,
    "市": 1,
    "州": 1,
    "县": 2,
    "区": 2,
    "旗": 2,
    "镇": 3,
    "乡": 3,
    "街道": 3,
    "村": 4,
}
_SITES = {
    "plant": "厂 工厂 化工厂 电厂 水厂 药厂 钢厂 纸厂 砖厂 石化 化工 工业园 产业园",
    "mine": "矿 煤矿 铁矿 矿山 矿业",
    "estate": "小区 花园 家园 公馆 社区 山庄 新城 新村",
    "school": "小学 中学 学校 幼儿园 大学 学院",
    "hospital": "医院 卫生院",
    "place": "广场 商场 大厦 市场 酒店 大桥 隧道 水库 车站 码头 公园",
    "company": "公司 集团",
}
_SITE_OF = {ending: site for site, endings in _SITES.items() for ending in endings.split()}
KINDS = ("province", "city", "county", "town", "village", *_SITES)
"""Kinds of names by number: administrative ranks, then sites."""
CITY, COUNTY, VILLAGE = 1, 2, 4
PLANT, MINE = KINDS.index("plant"), KINDS.index("mine")
_NOT_BEFORE = {
    "市": "场民政容",
    "区": "域别间",
    "省": "略钱",
    "乡": "亲",
    "旗": "下舰",
    "村": "民",
    "镇": "静",
}
_STOP = frozenset(
    "的了在是和与及或从到至对向于由我你他她它们这那该本各全某为被把将有没不也都就很最等个日月年"
    "号时分省市县区州旗镇乡村街道路内外前后上中下住去来往位以因发生处近约座家名叫做原"
)
_NOT_CORES = frozenset(
    "全本我该各城超小地社股都辖景园片整厂湖新老郊大多每两几同一二三四业治发疆副"
    "罐灾禁产活护险戒离住宅染"
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?:[万亿]?[人名死伤元米吨栋户辆级时点日月年岁度%])?")
HEAD, MOST_NAMES = 120, 16


@dataclass(frozen=True)
class Names:
    """What a text names: administrative places, organisations and sites, figures."""

    places: tuple[str, ...]
    organisations: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """Where the names of n texts stand.

    Those of text i are the rows `bounds[i]` to `bounds[i + 1]` of `found` (int64): offset, size,
    kind (see `KINDS`), key, characters of the ending.
    """

    bounds: Ints
    found: Ints


@dataclass(frozen=True)
class _Tables:
    """The lists above as the kernel reads them."""

    endings: Ints
    kinds: NDArray[np.uint8]
    roles: NDArray[np.uint8]
    refused: Ints


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    endings = {**_RANKS, **{end: KINDS.index(site) for end, site in _SITE_OF.items()}}
    slots = 1 << (4 * len(endings)).bit_length()
    packed, kinds = np.zeros(slots, dtype=np.int64), np.zeros(slots, dtype=np.uint8)
    for ending, kind in endings.items():
        key = sum(ord(char) << 21 * at for at, char in enumerate(reversed(ending)))
        slot = key % 8191 & (slots - 1)
        while packed[slot]:
            slot = (slot + 1) & (slots - 1)
        packed[slot], kinds[slot] = key, kind
    pairs = [ord(end) << 21 | ord(char) for end, chars in _NOT_BEFORE.items() for char in chars]
    roles = marks_of("".join(_STOP), 1) | marks_of("".join(_NOT_CORES), 2)
    return _Tables(packed, kinds, roles, open_table(np.array(pairs, dtype=np.int64)))


def named_in(codes: Codes, kinds: NDArray[np.uint8], heads: Ints) -> Named:
    """Find the names in the first `heads` characters of each text."""
    from huiyin.rules.text.kernels_terms import find_names

    tables = _tables()
    bounds = np.zeros(codes.count + 1, dtype=np.int64)
    found = np.empty((codes.count * MOST_NAMES + 1, 5), dtype=np.int64)
    count = find_names(
        codes.points, kinds, codes.starts, heads, tables.endings, tables.kinds, tables.roles,
        tables.refused, MOST_NAMES, bounds, found,
    )  # fmt: skip
    return Named(bounds, found[:count])


def names(titles: Sequence[str], bodies: Sequence[str]) -> list[Names]:
    """Read the names in each folded title and the beginning of its folded body."""
    heads = [f"{title}\n{body[:HEAD]}" for title, body in zip(titles, bodies, strict=True)]
    codes = encode(heads)
    named = named_in(codes, characters.kinds(codes.points), codes.lengths)
    bounds = named.bounds.tolist()
    return [
        _names(head, named.found[low:high].tolist())
        for head, low, high in zip(heads, bounds[:-1], bounds[1:], strict=True)
    ]


def _names(head: str, found: Sequence[Sequence[int]]) -> Names:
    spelt = [(head[at : at + size], kind) for at, size, kind, *_rest in found]
    return Names(
        tuple(name for name, kind in spelt if kind <= VILLAGE),
        tuple(name for name, kind in spelt if kind > VILLAGE),
        tuple(dict.fromkeys(_FIGURES.findall(head))),
    )
