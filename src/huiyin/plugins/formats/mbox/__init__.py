"""Reads mbox files: letters one after the other, as mail programs export a folder.

Senders are private persons and are not kept; see `huiyin.ports.mail`.
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import BinaryIO, Final

from huiyin.ports import Refusal, Row
from huiyin.ports.formats import Imported
from huiyin.ports.mail import LARGEST_LETTER, entry_of

START: Final = b"From "
LONGEST_LINE: Final = 1024 * 1024


class Mbox:
    """The plug-in `mbox`."""

    name = "mbox"
    gives = "messages"
    suffixes: tuple[str, ...] = (".mbox", ".eml")

    def read(self, stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Imported]:
        """One row a letter."""
        number = 0
        for number, raw in enumerate(_letters(stream), start=1):
            where = f"letter {number}"
            if raw is None:
                yield Refusal(where, "too_large", f"allowed are {LARGEST_LETTER} bytes")
                continue
            found = entry_of(raw, where, zone, {})
            if isinstance(found, Refusal):
                yield found
                continue
            yield Row(
                where, found.title, found.body, found.published_at, channel="mailbox",
                id=found.extra["id"],
            )  # fmt: skip
        if not number:
            yield Refusal("document", "empty", name)


def _letters(stream: BinaryIO) -> Iterator[bytes | None]:
    """The letters in turn; None for one that is too large, whose bytes are passed over."""
    lines: list[bytes] = []
    size, blank, seen = 0, True, False
    while line := stream.readline(LONGEST_LINE):
        if blank and line.startswith(START):
            if seen:
                yield _joined(lines, size)
            lines, size, seen, blank = [], 0, True, False
            continue
        seen = seen or bool(line.strip())
        size += len(line)
        if size <= LARGEST_LETTER:
            lines.append(line[1:] if line.startswith(b">From ") else line)
        blank = not line.strip()
    if seen:
        yield _joined(lines, size)


def _joined(lines: list[bytes], size: int) -> bytes | None:
    return b"".join(lines) if size <= LARGEST_LETTER else None


plugin = Mbox()
