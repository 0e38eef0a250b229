"""Channels that messages leave by: what is sent, what comes of it, and the plug-in that sends.

A plug-in opens a line with its settings, sends messages over it one after the other, and closes it.
It follows no redirect and retries nothing: the desk's outbox does. `Unreachable` says that the line
is gone, which is no fault of the message; an `Outcome` says what became of this one. Secrets stand
in no detail. A message keeps its `key` over all tries, so that a receiver can tell a repeat.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, runtime_checkable

from huiyin.ports.settings import Setting
from huiyin.ports.words import UNSAID, Words
from huiyin.rules.documents import Value

LONGEST_DETAIL: Final = 300
PATIENCE_SECONDS: Final = 10.0  # for each answer of the other side


class Unreachable(Exception):  # noqa: N818 - it is an answer, not a fault
    """The line cannot be opened or was lost; its text is the cause, without secrets."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `key` is letters, digits, dots, dashes; `to` an address of the channel's kind,
    empty for the channel's own; `at` (aware) when it was written."""

    key: str
    to: str
    subject: str
    text: str
    at: datetime
    urgent: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the other side took the message, else why not, in a line for whoever mends it."""

    taken: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AboutChannel:
    """How a channel is presented, what is set on it, and what an address of it is."""

    label: Words
    hint: Words
    settings: tuple[Setting, ...] = ()
    address: Words = UNSAID


class Line(Protocol):
    """An open line."""

    def send(self, message: Message) -> Outcome:
        """Send one message. Raises Unreachable where the line is lost."""
        ...


@runtime_checkable
class ChannelPlugin(Protocol):
    """Sends messages of one kind."""

    name: str
    about: AboutChannel

    def open(self, settings: Mapping[str, Value]) -> AbstractContextManager[Line]:
        """A line with these settings; opening it signs in where that is needed, and sends nothing.

        Entering it raises Unreachable."""
        ...


def in_a_line(text: str, *secrets: str) -> str:
    """One line of bounded length in which no secret stands."""
    for secret in secrets:
        text = text.replace(secret, "…") if secret else text
    return " ".join(text.split())[:LONGEST_DETAIL]
