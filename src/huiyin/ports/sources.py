"""Sources: what a collector hands over and what a source plug-in makes of it.

No value here has a place for an author. Names and accounts of private persons are dropped by
the plug-in that reads the document; the outlet (newspaper, agency, site) is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from huiyin.ports.refusals import Refusal
from huiyin.rules.documents import Document, Fetched

__all__ = ["Document", "Entry", "Fetched", "Reading", "SourcePlugin", "nothing"]


def nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One published item as plain text.

    `url` is absolute where the document allows it; it can be a `urn:` or `tag:` name when the
    feed gives nothing else – only `web_url` is fit for a hyperlink. `published_at` is aware
    UTC. `extra` keeps the feed's own id ("id") and its categories ("categories").
    """

    title: str
    body: str = ""
    url: str = ""
    published_at: datetime | None = None
    outlet: str = ""
    place: str = ""
    channel: str = ""
    extra: Mapping[str, str] = field(default_factory=nothing)

    @property
    def web_url(self) -> str:
        return self.url if self.url[:8].lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document gave: entries in document order, and everything that was not read.

    `dialect` is empty exactly when the document was refused as a whole.
    """

    entries: tuple[Entry, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    title: str = ""
    dialect: str = ""
    encoding: str = ""

    @property
    def refused(self) -> bool:
        return not self.dialect


@runtime_checkable
class SourcePlugin(Protocol):
    """Reads documents of one kind. `read` never raises on bad input: it returns refusals."""

    name: str

    def read(self, document: Document) -> Reading: ...
