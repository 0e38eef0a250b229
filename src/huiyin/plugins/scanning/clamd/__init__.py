"""ClamAV's daemon, asked over its socket (clamd(8)): the commands `zINSTREAM` and `zVERSION`.

A file goes in chunks, each after its length in four octets, big end first; a length of nought ends
it. The answer is one line: ``stream: OK``, ``stream: NAME FOUND`` or ``… ERROR``.
"""

import socket as sockets
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from huiyin.ports.scanning import (
    NOT_REACHED,
    NOT_UNDERSTOOD,
    TOO_LARGE,
    Clean,
    Infected,
    NotScanned,
    Verdict,
)

CHUNK: Final = 256 * 1024
LONGEST: Final = 4096  # octets of an answer


class ClamDaemon:
    """The plug-in."""

    name = "clamd"

    def scan(self, socket: str, content: bytes, seconds: float) -> Verdict:
        """Send one file and wait for the word."""
        try:
            with _connected(socket, seconds) as line:
                # A daemon that finds a file too large says so and hangs up while it is sent.
                with suppress(BrokenPipeError, ConnectionResetError):
                    _send(line, content)
                answer = _line(line)
        except OSError as error:
            return NotScanned(NOT_REACHED, str(error) or type(error).__name__)
        return _read(answer)

    def version(self, socket: str, seconds: float) -> str:
        """For example "ClamAV 1.4.3/27800/…"; "" where nobody answers."""
        try:
            with _connected(socket, seconds) as line:
                line.sendall(b"zVERSION\0")
                return _line(line)
        except OSError:
            return ""


def _connected(address: str, seconds: float) -> sockets.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return sockets.create_connection((parts.hostname or "", parts.port or 0), seconds)
    line = sockets.socket(sockets.AF_UNIX)
    try:
        line.settimeout(seconds)
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _send(line: sockets.socket, content: bytes) -> None:
    line.sendall(b"zINSTREAM\0")
    for begin in range(0, len(content), CHUNK):
        chunk = content[begin : begin + CHUNK]
        line.sendall(len(chunk).to_bytes(4, "big") + chunk)
    line.sendall(bytes(4))


def _line(line: sockets.socket) -> str:
    told = b""
    while b"\0" not in told and len(told) < LONGEST:
        more = line.recv(LONGEST)
        if not more:
            break
        told += more
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _read(answer: str) -> Verdict:
    said = answer.partition(": ")[2]
    if said == "OK":
        return Clean()
    if said.endswith(" FOUND"):
        return Infected(said.removesuffix(" FOUND"))
    if "size limit exceeded" in answer:
        return NotScanned(TOO_LARGE, answer)
    return NotScanned(NOT_UNDERSTOOD if answer else NOT_REACHED, answer)


plugin = ClamDaemon()
