"""Reads tables of messages from Excel workbooks; every sheet with a header is read.

Before the workbook is opened, every part of the archive is unpacked once and thrown away: that
proves its true size and the extent of its sheets, so neither a zip bomb nor a single cell in the
last corner of an endless sheet can fill the memory.
"""

import datetime as dt
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from python_calamine import CalamineError, CalamineWorkbook

from huiyin.ports import rows
from huiyin.ports.formats import Imported
from huiyin.ports.refusals import Refusal
from huiyin.ports.workbook_caps import TooLarge, check

HEADER_WITHIN: Final = 10
Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


class Xlsx:
    """The plug-in `xlsx`."""

    name = "xlsx"
    gives = "messages"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")

    def read(self, stream: BinaryIO, name: str, zone: dt.tzinfo) -> Iterator[Imported]:
        try:
            check(stream)
            stream.seek(0)
            book = CalamineWorkbook.from_filelike(stream)
        except TooLarge as error:
            yield Refusal("file", "file_too_large", str(error))
            return
        except (zipfile.BadZipFile, CalamineError, ValueError, OSError, EOFError) as error:
            yield Refusal("file", "file_broken", str(error))
            return
        several = len(book.sheet_names) > 1
        for sheet in book.sheet_names:
            yield from _sheet(book, sheet, f"{sheet} " if several else "", zone)


def _sheet(book: CalamineWorkbook, name: str, prefix: str, zone: dt.tzinfo) -> Iterator[Imported]:
    try:
        lines = book.get_sheet_by_name(name).iter_rows()
    except (CalamineError, ValueError) as error:
        yield Refusal(f"{prefix}file".strip(), "file_broken", str(error))
        return
    header: list[str] | None = None
    first: list[str] = []
    for number, line in enumerate(lines, start=1):
        cells = [text_of(cell) for cell in line]
        if not any(cells):
            continue
        first = first or cells
        if header is not None:
            yield rows.row_of(f"{prefix}row {number}", rows.named(header, cells), zone)
        elif rows.is_header(cells):
            header = cells
        elif number >= HEADER_WITHIN:
            break
    if header is None and first:
        yield rows.columns_missing(f"{prefix}row 1", first)


def text_of(cell: Cell) -> str:
    """A cell as its reader would write it; whole numbers without a point, times as ISO."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell).strip()


plugin = Xlsx()
