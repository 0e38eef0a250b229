"""A mail server on the loopback that does as little as one can: it writes down what arrives.

A line a mail: the instant (seconds since 1970) and its Message-ID.
"""

import asyncio
import time
from pathlib import Path
from typing import TextIO


class Session(asyncio.Protocol):
    """One client. Understands EHLO, MAIL, RCPT, DATA, RSET, NOOP and QUIT."""

    def __init__(self, log: TextIO) -> None:
        self._log, self._buffer, self._in_data = log, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 letterbox\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._step():
            pass

    def _step(self) -> bool:
        end = b"\r\n.\r\n" if self._in_data else b"\r\n"
        told, found, rest = self._buffer.partition(end)
        if not found:
            return False
        self._buffer = rest
        if self._in_data:
            name = told.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()
            self._log.write(f"{time.time():.3f} {name}\n")
            self._log.flush()
            self._in_data = False
        self._in_data = self._answer(told[:4].upper()) if end == b"\r\n" else self._said(b"250 ok")
        return True

    def _answer(self, verb: bytes) -> bool:
        if verb == b"QUIT":
            self._said(b"221 bye")
            self._transport.close()
        elif verb == b"DATA":
            self._said(b"354 go on")
        else:
            self._said(b"250 ok")
        return verb == b"DATA"

    def _said(self, line: bytes) -> bool:
        self._transport.write(line + b"\r\n")
        return False


async def serve(port: int, path: Path) -> None:
    """Until killed."""
    with path.open("a") as log:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Session(log), "127.0.0.1", port)
        await server.serve_forever()
