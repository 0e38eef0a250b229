"""Names in a text, by their endings: places, organisations, and figures with their units.

A name is what stands before an ending (县, 化工厂 …) back to the nearest character that cannot be
part of it; administrative names keep two characters before the ending (a run of letters or digits
as a whole), organisations at most four, so that 昨日禾岭县 and 河北禾岭县 name the same county.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CORE_STOP = (
    "的了在是和与及或从到至对向于由我你他她它们这那该本各全某为被把将有没不也都就很最"
    "等个日月年号时分省市县区州旗镇乡村街道路内外前后上中下住去来往位以因发生处近约座"
)
_NOT_NAMES = "全本我该各城超小地社上股都辖景园片分整住城校厂厅湖新老山郊"
_ADMIN = re.compile(
    rf"([a-z0-9]+|[^\W{_CORE_STOP}a-z0-9]{{1,2}}|[^\W{_CORE_STOP}])(省|市|县|区|州|旗|镇|乡|街道|村)"
)
_PLANTS = (
    "煤矿|矿业|化工厂|电厂|水厂|工厂|厂|矿|公司|集团|医院|卫生院|小学|中学|学校|学院|大学|幼儿园"
    "|小区|花园|家园|公馆|广场|商场|大厦|市场|酒店|工地|大桥|隧道|水库|高速|车站|码头|仓库"
)
_ORGS = re.compile(rf"([^\W{_CORE_STOP}]{{2,6}}?)({_PLANTS})")
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?:万|亿)?[人名死伤元米吨栋户辆级时点日月年岁度%]?")
_HEAD = 120
"""Characters of the body in which the places of the matter itself are looked for."""

LEVELS = ("省", "市", "县区州旗", "镇乡街道", "村")


@dataclass(frozen=True)
class Names:
    """What a text names: administrative places, organisations and sites, figures."""

    places: tuple[str, ...]
    organisations: tuple[str, ...]
    figures: tuple[str, ...]


def names(titles: Sequence[str], bodies: Sequence[str]) -> list[Names]:
    """Read the names in each folded title and the beginning of its folded body."""
    return [
        _names(f"{title}\n{body[:_HEAD]}", f"{title}\n{body}")
        for title, body in zip(titles, bodies, strict=True)
    ]


def _names(head: str, whole: str) -> Names:
    places = [core + end for core, end in _ADMIN.findall(head) if core not in _NOT_NAMES]
    organisations = [core[-4:] + end for core, end in _ORGS.findall(head)]
    return Names(_distinct(places), _distinct(organisations), _distinct(_FIGURES.findall(whole)))


def _distinct(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def level(place: str) -> int:
    """Return the rank of a place by its ending: 0 province … 4 village."""
    for rank, endings in enumerate(LEVELS):
        if place[-1] in endings:
            return rank
    return len(LEVELS)


def conflict(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    """Return two places that cannot be the same, from the finest rank both sides name.

    Places conflict where both texts name counties (or cities) and none in common.
    """
    for rank in (2, 1):
        mine = [place for place in ours if level(place) == rank]
        other = [place for place in theirs if level(place) == rank]
        if mine and other:
            return None if set(mine) & set(other) else (mine[0], other[0])
    return None
