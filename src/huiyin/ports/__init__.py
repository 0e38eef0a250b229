"""The stable plug-in surface: value types, protocols and the registry.

A plug-in imports from here and from `huiyin.rules` alone. It is found by its entry point, so
adding a source or a format means adding a folder (or a package), never editing the core.
"""

from huiyin.ports.channels import AboutChannel, ChannelPlugin, Message, Outcome, Unreachable
from huiyin.ports.drafting import Asked, DraftingPlugin, Endpoint, NotWritten, Written
from huiyin.ports.formats import FormatPlugin, ListedSource, Row
from huiyin.ports.refusals import REASONS, Refusal
from huiyin.ports.registry import SetAside, Shelf, channels, drafting, formats, sources
from huiyin.ports.settings import Kind, Setting, Settled, settle
from huiyin.ports.sources import (
    About,
    Comes,
    Document,
    Entry,
    Fetched,
    Further,
    Reading,
    SourcePlugin,
    schema_of,
)
from huiyin.ports.words import Words

__all__ = [
    "REASONS",
    "About",
    "AboutChannel",
    "Asked",
    "ChannelPlugin",
    "Comes",
    "Document",
    "DraftingPlugin",
    "Endpoint",
    "Entry",
    "Fetched",
    "FormatPlugin",
    "Further",
    "Kind",
    "ListedSource",
    "Message",
    "NotWritten",
    "Outcome",
    "Reading",
    "Refusal",
    "Row",
    "SetAside",
    "Setting",
    "Settled",
    "Shelf",
    "SourcePlugin",
    "Unreachable",
    "Words",
    "Written",
    "channels",
    "drafting",
    "formats",
    "schema_of",
    "settle",
    "sources",
]
