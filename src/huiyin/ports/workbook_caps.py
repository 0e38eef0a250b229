"""What a workbook may unpack to, counted rather than believed."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

LARGEST: Final = 512 * 1024 * 1024
MOST_PARTS: Final = 2_000
MOST_CELLS: Final = 20_000_000
PIECE: Final = 256 * 1024
OVERLAP: Final = 32
REFERENCE: Final = re.compile(rb"\sr=[\"']([A-Z]{0,3})(\d{1,7})[\"']")
LOCAL_HEADER: Final = 30


class TooLarge(Exception):  # noqa: N818 - it says what is wrong
    """The workbook unpacks to more than allowed."""


def check(stream: BinaryIO) -> None:
    """TooLarge or zipfile.BadZipFile unless the workbook is of an honest size."""
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise TooLarge(f"{len(parts)} parts")
    total = 0
    for part in parts:
        rows = columns = 0
        tail = b""
        for piece in _unpacked(stream, part):
            total += len(piece)
            if total > LARGEST:
                raise TooLarge(f"more than {LARGEST} bytes unpacked")
            if part.filename.startswith("xl/worksheets/"):
                rows, columns = _extent(tail + piece, rows, columns)
                tail = piece[-OVERLAP:]
        if rows * columns > MOST_CELLS:
            raise TooLarge(f"{part.filename} spans {rows} × {columns} cells")


def _unpacked(stream: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes from its raw data, whatever size the archive claims for it."""
    stream.seek(part.header_offset)
    header = stream.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(part.filename)
    stream.seek(
        int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1
    )
    left = part.compress_size
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := stream.read(min(PIECE, left))):
        left -= len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
        elif part.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(machine, packed, part.filename)
        else:
            raise zipfile.BadZipFile(f"{part.filename}: unknown packing")


def _inflated(machine: "zlib._Decompress", packed: bytes, name: str) -> Iterator[bytes]:
    while packed:
        try:
            yield machine.decompress(packed, PIECE)
        except zlib.error as error:
            raise zipfile.BadZipFile(f"{name}: {error}") from error
        packed = machine.unconsumed_tail


def _extent(xml: bytes, rows: int, columns: int) -> tuple[int, int]:
    """The furthest row and column that a piece of a sheet refers to."""
    for letters, number in REFERENCE.findall(xml):
        rows = max(rows, int(number))
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        columns = max(columns, column)
    return rows, columns
