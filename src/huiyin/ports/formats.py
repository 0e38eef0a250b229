"""Formats: files that an office imports, read as a stream of rows.

A format plug-in yields values as it goes, so a file larger than memory can be imported; a bad
row is yielded as a refusal and the next row follows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import BinaryIO, Protocol, runtime_checkable

from huiyin.ports.refusals import Refusal
from huiyin.ports.sources import nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One message. `at` is aware UTC or None; `raw` is the original, field by field, unchanged."""

    where: str
    title: str
    body: str
    at: datetime | None = None
    place: str = ""
    channel: str = ""
    id: str = ""
    raw: Mapping[str, str] = field(default_factory=nothing)


@dataclass(frozen=True, slots=True)
class ListedSource:
    """One source of a source list; `folders` from the outside in."""

    where: str
    title: str
    url: str
    site: str = ""
    folders: tuple[str, ...] = ()


Imported = Row | ListedSource | Refusal


@runtime_checkable
class FormatPlugin(Protocol):
    """Reads files of one kind.

    name     – the entry point's name, e.g. "csv".
    gives    – "messages" (rows) or "sources" (listed sources).
    suffixes – lower-case file endings it answers for, longest first, e.g. (".jsonl.gz", ".jsonl").
    read     – `stream` is seekable, stands at its start and is left open; `name` is the file name;
               `zone` is the zone of times that name none.
    """

    name: str
    gives: str
    suffixes: tuple[str, ...]

    def read(self, stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Imported]: ...


def format_for(name: str, shelf: Mapping[str, FormatPlugin]) -> FormatPlugin | None:
    """The plug-in that answers for a file name; the longest matching ending wins."""
    lowered = name.lower()
    fitting = [
        (len(suffix), plugin)
        for plugin in shelf.values()
        for suffix in plugin.suffixes
        if lowered.endswith(suffix)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None
