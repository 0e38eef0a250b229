"""Places, times, bodies and figures are read as phrases of the original text."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.faces.cli.evals.extract import command
from huiyin.rules.text.extract import extract
from huiyin.rules.text.extract_figures import SORT_OF, value_of
from huiyin.rules.text.extract_records import claims_of, records, worth_reading
from huiyin.rules.text.extract_series import ORDER, Claim, Told, series_of
from huiyin.rules.text.gazetteer import gazetteer, short_name
from tests.ports.test_pages import eval_line

GIVEN = Path(__file__).parents[4] / "shared" / "data" / "cec_emergency" / "news.jsonl.gz"
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


def phrases(text: str, sort: str) -> list[str]:
    facts = extract([text], ["禾岭县应急管理局"])[0]
    return [text[span.begin : span.end] for span in getattr(facts, sort)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("昨天，云南省昆明市五华区一居民楼起火。", ["云南省昆明市五华区一居民楼"]),
        ("四川汶川附近发生地震", ["四川汶川附近"]),
        ("通道被堵，公安到场。", []),
        ("该市市场活跃，城市面貌一新。", ["市场"]),
        ("在禾岭县城关镇新街路口", ["禾岭县城关镇新街路口"]),
        ("伤者被送往禾岭县人民医院", ["禾岭县人民医院"]),
        ("车内有两人，桥下积水", ["车内", "桥下"]),
        ("１０４国道Ｋ２０＋８００米处", ["１０４国道Ｋ２０＋８００米处"]),
        ("雲南省地震", ["雲南省"]),
        ("他很高兴。", []),
    ],
)
def test_places_are_found(text: str, found: list[str]) -> None:
    assert phrases(text, "places") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("昨日下午3时许发生", ["昨日下午3时许"]),
        ("２０２６年１１月２０日９时２２分，", ["２０２６年１１月２０日９时２２分"]),
        ("二〇二六年十一月二十日", ["二〇二六年十一月二十日"]),
        ("今（19）日凌晨5时许，目前", ["今（19）日凌晨5时许", "目前"]),
        ("3天后，40分钟左右", ["3天后", "40分钟左右"]),
        ("北京时间14点28分04秒", ["北京时间14点28分04秒"]),
        ("上周五晚上", ["上周五晚上"]),
        ("发生五点五级地震，注意一点", []),
        ("四周都是水，97号楼", []),
        ("3人受伤，5号楼", []),
    ],
)
def test_times_are_found(text: str, found: list[str]) -> None:
    assert phrases(text, "times") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("禾岭县应急管理局通报", ["禾岭县应急管理局"]),
        ("据新街派出所介绍", ["新街派出所"]),
        ("局部有雨，全部完成", []),
    ],
)
def test_bodies_are_found(text: str, found: list[str]) -> None:
    assert phrases(text, "bodies") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共造成6人死亡，3人重伤", [("dead", 6, "人"), ("injured", 3, "人")]),
        ("死亡3人受伤20余人", [("dead", 3, "人"), ("injured", 20, "人")]),
        ("3人死亡5人受伤", [("dead", 3, "人"), ("injured", 5, "人")]),
        ("致二死二伤", [("dead", 2, "人"), ("injured", 2, "人")]),
        ("死亡人数升至12人", [("dead", 12, "人")]),
        ("直接经济损失约1,200.5万元", [("loss", 12_005_000, "元")]),
        ("泄漏苯乙烯约３吨", [("leaked", 3, "吨")]),
        ("三十二名学生中毒", [("ill", 32, "人")]),
        ("罚款5000元", [("money", 5000, "元")]),
        ("死者为23岁男子，第3人民医院", []),
        ("20岁的他死亡，3只羊死亡", []),
    ],
)
def test_figures_are_found(text: str, found: list[tuple[str, float, str]]) -> None:
    figures = extract([text])[0].figures
    assert [(figure.sort, figure.number, figure.unit) for figure in figures] == found


def test_what_is_not_exact_says_so() -> None:
    figures = extract(["约20人受伤，3人死亡，百余人被困"])[0].figures
    assert [figure.about for figure in figures] == [True, False, True]


def test_every_sort_of_figure_has_its_place_in_the_order() -> None:
    assert {*SORT_OF.values(), "loss", "money"} == set(ORDER)


@pytest.mark.parametrize(
    ("written", "value"), [("1,200.5", 1200.5), ("二十三", 23), ("一百零二", 102), ("两千", 2000)]
)
def test_numbers_are_read(written: str, value: float) -> None:
    assert value_of(written.replace("零", "")) == value


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("凉山彝族自治州", "凉山"),
        ("内蒙古自治区", "内蒙古"),
        ("禾岭县", "禾岭"),
        ("龙胜各族自治县", "龙胜"),
    ],
)
def test_divisions_have_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_everyday_words_are_no_places() -> None:
    assert gazetteer().sure.isdisjoint({"日照", "公安", "通道", "城区"})


@settings(max_examples=80, deadline=None)
@given(
    st.text(
        alphabet="在县市路桥3５一死伤亡人元万月日时点:，。…㍿ 上中下\u200b\U0001f600a名",
        max_size=40,
    )
)
def test_offsets_are_right_for_any_text(text: str) -> None:
    facts = extract([text])[0]
    for spans in (facts.places, facts.times, facts.bodies, facts.figures):
        ends = 0
        for span in spans:
            assert ends <= span.begin < span.end <= len(text)
            ends = span.begin


def test_facts_are_kept_as_phrases() -> None:
    record = records(["昨天下午，禾岭县新街起火，致3人死亡。"])[0]
    assert record["places"] == ["禾岭县新街"]
    assert record["times"] == ["昨天下午"]
    assert claims_of(record) == (Claim("dead", 3, "人", about=False, phrase="3人死亡"),)
    assert records(["你好"]) == [{}]
    assert worth_reading("致3人死亡")
    assert not worth_reading("请问如何办理")


def told(hours: float, *numbers: tuple[str, float], about: bool = False) -> Told:
    claims = tuple(Claim(sort, number, "人", about, f"{number}") for sort, number in numbers)
    return Told(NOON + timedelta(hours=hours), claims)


def test_figures_of_a_story_are_lined_up_in_time() -> None:
    lines = series_of(
        [told(5, ("dead", 10)), told(0, ("dead", 3), ("injured", 5)), told(1, ("dead", 3))]
    )
    assert [(line.sort, [step.number for step in line.steps]) for line in lines] == [
        ("dead", [3, 10]),
        ("injured", [5]),
    ]
    assert [step.items for step in lines[0].steps] == [(1, 2), (0,)]
    assert not lines[0].contradicted


@pytest.mark.parametrize(
    ("items", "contradicted"),
    [
        ([told(0, ("dead", 10)), told(2, ("dead", 3))], True),
        ([told(0, ("dead", 10), about=True), told(2, ("dead", 3))], False),
        ([told(0, ("missing", 5)), told(8, ("missing", 2))], False),
        ([told(0, ("missing", 5)), told(0.5, ("missing", 2))], True),
        ([told(0, ("dead", 2), ("dead", 3)), told(2, ("dead", 3))], False),
    ],
)
def test_contradictions_are_marked(items: list[Told], contradicted: bool) -> None:
    assert series_of(items)[0].contradicted is contradicted


@pytest.mark.skipif(not GIVEN.exists(), reason="the development data are not here")
def test_annotated_news_is_read_well() -> None:
    figures = eval_line(CliRunner().invoke(command, [str(GIVEN)]).output)
    assert figures["place_recall"] >= 0.85
    assert figures["time_recall"] >= 0.96
    assert figures["place_precision"] >= 0.48
    assert figures["time_precision"] >= 0.73
