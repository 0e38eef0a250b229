"""Reads tables of messages as CSV: comma, semicolon, tab or bar; UTF-8, GB18030 or UTF-16.

The first of the first ten lines that names a title or a text column is the header. Rows are
counted as a spreadsheet counts them. A bad row is refused and the next one is read.
"""

import codecs
import csv
import io
import itertools
from collections.abc import Iterator
from datetime import tzinfo
from typing import BinaryIO, Final

from huiyin.ports import rows
from huiyin.ports.formats import Imported
from huiyin.ports.refusals import Refusal

DELIMITERS: Final = (",", "\t", ";", "|", "，", "；")
HEADER_WITHIN: Final = 10
SNIFFED: Final = 4096
PIECE: Final = 1024 * 1024
LONGEST_FIELD: Final = rows.LONGEST_ROW


class CsvFormat:
    """The plug-in `csv`."""

    name = "csv"
    gives = "messages"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".txt")

    def read(self, stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Imported]:
        csv.field_size_limit(LONGEST_FIELD)
        encoding = encoding_of(stream)
        errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
        text = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
        try:
            yield from _messages(text, zone)
        finally:
            text.detach()


def encoding_of(stream: BinaryIO) -> str:
    """UTF-16 by its mark or its zero bytes, UTF-8 if the whole file is valid, else GB18030."""
    start = stream.tell()
    head = stream.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in head:
        odd, even = head[1::2].count(0), head[::2].count(0)
        encoding = "utf-16-le" if odd >= even else "utf-16-be"
    else:
        stream.seek(start)
        encoding = "utf-8-sig" if _is_utf8(stream) else "gb18030"
    stream.seek(start)
    return encoding


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := stream.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _messages(text: io.TextIOWrapper, zone: tzinfo) -> Iterator[Imported]:
    head = list(itertools.islice(_lines(text), HEADER_WITHIN))
    if not any(line.strip() for line in head):
        yield Refusal("file", "empty")
        return
    delimiter = _delimiter(head)
    reader = csv.reader(itertools.chain(head, _lines(text)), delimiter=delimiter)
    header: list[str] | None = None
    first: list[str] = []
    for number, cells in _records(reader):
        if isinstance(cells, Refusal):
            yield cells
        elif header is None:
            first = first or cells
            if rows.is_header(cells):
                header = [cell.strip() for cell in cells]
            elif number >= HEADER_WITHIN:
                break
        elif any(cell.strip() for cell in cells):
            yield _row(number, header, cells, zone)
    if header is None:
        yield rows.columns_missing("row 1", first)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines of bounded length: a line without an end is cut into pieces."""
    while line := text.readline(LONGEST_FIELD):
        yield line


def _delimiter(head: list[str]) -> str:
    """The one that makes the most known columns in some line, then the most columns at all."""

    def promise(delimiter: str) -> tuple[int, int]:
        lines = list(csv.reader((line[:SNIFFED] for line in head), delimiter=delimiter))
        known = max((sum(map(bool, map(rows.field_of, cells))) for cells in lines), default=0)
        return known, max(map(len, lines), default=0)

    return max(DELIMITERS, key=promise)


def _records(reader: "Iterator[list[str]]") -> Iterator[tuple[int, list[str] | Refusal]]:
    for number in itertools.count(1):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, Refusal(f"row {number}", "row_broken", str(error))


def _row(number: int, header: list[str], cells: list[str], zone: tzinfo) -> Imported:
    where = f"row {number}"
    named = rows.named(header, cells)
    if any(cell.strip() for cell in cells[len(header) :]):
        return rows.refused(where, "too_many_fields", f"{len(cells)} of {len(header)}", named)
    if any("\ud800" <= character <= "\udfff" for cell in cells for character in cell):
        shown = {name: text.encode("utf-8", "replace").decode() for name, text in named.items()}
        return rows.refused(where, "charset_unknown", "undecodable bytes", shown)
    return rows.row_of(where, named, zone)


plugin = CsvFormat()
