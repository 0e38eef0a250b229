"""Documents damaged at random: cut, spliced, repeated, crossed with others, written otherwise.

Everything follows from the dice given, so a run can be repeated.
"""

import random
from collections.abc import Callable, Sequence
from typing import Final

Accident = Callable[[random.Random, bytes, bytes, Sequence[bytes]], bytes]

LARGEST: Final = 64 * 1024
CHARSETS: Final = ("gb18030", "big5", "utf-16", "utf-8-sig", "shift_jis", "utf-7", "cp1252")
NASTY: Final = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe4\xbd",
    b"\x1a", b"\r", b"\n\n", b"\x85", b"\xe2\x80\xae", b"\xe2\x80\x8b",
    b"\xf0\x9f\x91\xa8\xe2\x80\x8d", b"99999999999999999999", b"-1", b"\xd9\xa3", b"\xc2\xb2",
    b" " * 300, b"A" * 300, b"%00", b"\\", b"\xef\xb7\xba", b"\xcc\x81" * 40, b"1e999", b"0x",
    b"'\"", b"(" * 50, b"[" * 50, b"{" * 50,
)  # fmt: skip


def mutated(dice: random.Random, pool: Sequence[bytes], splices: Sequence[bytes]) -> bytes:
    """A document of the pool after a few accidents."""
    body = dice.choice(pool)
    for _accident in range(1 + min(int(dice.expovariate(0.4)), 12)):
        accident: Accident = dice.choice(ACCIDENTS)
        body = accident(dice, body, dice.choice(pool), splices)
    return body[:LARGEST]


def _place(dice: random.Random, body: bytes) -> tuple[int, int]:
    """A stretch of the body, more often a short one."""
    at = dice.randrange(len(body) + 1)
    return at, min(len(body), at + int(dice.expovariate(1 / 20)))


def _cut(dice: random.Random, body: bytes, _other: bytes, _splices: Sequence[bytes]) -> bytes:
    at, until = _place(dice, body)
    return body[:at] + body[until:]


def _splice(dice: random.Random, body: bytes, _other: bytes, splices: Sequence[bytes]) -> bytes:
    at, until = _place(dice, body)
    piece: bytes = dice.choice(splices if dice.random() < 0.7 else NASTY)
    return body[:at] + piece + body[at if dice.random() < 0.6 else until :]


def _repeat(dice: random.Random, body: bytes, _other: bytes, splices: Sequence[bytes]) -> bytes:
    """A stretch, or a splice, many times over: what finds a reader that takes ever longer."""
    at, until = _place(dice, body)
    piece: bytes = body[at:until] if dice.random() < 0.5 else dice.choice(splices)
    times = 1 << dice.randrange(1, 15)
    return body[:at] + piece * min(times, LARGEST // (len(piece) + 1) + 1) + body[at:]


def _flip(dice: random.Random, body: bytes, _other: bytes, _splices: Sequence[bytes]) -> bytes:
    changed = bytearray(body)
    for _byte in range(dice.randrange(1, 5)):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cross(dice: random.Random, body: bytes, other: bytes, _splices: Sequence[bytes]) -> bytes:
    return body[: dice.randrange(len(body) + 1)] + other[dice.randrange(len(other) + 1) :]


def _insert(dice: random.Random, body: bytes, other: bytes, _splices: Sequence[bytes]) -> bytes:
    at = dice.randrange(len(body) + 1)
    begin, end = _place(dice, other)
    return body[:at] + other[begin : end + 200] + body[at:]


def _rewrite(dice: random.Random, body: bytes, _other: bytes, _splices: Sequence[bytes]) -> bytes:
    """The same text in another character set, whatever it says of itself."""
    text = body.decode("utf-8", "replace")
    return text.encode(dice.choice(CHARSETS), "replace")


ACCIDENTS: Final[tuple[Accident, ...]] = (
    _cut, _cut, _splice, _splice, _splice, _splice, _repeat, _flip, _cross, _insert, _insert,
    _rewrite,
)  # fmt: skip
