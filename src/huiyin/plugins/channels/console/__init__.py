"""For development: writes each message to the log of the desk and sends nothing anywhere."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from huiyin.ports.channels import AboutChannel, Message, Outcome
from huiyin.ports.words import Words
from huiyin.rules.documents import Value


class Terminal:
    """The plug-in, and its own line."""

    name = "console"
    about = AboutChannel(
        Words("The desk's log (for development)", "系统日志（开发用）"),
        Words("Writes messages to the log; nothing is sent.", "只写入日志，不对外发送。"),
        (),
        Words("Any name", "任意名称"),
    )

    @contextmanager
    def open(self, settings: Mapping[str, Value]) -> Iterator["Terminal"]:
        """Nothing is opened."""
        yield self

    def send(self, message: Message) -> Outcome:
        """Write one message."""
        sys.stderr.write(f"{message.key} → {message.to}: {message.subject}\n")
        return Outcome(True)


plugin = Terminal()
