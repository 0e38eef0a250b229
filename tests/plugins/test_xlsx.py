"""Excel workbooks: every sheet with a header, and no bomb."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from huiyin.plugins.formats.xlsx import plugin
from huiyin.ports import workbook_caps as caps
from tests.plugins.importing import imported, messages, refused

HEADER: list[object] = ["编号", "标题", "内容", "时间", "姓名"]


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, lines in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{number}")
        for line in lines:
            sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose only sheet is replaced by raw XML."""
    old = zipfile.ZipFile(io.BytesIO(workbook([HEADER])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, xml if part.endswith("sheet1.xml") else old.read(part))
    return stream.getvalue()


def test_cells_of_every_kind_become_a_message() -> None:
    moment = dt.datetime(2019, 4, 24, 16, 3, 40)  # noqa: DTZ001 - spreadsheets know no zones
    (row,) = messages(imported(plugin, workbook([HEADER, [7, "路灯", "不亮", moment, "张三"]])))
    assert (row.where, row.id, row.title, row.body) == ("row 2", "7", "路灯", "不亮")
    assert row.at == dt.datetime(2019, 4, 24, 8, 3, 40, tzinfo=dt.UTC)
    assert "张三" not in repr(row)


def test_rows_are_counted_as_the_spreadsheet_counts_them() -> None:
    lines: list[list[object]] = [["汇总"], [], HEADER, [1, "a"], [], [2, None, None], [3, "c"]]
    values = imported(plugin, workbook(lines))
    assert [(row.where, row.title) for row in messages(values)] == [("row 4", "a"), ("row 7", "c")]
    assert refused(values) == [("row 6", "empty_row")]


def test_every_sheet_is_read_and_named() -> None:
    values = imported(plugin, workbook([HEADER, [1, "a"]], [["x"], [1]], [HEADER, [2, "b"]]))
    assert [row.where for row in messages(values)] == ["表1 row 2", "表3 row 2"]
    assert refused(values) == [("表2 row 1", "columns_missing")]


@pytest.mark.parametrize("body", [b"", b"not a zip", b"PK\x03\x04cut"])
def test_a_damaged_workbook_is_refused(body: bytes) -> None:
    assert [code for _where, code in refused(imported(plugin, body))] == ["file_broken"]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert [code for _where, code in refused(imported(plugin, stream.getvalue()))] == [
        "file_broken"
    ]


def test_a_zip_bomb_is_refused_by_its_true_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive claims ten bytes; what counts is what comes out."""
    monkeypatch.setattr(caps, "LARGEST", 8 * 1024 * 1024)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=False) as part:
            for _number in range(9):
                part.write(b" " * 1024 * 1024)
        archive.getinfo("xl/sharedStrings.xml").file_size = 10
    values = imported(plugin, stream.getvalue())
    assert refused(values) == [("file", "file_too_large")]


def test_a_lonely_cell_in_the_last_corner_is_refused() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert refused(imported(plugin, with_sheet(sheet))) == [("file", "file_too_large")]


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caps, "MOST_PARTS", 3)
    assert refused(imported(plugin, workbook([HEADER]))) == [("file", "file_too_large")]


def test_a_workbook_on_disk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(workbook([HEADER, [1, "a"]]))
    with path.open("rb") as stream:
        assert len(list(plugin.read(stream, path.name, dt.UTC))) == 1
