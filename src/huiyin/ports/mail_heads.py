"""The heads of letters, read within bounds.

The standard parser takes any number of parts and heads and reads each head by its whole grammar, so
that a few megabytes of nothing else keep it busy for hours. Here a letter has so many parts and
heads and no more, a head so many characters, and what a head says is read from its encoded words
alone – in the character set that the bytes are in, where the head names none or a wrong one.
"""

import re
from base64 import b64decode
from contextlib import suppress
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32, Policy
from itertools import groupby
from quopri import decodestring
from typing import Final, TypeAlias

from huiyin.ports.decoding import decode, known

MOST_PARTS: Final = 1000
MOST_HEADS: Final = 5000
LONGEST_HEAD: Final = 8 * 1024
WORD: Final = re.compile(r"=\?([\w:.+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\s]*)\?=")
WORDS: Final = re.compile(rf"{WORD.pattern}(?:\s*{WORD.pattern})*")
Letter: TypeAlias = "Message[str, str]"
USUAL: Final = ("utf-8", "gb18030")


def parsed(raw: bytes) -> Letter:
    """The letter with its parts; raises MessageError and whatever else the parser raises."""
    heads, parts = iter(range(MOST_HEADS)), iter(range(MOST_PARTS))

    def part(policy: "Policy[Letter]") -> Letter:
        if next(parts, None) is None:
            raise MessageError(f"more than {MOST_PARTS} parts")
        return Message(policy)

    class Bounded(Compat32):
        """Cuts long heads short, and ends a letter that has too many of them."""

        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            if next(heads, None) is None:
                raise MessageError(f"more than {MOST_HEADS} heads")
            name, value = super().header_source_parse(sourcelines)
            return name, value[:LONGEST_HEAD]

    return BytesParser(policy=Bounded(message_factory=part)).parsebytes(raw)


def head_of(letter: Letter, name: str) -> str:
    """What the first head of this name says; "" where there is none."""
    wanted = name.lower()
    for own, value in letter.raw_items():
        if own.lower() == wanted:
            return WORDS.sub(_said, _plain(value))
    return ""


def _plain(value: str) -> str:
    """A head as written; bytes that are not ASCII are read as what they are."""
    if value.isascii():
        return value
    return decode(value.encode("ascii", "surrogateescape")).text


def _said(found: re.Match[str]) -> str:
    """A row of encoded words (RFC 2047) as text; a character may begin in one and end in the next.

    As written where they are broken.
    """
    try:
        words = [(word[1].lower(), _unpacked(word[2], word[3])) for word in WORD.finditer(found[0])]
    except ValueError:
        return found[0]
    rows = groupby(words, key=lambda word: word[0])
    return "".join(_text(charset, b"".join(body for _name, body in row)) for charset, row in rows)


def _unpacked(kind: str, packed: str) -> bytes:
    octets = packed.encode("ascii")
    if kind in "bB":
        return b64decode(octets + b"=" * (-len(octets) % 4))
    return decodestring(octets, header=True)


def _text(charset: str, octets: bytes) -> str:
    for codec in filter(None, (known(charset), *USUAL)):
        with suppress(UnicodeError):
            return octets.decode(codec)
    return octets.decode("utf-8", "replace")
