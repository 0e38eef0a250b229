"""Sources: what a collector hands over and what a source plug-in makes of it.

A plug-in never asks the network. It is given a document and says what it found and what else it
needs; the desk's own collector asks for that – through the guard, robots.txt, one request at a time
a host, within the limits – and hands each answer back. So a plug-in cannot be impolite.

No value here has a place for an author. Names and accounts of private persons are dropped by
the plug-in that reads the document; the outlet (newspaper, agency, site) is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol, runtime_checkable

from huiyin.ports.refusals import Refusal
from huiyin.ports.settings import Kind, Schema, Setting, Value
from huiyin.ports.words import UNSAID, Words
from huiyin.rules.documents import Document, Fetched

__all__ = [
    "About", "Comes", "Document", "Entry", "Fetched", "Further", "Reading", "SourcePlugin",
    "nothing", "schema_of",
]  # fmt: skip


def nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One published item as plain text.

    `url` is absolute where the document allows it; it can be a `urn:` or `tag:` name when the
    feed gives nothing else – only `web_url` is fit for a hyperlink. `published_at` is aware
    UTC. `extra` keeps the feed's own id ("id") and its categories ("categories").

    revises – this is the state of one page that may be edited: a changed text becomes a further
    version of the same item, not another item.
    """

    title: str
    body: str = ""
    url: str = ""
    published_at: datetime | None = None
    outlet: str = ""
    place: str = ""
    channel: str = ""
    extra: Mapping[str, str] = field(default_factory=nothing)
    revises: bool = False

    @property
    def web_url(self) -> str:
        return self.url if self.url[:8].lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class Further:
    """Another document of the same source that the plug-in wants to read, e.g. the next page of a
    list. It comes back to `read` with `part` as its `Document.part`."""

    url: str
    part: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document gave: entries in document order, and everything that was not read.

    `dialect` is empty exactly when the document was refused as a whole. `further` are documents to
    ask for, in this order; the desk takes as many as its limits allow and says what it left out.
    """

    entries: tuple[Entry, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    title: str = ""
    dialect: str = ""
    encoding: str = ""
    further: tuple[Further, ...] = ()

    @property
    def refused(self) -> bool:
        return not self.dialect


class Comes(StrEnum):
    """How documents reach the desk: it asks for them, or somebody brings them."""

    ASKED = "asked"
    PUSHED = "pushed"


@dataclass(frozen=True, slots=True)
class About:
    """What a person who sets a source up has to know, and what the desk needs to run it.

    label, hint – the kind of source, and what its address is.
    settings – its own settings; see `huiyin.ports.settings`.
    address – makes the address to ask from the settings; None where a person gives the address.
    links – entries lead to web pages, so that the setting `full_text` makes sense; `full_text` is
    what it is set to unless somebody says otherwise.
    """

    label: Words
    hint: Words = UNSAID
    settings: Schema = ()
    comes: Comes = Comes.ASKED
    address: Callable[[Mapping[str, Value]], str] | None = None
    links: bool = False
    full_text: bool = False


@runtime_checkable
class SourcePlugin(Protocol):
    """Reads documents of one kind. `read` never raises on bad input: it returns refusals."""

    name: str
    about: About

    def read(self, document: Document) -> Reading: ...


FULL_TEXT: Final = Setting(
    "full_text",
    Words("Read the linked pages", "读取链接页面的全文"),
    Kind.FLAG,
    Words(
        "The text of each new page is read and kept, so that it lasts when the page changes.",
        "读取并保存每个新页面的正文；原页面以后改动或消失，证据仍在。",
    ),
)


def schema_of(plugin: SourcePlugin) -> Schema:
    """All settings of a source of this kind: its own, then those the desk adds."""
    about = plugin.about
    if not about.links:
        return about.settings
    common = Setting(
        FULL_TEXT.name, FULL_TEXT.label, FULL_TEXT.kind, FULL_TEXT.hint, about.full_text
    )
    return (*about.settings, common)
