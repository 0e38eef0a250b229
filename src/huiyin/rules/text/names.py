"""Names in a text, by their endings: places, organisations and sites, figures.

A name is what stands before an ending (县, 化工厂 …) back to the nearest character that cannot be
part of it. Administrative names keep two characters before the ending (a run of letters or digits
as a whole), others at most four, so that 昨日禾岭县 and 河北禾岭县 name the same county. Only the
title and the beginning of the body are read: later on other matters are mentioned.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from huiyin.rules.text.codes import encode
from huiyin.rules.text.scan import Scanner

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
_DECISIVE = ("plant", "mine")
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
_NOT_CORES = frozenset("全本我该各城超小地社股都辖景园片整厂湖新老郊大多每两几同一二三四业治发疆副")
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?:[万亿]?[人名死伤元米吨栋户辆级时点日月年岁度%])?")
_HEAD, _CORE, _ADMIN_CORE = 120, 4, 2


@dataclass(frozen=True)
class Names:
    """What a text names: administrative places, organisations and sites, figures."""

    places: tuple[str, ...]
    organisations: tuple[str, ...]
    figures: tuple[str, ...]


@lru_cache(maxsize=1)
def _endings() -> Scanner:
    return Scanner([*_RANKS, *_SITE_OF])


def names(titles: Sequence[str], bodies: Sequence[str]) -> list[Names]:
    """Read the names in each folded title and the beginning of its folded body."""
    heads = [f"{title}\n{body[:_HEAD]}" for title, body in zip(titles, bodies, strict=True)]
    scanner = _endings()
    found = scanner.find(encode(heads))
    ends: list[dict[int, str]] = [{} for _ in heads]
    for text, at, term in zip(
        found.texts.tolist(), found.places.tolist(), found.terms.tolist(), strict=True
    ):
        ending = scanner.terms[term]
        ends[text].setdefault(at + len(ending), ending)
    return [_names(head, each) for head, each in zip(heads, ends, strict=True)]


def _names(head: str, ends: dict[int, str]) -> Names:
    """Collect the names that end at the given places (with the longest ending there)."""
    places: dict[str, None] = {}
    organisations: dict[str, None] = {}
    for end, ending in ends.items():
        core = _core(head, end - len(ending))
        if ending in _SITE_OF:
            if len(core) > 1:
                organisations[core[-_CORE:] + ending] = None
        elif end == len(head) or head[end] not in _NOT_BEFORE.get(ending, ""):
            core = core if core.isascii() else core[-_ADMIN_CORE:]
            if core and core[-1] not in _NOT_CORES:
                places[core + ending] = None
    return Names(tuple(places), tuple(organisations), tuple(dict.fromkeys(_FIGURES.findall(head))))


def _core(head: str, end: int) -> str:
    """Return the characters before `end` that can belong to a name, at most six."""
    begin = end
    while begin > max(0, end - 6):
        char = head[begin - 1]
        if char in _STOP or not char.isalnum():
            break
        if begin < end and char.isascii() != head[end - 1].isascii():
            break
        begin -= 1
    return head[begin:end]


def conflict(ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, str] | None:
    """Return two names that keep texts apart, or None.

    Texts are apart where both name counties (or, if not both do, cities) and none in common; or
    both name plants (or mines) and none that share two characters.
    """
    mine, other = _sorted(ours), _sorted(theirs)
    for rank in ("2", "1"):
        if rank in mine and rank in other:
            if mine[rank].isdisjoint(other[rank]):
                return min(mine[rank]), min(other[rank])
            break
    for site in _DECISIVE:
        if site in mine and site in other and not _akin(mine[site], other[site]):
            return min(mine[site]), min(other[site])
    return None


def _sorted(named: Iterable[str]) -> dict[str, set[str]]:
    """Sort names by their rank (as a digit) or the kind of site."""
    kinds: dict[str, set[str]] = {}
    for name in named:
        ending = next((name[-size:] for size in (3, 2) if name[-size:] in _SITE_OF), name[-1])
        kind = _SITE_OF.get(ending) or str(_RANKS.get(name[-2:], _RANKS.get(name[-1], "")))
        kinds.setdefault(kind, set()).add(name)
    return kinds


def _akin(ours: set[str], theirs: set[str]) -> bool:
    """Tell whether two names share two neighbouring characters of their cores."""
    pairs = {name[at : at + 2] for name in ours for at in range(_core_length(name) - 1)}
    return any(
        name[at : at + 2] in pairs for name in theirs for at in range(_core_length(name) - 1)
    )


def _core_length(name: str) -> int:
    return len(name) - next((size for size in (3, 2) if name[-size:] in _SITE_OF), 1)
