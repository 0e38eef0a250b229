"""The inbox: one list of all channels, searched inside the clause, a page at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.apps.intake.queries import Asked, Span, inbox, inbox_counts, spans
from tests.makers import make_item, make_source, make_story
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def titles(desk: Desk, asked: Asked) -> list[str]:
    return [item.title for item in inbox(desk.office, asked).items]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("化工", True),  # a word inside a clause
        ("工厂", True),  # across what a segmenter would cut
        ("爆", True),  # one character
        ("爆炸 疏散", True),  # both somewhere
        ("爆炸 演习", False),  # one of them nowhere
        ("ＡＢＣ-9", True),  # full width
        ("abc-9", True),  # any case
        ("遠帆", True),  # traditional
        ("厂爆", True),
        ("爆厂", False),  # the same characters in another order
        ("工化", False),
        ("100%", True),  # nothing is a wildcard
        ("10%", False),
        ("a_b", True),
        ("axb", False),
        ("%", True),
        ("_", True),
        ("\\", False),
        ("'", False),
        ("😀", True),
        ("🔥", False),
        ("\0", True),  # nothing asked
        ("   ", True),
    ],
)
def test_search_finds_what_is_written_and_nothing_else(desk: Desk, asked: str, found: bool) -> None:
    make_item(
        desk.office,
        "远帆化工厂爆炸",
        "周边村民疏散完毕,100%安置。批号ABC-9,标记a_b。😀",
        said_at=NOW,
    )
    assert bool(titles(desk, Asked(text=asked))) is found


def test_only_what_holds_the_word_is_found_among_many(desk: Desk) -> None:
    for number in range(30):
        make_item(desk.office, f"第{number}号路灯不亮", "晚上看不清路。")
    make_item(desk.office, "学校门口路口拥堵", "上学时间寸步难行。")
    assert titles(desk, Asked(text="路口")) == ["学校门口路口拥堵"]
    assert titles(desk, Asked(text="第7号")) == ["第7号路灯不亮"]


def test_newest_come_first_and_pages_follow_without_gaps_or_repeats(desk: Desk) -> None:
    at = [NOW, NOW, NOW, NOW - timedelta(hours=1), NOW - timedelta(hours=2)]
    made = [make_item(desk.office, f"第{number}件", said_at=said) for number, said in enumerate(at)]
    seen, cursor = [], ""
    while True:
        page = inbox(desk.office, before=cursor, limit=2)
        seen += [item.pk for item in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    expected = sorted(made, key=lambda item: (item.said_at, item.pk), reverse=True)
    assert seen == [item.pk for item in expected]


def test_an_item_that_arrives_meanwhile_shifts_no_page(desk: Desk) -> None:
    for number in range(4):
        make_item(desk.office, f"第{number}件", said_at=NOW + timedelta(minutes=number))
    first = inbox(desk.office, limit=2)
    make_item(desk.office, "刚到", said_at=NOW + timedelta(hours=1))
    second = inbox(desk.office, before=first.next_cursor, limit=2)
    assert [item.title for item in second.items] == ["第1件", "第0件"]


@pytest.mark.parametrize("cursor", ["x", "1", "1.x", "9" * 40 + ".1", "."])
def test_a_cursor_that_no_page_gave_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(ValueError):
        inbox(desk.office, before=cursor)


def test_filters_narrow_and_combine(desk: Desk) -> None:
    source = make_source(desk.office)
    make_item(desk.office, "新闻", source=source, kind="news")
    urgent = make_item(desk.office, "险情", channel="portal", kind="hazard", urgent=True)
    make_item(desk.office, "旧闻", channel="portal", kind="hazard", state="dismissed")
    story = make_story(desk.office, [urgent])
    assert titles(desk, Asked(channel="portal")) == ["旧闻", "险情"]
    assert titles(desk, Asked(channel="portal", state="dismissed")) == ["旧闻"]
    assert titles(desk, Asked(source=source.pk)) == ["新闻"]
    assert titles(desk, Asked(urgent=True)) == ["险情"]
    assert titles(desk, Asked(urgent=False, kind="hazard")) == ["旧闻"]
    assert titles(desk, Asked(story=story.pk)) == ["险情"]


def test_another_office_is_never_seen(desk: Desk) -> None:
    other = make_desk("heling", "禾岭县应急管理局")
    make_item(other.office, "别处的事")
    assert titles(desk, Asked()) == []
    assert titles(desk, Asked(text="别处")) == []
    assert inbox_counts(desk.office).total == 0


def test_a_page_costs_two_queries_however_long(desk: Desk) -> None:
    source = make_source(desk.office)
    items = [make_item(desk.office, f"第{n}件化工消息", source=source) for n in range(20)]
    make_story(desk.office, items)
    with CaptureQueriesContext(connection) as queries:
        page = inbox(desk.office, Asked(text="化工"))
        for item in page.items:
            assert item.source is not None
            assert item.membership.story.title
            assert not hasattr(item, "case_link")
    assert len(page.items) == 20
    assert len(queries) == 2  # how far the items go, and the page


def test_counts_say_what_each_filter_would_show(desk: Desk) -> None:
    source = make_source(desk.office)
    make_item(desk.office, "新闻", source=source, kind="news")
    make_item(desk.office, "新闻二", source=source, kind="news", state="dismissed")
    make_item(desk.office, "险情", channel="portal", kind="hazard", urgent=True)
    with CaptureQueriesContext(connection) as queries:
        counts = inbox_counts(desk.office, Asked(state="new"))
    assert len(queries) == 2  # the rows of each filter, and the facts of the newest
    assert counts.total == 2
    assert counts.channel == {"feed": 1, "portal": 1}
    assert counts.state == {"new": 2, "dismissed": 1}  # as if no state were chosen
    assert counts.source == {source.pk: 1, None: 1}
    assert counts.urgent == {False: 1, True: 1}


def test_counts_follow_a_search(desk: Desk) -> None:
    make_item(desk.office, "化工厂爆炸", kind="news")
    make_item(desk.office, "路灯不亮", kind="complaint", channel="portal")
    counts = inbox_counts(desk.office, Asked(text="化工"))
    assert (counts.total, counts.kind, counts.capped) == (1, {"news": 1}, False)


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("远帆化工厂爆炸", "化工", ["化工"]),
        ("遠帆化工廠爆炸", "化工厂", ["化工廠"]),
        ("ＡＢＣ 与 abc", "abc", ["ＡＢＣ", "abc"]),
        ("爆炸,又爆炸", "爆炸", ["爆炸", "爆炸"]),
        ("化工厂爆炸", "化工厂 工厂爆", ["化工厂爆"]),  # overlapping ones are one
        ("a  b", "a", ["a"]),
        ("共30℃以上", "℃", ["℃"]),
        ("没有", "化工", []),
        ("", "化工", []),
        ("化工", "", []),
    ],
)
def test_hits_are_marked_in_the_text_as_it_was_written(
    text: str, asked: str, marked: list[str]
) -> None:
    assert [text[span.start : span.end] for span in spans(text, asked)] == marked


def test_spans_are_in_order() -> None:
    assert spans("乙甲乙", "甲 乙") == [Span(0, 3)]
