"""The full-text index: every character of an item's folded text, so that a phrase of characters is
found exactly where a substring search would find it.

The database is the truth; the index is made from it and may be thrown away at any time.
"""

from huiyin.engine.search.documents import VERSION, Entry, Marks, rank, rank_of
from huiyin.engine.search.places import Place
from huiyin.engine.search.reader import Filters, Hit, Reader, open_reader
from huiyin.engine.search.writer import IndexBusy, IndexUnsound, Writer

__all__ = [
    "VERSION",
    "Entry",
    "Filters",
    "Hit",
    "IndexBusy",
    "IndexUnsound",
    "Marks",
    "Place",
    "Reader",
    "Writer",
    "open_reader",
    "rank",
    "rank_of",
]
