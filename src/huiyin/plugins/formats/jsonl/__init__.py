"""Reads messages as JSON Lines, plain or gzipped: one object a line, keys in Chinese or English.

A line that is no object, too long or broken is refused and the next one is read. A damaged or
cut archive keeps what came before the damage.
"""

import gzip
import zlib
from collections.abc import Iterator
from datetime import tzinfo
from typing import BinaryIO, Final, cast

import msgspec

from huiyin.ports import rows
from huiyin.ports.decoding import decode
from huiyin.ports.formats import Imported
from huiyin.ports.refusals import Refusal

LONGEST_LINE: Final = 4 * 1024 * 1024
LARGEST: Final = 8 * 1024**3


class JsonLines:
    """The plug-in `jsonl`."""

    name = "jsonl"
    gives = "messages"
    suffixes: tuple[str, ...] = (".jsonl.gz", ".ndjson.gz", ".jsonl", ".ndjson")

    def read(self, stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Imported]:
        start = stream.tell()
        packed = stream.read(2) == b"\x1f\x8b"
        stream.seek(start)
        lines = cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if packed else stream
        empty = True
        for number, line in _lines(lines):
            if isinstance(line, Refusal):
                yield line
                empty = False
            elif line.strip(b" \t\r\n\xef\xbb\xbf\0"):
                yield _row(f"row {number}", line, zone)
                empty = False
        if empty:
            yield Refusal("file", "empty")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | Refusal]]:
    """Numbered lines; what is wrong with the file itself ends them with a refusal."""
    number, size, line = 0, 0, b""
    while True:
        number += 1
        try:
            line = stream.readline(LONGEST_LINE)
            too_long = len(line) == LONGEST_LINE and not line.endswith(b"\n")
            while too_long and not line.endswith(b"\n") and line:
                line = stream.readline(LONGEST_LINE)
                size += len(line)
        except EOFError:
            yield number, Refusal(f"row {number}", "file_ended_early")
            return
        except (OSError, zlib.error) as error:
            yield number, Refusal(f"row {number}", "file_broken", str(error))
            return
        size += len(line)
        if size > LARGEST:
            yield number, Refusal(f"row {number}", "file_too_large", f"allowed are {LARGEST} bytes")
            return
        if too_long:
            yield number, Refusal(f"row {number}", "row_too_large", f"over {LONGEST_LINE} bytes")
        elif not line:
            return
        else:
            yield number, line


def _row(where: str, line: bytes, zone: tzinfo) -> Imported:
    text = decode(line).text
    try:
        found = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        return Refusal(where, "row_broken", str(error), rows.without_people(text))
    if not isinstance(found, dict):
        return Refusal(where, "row_broken", "not an object", rows.without_people(text))
    return rows.row_of(where, {str(key): _text(value) for key, value in found.items()}, zone)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else msgspec.json.encode(value).decode()


plugin = JsonLines()
