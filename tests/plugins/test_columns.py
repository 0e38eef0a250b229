"""Columns are found by their names, and those that name a person are dropped."""

from datetime import UTC, datetime

import pytest

from huiyin.ports import Refusal, Row
from huiyin.ports.rows import COLUMNS, PERSONAL, field_of, named, read_time, row_of
from tests.plugins.importing import SHANGHAI


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("标题", "title"),
        (" 留言主题 ", "title"),
        ("Title", "title"),
        ("正文", "body"),
        ("留言详情", "body"),
        ("日期", "time"),
        ("Published_At", "time"),
        ("created at", "time"),
        ("地点", "place"),
        ("渠道", "channel"),
        ("编号", "id"),
        ("留言用户", "personal"),
        ("User-ID", "personal"),
        ("联系电话", "personal"),
        ("点赞数", ""),
        ("", ""),
    ],
)
def test_a_column_is_known_by_its_usual_names(column: str, field: str) -> None:
    assert field_of(column) == field


def test_no_name_means_two_things() -> None:
    every = [name for names in COLUMNS.values() for name in names]
    assert len(every) == len(set(every))
    assert not PERSONAL & set(every)


def test_a_row_keeps_its_original_without_the_person() -> None:
    cells = {
        "编号": "7",
        "姓名": "张三",
        "标题": "路灯 不亮",
        "点赞数": "3",
        "时间": "2019/4/24 16:03",
    }
    row = row_of("row 2", cells, SHANGHAI)
    assert isinstance(row, Row)
    assert (row.id, row.title) == ("7", "路灯 不亮")
    assert row.at == datetime(2019, 4, 24, 8, 3, tzinfo=UTC)
    assert dict(row.raw) == {key: value for key, value in cells.items() if key != "姓名"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"标题": " ", "地点": "x"}, "empty_row"),
        ({}, "empty_row"),
        ({"标题": "t", "时间": "昨天"}, "time_unreadable"),
        ({"内容": "x" * (1024 * 1024 + 1)}, "row_too_large"),
    ],
)
def test_a_bad_row_is_refused_with_its_text(cells: dict[str, str], code: str) -> None:
    refusal = row_of("row 9", {**cells, "电话": "13800000000"}, SHANGHAI)
    assert isinstance(refusal, Refusal)
    assert (refusal.where, refusal.code) == ("row 9", code)
    assert "13800000000" not in refusal.raw
    assert len(refusal.raw) <= 2000


def test_the_first_column_of_a_field_that_is_not_empty_counts() -> None:
    row = row_of("row 2", {"标题": "", "主题": "b", "题目": "c"}, SHANGHAI)
    assert isinstance(row, Row)
    assert row.title == "b"


def test_a_spreadsheet_day_number_is_a_time() -> None:
    assert read_time("43579.669212963", SHANGHAI) == datetime(2019, 4, 24, 8, 3, 40, tzinfo=UTC)


def test_a_column_that_stands_twice_is_kept_twice() -> None:
    assert named(["a", "a", ""], ["1", "2", "3"]) == {"a": "1", "a (2)": "2"}
