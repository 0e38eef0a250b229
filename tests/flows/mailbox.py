"""A mail server on the loopback: as much IMAP as a reader needs. It tells what was asked of it."""

import re
import socketserver
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

PASSWORD = "a-secret"
NUMBER = re.compile(rb"UID (\d+):")


@dataclass
class MailServer:
    """`letters` by number; `said` are the commands in the order of arrival."""

    letters: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    said: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        desk = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"* OK ready\r\n")
                while line := self.rfile.readline():
                    tag, _blank, command = line.strip().partition(b" ")
                    desk.said.append(command.split(b" ")[0].decode().upper())
                    self.wfile.write(desk.answer(tag, command))

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_address[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, tag: bytes, command: bytes) -> bytes:
        name = command.upper()
        said = b""
        if name.startswith(b"CAPABILITY"):
            said = b"* CAPABILITY IMAP4rev1\r\n"
        elif name.startswith(b"LOGIN") and PASSWORD.encode() not in command:
            return tag + b" NO [AUTHENTICATIONFAILED] wrong " + command + b"\r\n"
        elif name.startswith(b"EXAMINE"):
            said = b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] valid\r\n" % (
                len(self.letters), self.validity,
            )  # fmt: skip
        elif name.startswith(b"UID SEARCH"):
            found = NUMBER.search(name)
            first = int(found[1]) if found else 1
            listed = [n for n in self.letters if n >= first] or list(self.letters)[-1:]
            said = b"* SEARCH " + " ".join(map(str, listed)).encode() + b"\r\n"
        elif name.startswith(b"UID FETCH"):
            said = self.fetched(command)
        return said + tag + b" OK done\r\n"

    def fetched(self, command: bytes) -> bytes:
        _uid, _fetch, listed, what = command.split(b" ", 3)
        numbers = [int(one) for one in listed.split(b",")]
        if b"SIZE" in what:
            return b"".join(
                b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (n, n, len(self.letters[n]))
                for n in numbers
            )
        raw = self.letters[numbers[0]]
        head = b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (numbers[0], numbers[0], len(raw))
        return head + raw + b")\r\n"
