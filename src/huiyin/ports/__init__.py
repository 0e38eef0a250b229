"""The stable plug-in surface: value types, protocols and the registry.

A plug-in imports from here and from `huiyin.rules` alone. It is found by its entry point, so
adding a source or a format means adding a folder (or a package), never editing the core.
"""

from huiyin.ports.formats import FormatPlugin, ListedSource, Row
from huiyin.ports.refusals import REASONS, Refusal
from huiyin.ports.registry import SetAside, Shelf, formats, sources
from huiyin.ports.sources import Document, Entry, Fetched, Reading, SourcePlugin

__all__ = [
    "REASONS",
    "Document",
    "Entry",
    "Fetched",
    "FormatPlugin",
    "ListedSource",
    "Reading",
    "Refusal",
    "Row",
    "SetAside",
    "Shelf",
    "SourcePlugin",
    "formats",
    "sources",
]
