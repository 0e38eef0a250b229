"""JSON Lines, plain and gzipped: one object a line, one refusal a bad line."""

import gzip
import json
from pathlib import Path

import pytest

from huiyin.plugins.formats.jsonl import LONGEST_LINE, plugin
from huiyin.ports import Refusal, Row
from tests.plugins.importing import SHANGHAI, imported, messages, refused

SHARED = Path(__file__).parents[3] / "shared" / "data"
LINE = json.dumps({"id": 7, "标题": "路灯", "body": "不亮", "likes": 3, "event": None}) + "\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_line_is_a_message(pack: "type[bytes]") -> None:
    (row,) = imported(plugin, pack(LINE.encode()))
    assert isinstance(row, Row)
    assert (row.where, row.id, row.title, row.body, row.at) == ("row 1", "7", "路灯", "不亮", None)
    assert dict(row.raw) == {"id": "7", "标题": "路灯", "body": "不亮", "likes": "3", "event": ""}


def test_bad_lines_are_refused_one_by_one_and_the_rest_is_read() -> None:
    lines = [LINE, "{broken\n", "[1]\n", "\n", '{"title": ""}\n', '{"title": "b", "time": "x"}\n']
    values = imported(plugin, "".join([*lines, LINE.strip()]))
    assert [row.where for row in messages(values)] == ["row 1", "row 7"]
    assert refused(values) == [
        ("row 2", "row_broken"),
        ("row 3", "row_broken"),
        ("row 5", "empty_row"),
        ("row 6", "time_unreadable"),
    ]


def test_a_broken_line_is_quoted_without_the_person() -> None:
    line = '{"姓名": "张\\"三", "phone":13800000000, "title": "路灯", "user": "li'
    (refusal,) = imported(plugin, line)
    assert isinstance(refusal, Refusal)
    assert "路灯" in refusal.raw
    for trace in ("张", "三", "1380", "li"):
        assert trace not in refusal.raw.replace("title", "")


def test_a_cut_archive_keeps_what_came_before() -> None:
    lines = "".join(
        json.dumps({"title": str(n), "body": str(hash(n) ** 3)}) + "\n" for n in range(5000)
    )
    values = imported(plugin, gzip.compress(lines.encode())[:-2000])
    assert len(messages(values)) > 1000
    assert [code for _where, code in refused(values)] == ["file_ended_early"]


def test_a_damaged_archive_keeps_what_came_before() -> None:
    packed = bytearray(gzip.compress(LINE.encode() * 5000))
    packed[-6] ^= 255
    values = imported(plugin, bytes(packed))
    assert len(messages(values)) > 0
    assert [code for _where, code in refused(values)] == ["file_broken"]


def test_a_line_that_is_too_long_is_refused_and_the_next_one_read() -> None:
    long = '{"title": "' + "x" * (2 * LONGEST_LINE) + '"}\n'
    values = imported(plugin, LINE + long + LINE)
    assert [row.where for row in messages(values)] == ["row 1", "row 3"]
    assert refused(values) == [("row 2", "row_too_large")]


def test_lines_in_gb18030_are_read() -> None:
    body = '{"标题": "路灯不亮，这个问题请有关部门处理"}\n'.encode("gb18030")
    (row,) = messages(imported(plugin, body))
    assert row.title.startswith("路灯不亮")


@pytest.mark.parametrize(("name", "rows"), [("govmsg_reply", 2136), ("govmsg_hot", 3212)])
def test_the_citizens_messages_are_read_wholly(name: str, rows: int) -> None:
    path = SHARED / name / "messages.jsonl.gz"
    if not path.exists():
        pytest.skip("the messages are not here")
    with path.open("rb") as stream:
        values = list(plugin.read(stream, path.name, SHANGHAI))
    assert refused(values) == []
    assert len(messages(values)) == rows
    assert all(row.at and row.title and row.id for row in messages(values))
