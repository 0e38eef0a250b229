"""Reads an answer's body piece by piece and unpacks it under a cap, so memory stays flat.

Unpacking stops the moment the cap is passed: a bomb costs one piece, not its content.
"""

import zlib
from collections.abc import Callable
from typing import Final, Protocol

import aiohttp
import brotli  # type: ignore[import-untyped]

from huiyin.engine.fetch.values import Refused

PIECE: Final = 64 * 1024


class Unpacker(Protocol):
    """Takes packed pieces; gives unpacked ones no longer than asked."""

    def take(self, packed: bytes, most: int) -> bytes: ...

    def done(self) -> bool: ...


class Plain:
    def take(self, packed: bytes, most: int) -> bytes:
        return packed

    def done(self) -> bool:
        return True


class Zlib:
    """gzip (several members in a row included), zlib, and the raw deflate some servers send."""

    def __init__(self, *, raw_allowed: bool = False) -> None:
        self.raw_allowed = raw_allowed
        self.machine = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self.begun = False

    def take(self, packed: bytes, most: int) -> bytes:
        unpacked: list[bytes] = []
        room = most
        while packed and room > 0:
            if self.machine.eof:
                if packed[:2] != b"\x1f\x8b":
                    break
                self.machine = zlib.decompressobj(zlib.MAX_WBITS | 32)
            piece = self._step(packed, room)
            unpacked.append(piece)
            room -= len(piece)
            packed = self.machine.unconsumed_tail or self.machine.unused_data
        return b"".join(unpacked)

    def _step(self, packed: bytes, room: int) -> bytes:
        try:
            piece = self.machine.decompress(packed, room)
        except zlib.error:
            if self.begun or not self.raw_allowed:
                raise
            self.machine = zlib.decompressobj(-zlib.MAX_WBITS)
            piece = self.machine.decompress(packed, room)
        self.begun = True
        return piece

    def done(self) -> bool:
        return self.machine.eof or not self.begun


class Brotli:
    def __init__(self) -> None:
        self.machine = brotli.Decompressor()
        self.begun = False

    def take(self, packed: bytes, most: int) -> bytes:
        self.begun = self.begun or bool(packed)
        unpacked = [self.machine.process(packed, output_buffer_limit=most)]
        room = most - len(unpacked[0])
        while room > 0 and not self.machine.can_accept_more_data():
            piece = self.machine.process(b"", output_buffer_limit=room)
            unpacked.append(piece)
            room -= len(piece)
        return b"".join(unpacked)

    def done(self) -> bool:
        return self.machine.is_finished() or not self.begun


UNPACKERS: Final[dict[str, Callable[[], Unpacker]]] = {
    "": Plain,
    "identity": Plain,
    "gzip": Zlib,
    "x-gzip": Zlib,
    "deflate": lambda: Zlib(raw_allowed=True),
    "br": Brotli,
}
ACCEPTED: Final = "gzip, deflate, br"


async def read_body(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """The unpacked body of an answer, or Refused once it is longer than `most` bytes."""
    packing = answer.headers.get("Content-Encoding", "").strip().lower()
    if packing not in UNPACKERS:
        raise Refused("packing_unknown", packing[:60])
    if (answer.content_length or 0) > most:
        raise Refused("too_large", f"{answer.content_length} bytes announced, allowed are {most}")
    unpacker = UNPACKERS[packing]()
    body = bytearray()
    packed = 0
    async for piece in answer.content.iter_chunked(PIECE):
        packed += len(piece)
        body += _unpack(unpacker, piece, most + 1 - len(body))
        if len(body) > most or packed > most:
            raise Refused("too_large", f"more than {most} bytes")
    if not unpacker.done():
        raise Refused("ended_early", f"{packing} stream is not complete")
    return bytes(body)


def _unpack(unpacker: Unpacker, piece: bytes, room: int) -> bytes:
    try:
        return unpacker.take(piece, room)
    except (zlib.error, brotli.error) as error:
        raise Refused("packing_broken", str(error)) from error
