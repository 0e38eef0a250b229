"""CSV: any usual encoding, delimiter and header; a bad row stops nothing."""

import io
from datetime import UTC, datetime

import pytest

from huiyin.plugins.formats.csv import plugin
from huiyin.ports import Row
from tests.plugins.importing import SHANGHAI, imported, messages, refused

TABLE = (
    "编号,标题,内容,时间,地点,渠道\n7,路灯不亮,“A1区路灯”不亮，请修,2019-04-24 16:03:40,A1区,热线\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_table_reads_the_same_in_every_encoding(encoding: str) -> None:
    (row,) = imported(plugin, TABLE.encode(encoding))
    assert isinstance(row, Row)
    assert (row.where, row.id, row.title, row.body) == (
        "row 2",
        "7",
        "路灯不亮",
        "“A1区路灯”不亮，请修",
    )
    assert (row.place, row.channel) == ("A1区", "热线")
    assert row.at == datetime(2019, 4, 24, 8, 3, 40, tzinfo=UTC)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "；"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    (row,) = messages(imported(plugin, f"title{delimiter}body\na{delimiter}b c\n"))
    assert (row.title, row.body) == ("a", "b c")


def test_the_header_may_stand_below_a_heading() -> None:
    values = imported(plugin, "2019年留言汇总\n\n标题,内容\na,b\n")
    assert [(row.where, row.title) for row in messages(values)] == [("row 4", "a")]


def test_quoted_line_breaks_and_delimiters_stay_in_the_cell() -> None:
    (row,) = messages(imported(plugin, 'title,body\n"a ""b""","x,\r\ny"\n'))
    assert (row.title, row.body) == ('a "b"', "x,\ny")


def test_bad_rows_are_refused_one_by_one_and_the_rest_is_read() -> None:
    body = "title,time\na,2019-01-01\nb,never\n,2019-01-01\nc,2019-01-01,extra\n\nd,\n"
    values = imported(plugin, body)
    assert [row.title for row in messages(values)] == ["a", "d"]
    assert refused(values) == [
        ("row 3", "time_unreadable"),
        ("row 4", "empty_row"),
        ("row 5", "too_many_fields"),
    ]


def test_undecodable_bytes_are_refused_with_the_row() -> None:
    body = "标题\n好\n".encode("gb18030") + b"\xff\xff\n" + "行\n".encode("gb18030")
    values = imported(plugin, body)
    assert [row.title for row in messages(values)] == ["好", "行"]
    assert refused(values) == [("row 3", "charset_unknown")]


def test_an_endless_field_is_refused_and_memory_stays_bounded() -> None:
    values = imported(plugin, 'title,body\na,b\nc,"' + "x" * 3_000_000 + '"\nd,e\n')
    titles = [row.title for row in messages(values)]
    assert (titles[0], titles[-1]) == ("a", "d")
    assert "row_broken" in [code for _where, code in refused(values)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("foo,bar\n1,2\n", "columns_missing"),
        ("\x00", "columns_missing"),
    ],
)
def test_a_file_without_messages_is_refused_with_the_reason(body: str, code: str) -> None:
    assert [found for _where, found in refused(imported(plugin, body))] == [code]


def test_rows_come_as_the_file_is_read() -> None:
    """After the first row most of the file is still unread."""
    stream = io.BytesIO(b"title\n" + b"row\n" * 1_000_000)
    next(plugin.read(stream, "x.csv", SHANGHAI))
    assert stream.tell() < len(stream.getvalue()) / 2
