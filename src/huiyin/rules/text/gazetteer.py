"""Known place names: the administrative divisions of China and the countries of the world.

A division is known by its full name (凉山彝族自治州) and by the short one (凉山, 凉山州). Short
names of provinces and prefectures stand for themselves, unless they are everyday words (日照);
those of counties only beside another place (四川汶川), since many are everyday words (公安, 通道).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

_RANK: Final = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|矿区|新区|[省市县区盟旗])$"
)
_PEOPLES: Final = re.compile(
    r"(?<=..)(?:各族|蒙古族?|维吾尔|哈萨克|柯尔克孜|锡伯|塔吉克|达斡尔族"
    r"|(?:达斡尔|哈萨克|柯尔克孜|哈尼|土家|布依|朝鲜|傈僳|景颇|撒拉|东乡|保安|裕固|毛南|仫佬|仡佬|纳西"
    r"|普米|独龙|拉祜|布朗|壮|回|藏|彝|苗|侗|瑶|傣|白|羌|黎|满|土|畲|水|怒|佤)族)+$"
)
_EVERYDAY: Final = frozenset({"白银", "日照", "来宾", "城区", "郊区", "矿区"})
_PREFECTURE: Final = "00"


@dataclass(frozen=True)
class Gazetteer:
    """Names that are places wherever they stand, and names that are only beside another."""

    sure: frozenset[str]
    beside: frozenset[str]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The names as shipped; at least two characters each."""
    sure: set[str] = set(_lines("world.list"))
    beside: set[str] = set()
    for line in _lines("china.list"):
        code, name = line.split(" ", 1)
        short = short_name(name)
        sure.add(name)
        if name.endswith("自治州"):
            sure.add(f"{short}州")
        elif "自治" in name:
            sure.add(short + name[-1])
        if len(short) > 1:
            (sure if code.endswith(_PREFECTURE) else beside).add(short)
    everyday = _EVERYDAY | {name for name in sure if len(name) < 2}
    return Gazetteer(frozenset(sure - everyday), frozenset(beside - sure - everyday))


def short_name(name: str) -> str:
    """The name without its rank and, for an autonomous division, without its peoples."""
    short = _RANK.sub("", name)
    return _PEOPLES.sub("", short) if "自治" in name else short


def _lines(file: str) -> list[str]:
    text = files("huiyin").joinpath("data/divisions", file).read_text("utf-8")
    return [line for line in text.splitlines() if line]
