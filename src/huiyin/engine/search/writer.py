"""The one process that writes an index: items and marks are committed together."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
import tantivy

from huiyin.engine.search.documents import (
    MARKS,
    Entry,
    Marks,
    add_tokenizer,
    document,
    marks_document,
    schema,
)
from huiyin.engine.search.reader import marks_of

HEAP = 96 * 2**20  # of new postings that are kept in memory before a segment is written


class IndexBusy(Exception):  # noqa: N818 - it is an answer, not a fault
    """Another process writes this index."""


class IndexUnsound(Exception):  # noqa: N818
    """The folder holds something that cannot be read as an index of this version."""


class Writer:
    """Writes one generation. The lock is the kernel's: it ends with the process, however it ends.

    Raises IndexBusy and IndexUnsound; ValueError or OSError where the disk refuses.
    """

    def __init__(self, folder: Path, heap: int = HEAP) -> None:
        self.folder = folder
        try:
            self._index = tantivy.Index(schema(), path=str(folder))
        except ValueError as error:
            raise IndexUnsound(str(error)) from error
        add_tokenizer(self._index)
        try:
            self._writer = self._index.writer(heap, 1)
        except ValueError as error:
            if "lock" in str(error).lower():
                raise IndexBusy(str(folder)) from error
            raise
        self._index.reload()
        try:
            self.marks = marks_of(self._index.searcher(), self._index.schema)
        except msgspec.DecodeError as error:
            raise IndexUnsound(str(error)) from error

    def add(self, entries: Iterable[Entry]) -> None:
        """Take items in; they are found after the next commit."""
        for entry in entries:
            self._writer.add_document(document(entry))

    def remove(self, ids: Iterable[int]) -> None:
        """Leave out what is held of these items; what is added after this stays."""
        for pk in ids:
            self._writer.delete_documents_by_term("id", pk)

    def commit(self, marks: Marks) -> None:
        """Make everything so far durable at once, with the marks that go with it."""
        self._writer.delete_documents_by_term("channel", MARKS)
        self._writer.add_document(marks_document(marks))
        self._writer.commit()
        self.marks = marks

    def close(self) -> None:
        """Let merges end and give the index free."""
        self._writer.wait_merging_threads()
