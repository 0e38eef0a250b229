"""Names by their endings, and which of them keep texts apart."""

from datetime import UTC, datetime

import pytest

from huiyin.rules.text import cluster
from huiyin.rules.text.names import names

TABLE = [
    ("昨日禾岭县远帆化工厂爆炸", ("禾岭县",), ("远帆化工厂",)),
    ("河北禾岭县的远帆化工厂", ("禾岭县",), ("远帆化工厂",)),
    ("我住在a3区锦绣花园小区", ("a3区",), ("锦绣花园小区",)),
    ("全市各县本小区城市超市", (), ()),
    ("储罐区、生活区与灾区", (), ()),
    ("到白石镇南塘村了解", ("白石镇", "南塘村"), ()),
    ("红星市场旁的人民医院", (), ("红星市场", "人民医院")),
    ("长坪煤矿透水,宏达集团", (), ("长坪煤矿", "宏达集团")),
    ("plant in hebei", (), ()),
]


@pytest.mark.parametrize(("text", "places", "organisations"), TABLE)
def test_names_are_cut_where_they_begin(
    text: str, places: tuple[str, ...], organisations: tuple[str, ...]
) -> None:
    read = names([text], [""])[0]
    assert read.places == places
    assert set(organisations) <= set(read.organisations)


def test_figures_keep_their_units() -> None:
    assert names(["3人受伤,损失200万元,3.5米"], [""])[0].figures == ("3人", "200万元", "3.5米")


def test_places_are_read_in_the_title_and_the_beginning_of_the_body() -> None:
    assert names(["禾岭县"], [f"{'。' * 200}青河县"])[0].places == ("禾岭县",)


APART = [
    ("禾岭县", "青河县", True),
    ("禾岭县和青河县", "青河县", False),
    ("云台市", "东海市", True),
    ("云台市禾岭县", "东海市,禾岭县", False),
    ("云台市,禾岭县", "云台市", False),
    ("白石镇", "长坪镇", False),
    ("远帆化工厂", "宏达化工厂", True),
    ("远帆化工厂", "远帆厂", False),
    ("长坪煤矿", "远帆化工厂", False),
    ("锦绣小区", "阳光小区", False),
    ("", "青河县", False),
]


@pytest.mark.parametrize(("ours", "theirs", "apart"), APART)
def test_only_names_that_exclude_each_other_keep_texts_apart(
    ours: str, theirs: str, apart: bool
) -> None:
    same = "今晨仓库起火,火势很大,浓烟蔓延,附近居民被疏散,无人伤亡,损失待查"
    at = datetime(2026, 3, 2, tzinfo=UTC)
    new = cluster.features([f"{ours},{same}", f"{theirs},{same}"], ["", ""], [at, at])
    first, second = cluster.assign(new, cluster.StoryIndex()).items
    assert (first.story != second.story) == apart
