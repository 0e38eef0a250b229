"""Asking the index: the newest items that satisfy a question, the best, or how many there are.

Newest first, a question is put to the newest few thousand items before it is put to all, since what
is often said has been said lately: without that, a common phrase costs a look at every place where
its characters stand.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import tantivy
from tantivy import DocAddress, FieldType, Occur, Query

from huiyin.engine.search.documents import MARKS, Marks, add_tokenizer, phrase, schema
from huiyin.rules.text.asking import Either, Every, Holds, Question, Without

STEPS = (16_000, 64_000, 256_000)  # newest items that are asked before all are
MEASURED_AGAIN = 1.25  # at so many times as many items
_Clause = tuple[Occur, Query]


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search down inside the index: what never changes about an item.

    `since` and `before` are ranks: from `since`, below `before`; `upto` is the last id.
    """

    office: int
    channel: str = ""
    source: int | None = None
    since: int | None = None
    before: int | None = None
    upto: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found; `score` is its relevance, 0 where that was not asked for."""

    id: int
    rank: int
    score: float = 0.0


class Reader:
    """An index as it was at one commit; it stays so. `marks` say how far it had come."""

    def __init__(self, index: tantivy.Index, older: "Reader | None" = None) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self.marks = marks_of(self._searcher, self._schema) or Marks()
        self.total = self._searcher.num_docs
        self._steps: list[int] = []
        self._measured: int = 0
        if older is not None and self.total < older._measured * MEASURED_AGAIN:
            self._steps, self._measured = older._steps, older._measured
        else:
            self._steps, self._measured = self._ranks(), max(self.total, STEPS[0])

    def newest(self, asked: Question, filters: Filters, limit: int) -> list[Hit]:
        """Up to `limit` items that satisfy the question, the newest first."""
        found: list[Hit] = []
        for since in self._since(filters):
            clauses = self._clauses(asked, filters, since)
            found = self._hits(clauses, limit, order_by_field="rank")
            if len(found) == limit:
                break
        return found

    def best(self, asked: Question, filters: Filters, limit: int) -> list[Hit]:
        """Up to `limit` items by relevance (BM25); equal ones newest first."""
        found = self._hits(self._clauses(asked, filters, filters.since), limit)
        return sorted(found, key=lambda hit: (-hit.score, -hit.rank))

    def count(self, asked: Question, filters: Filters) -> int:
        """How many items satisfy the question."""
        query = Query.boolean_query(self._clauses(asked, filters, filters.since))
        return self._searcher.search(query, limit=1).count or 0  # type: ignore[attr-defined]

    def _since(self, filters: Filters) -> Iterator[int | None]:
        for step in self._steps:
            if step < (filters.before or step + 1) and step > (filters.since or step - 1):
                yield step
        yield filters.since

    def _ranks(self) -> list[int]:
        """The ranks of the items that begin each step."""
        every = Query.all_query()
        ranks = []
        for step in STEPS:
            if step * 2 < self.total:
                found = self._searcher.search(
                    every, limit=1, offset=step, count=False, order_by_field="rank"
                )
                ranks += self._values("rank", [at for _rank, at in found.hits])
        return ranks

    def _hits(
        self, clauses: Sequence[_Clause], limit: int, order_by_field: str | None = None
    ) -> list[Hit]:
        query = Query.boolean_query(clauses)
        found = self._searcher.search(
            query, limit=limit, count=False, order_by_field=order_by_field
        )
        addresses = [address for _value, address in found.hits]
        ids, ranks = self._values("id", addresses), self._values("rank", addresses)
        if order_by_field:
            return [Hit(pk, rank) for pk, rank in zip(ids, ranks, strict=True)]
        scores = [score for score, _address in found.hits]
        return [Hit(*each) for each in zip(ids, ranks, scores, strict=True)]

    def _values(self, field: str, addresses: list[DocAddress]) -> list[int]:
        return [int(value or 0) for value in self._searcher.fast_field_values(field, addresses)]

    def _clauses(self, asked: Question, filters: Filters, since: int | None) -> list[_Clause]:
        clauses = [self._term("office", filters.office)]
        if filters.channel:
            clauses.append(self._term("channel", filters.channel))
        if filters.source is not None:
            clauses.append(self._term("source", filters.source))
        if since is not None:
            clauses.append(self._range("rank", since, None))
        if filters.before is not None:
            clauses.append(self._range("rank", None, filters.before - 1))
        if filters.upto is not None:
            clauses.append(self._range("id", None, filters.upto))
        return [*clauses, (Occur.Must, self._query(asked))]

    def _term(self, field: str, value: int | str) -> _Clause:
        query = Query.term_query(self._schema, field, value, index_option="basic")
        return Occur.Must, Query.const_score_query(query, 0.0)

    def _range(self, field: str, lowest: int | None, highest: int | None) -> _Clause:
        query = Query.range_query(self._schema, field, FieldType.Integer, lowest, highest)
        return Occur.Must, Query.const_score_query(query, 0.0)

    def _query(self, asked: Question) -> Query:
        match asked:
            case Holds(term):
                letters = phrase(term)
                if len(letters) == 1:
                    return Query.term_query(self._schema, "text", letters[0])
                return Query.phrase_query(self._schema, "text", list(letters))
            case Without(part):
                every = (Occur.Must, Query.const_score_query(Query.all_query(), 0.0))
                return Query.boolean_query([every, (Occur.MustNot, self._query(part))])
            case Every(parts):
                return Query.boolean_query([(Occur.Must, self._query(part)) for part in parts])
            case Either(parts):
                return Query.boolean_query([(Occur.Should, self._query(part)) for part in parts])


def marks_of(searcher: tantivy.Searcher, fields: tantivy.Schema) -> Marks | None:
    """The marks of an index; None where it has none."""
    found = searcher.search(Query.term_query(fields, "channel", MARKS), limit=1)
    if not found.hits:
        return None
    written = searcher.doc(found.hits[0][1]).get_first("marks")
    return msgspec.json.decode(bytes(written or b""), type=Marks)


class _Opened:
    """A generation kept open; a new commit is seen by the time of its list of segments."""

    def __init__(self, folder: Path) -> None:
        self._list = folder / "meta.json"
        self._index = tantivy.Index(schema(), path=str(folder))
        add_tokenizer(self._index)
        self._index.config_reader("manual")
        self._lock = threading.Lock()
        self._seen = 0
        self._reader: Reader | None = None

    def reader(self) -> Reader:
        changed = self._list.stat().st_mtime_ns
        with self._lock:
            if self._reader is None or changed != self._seen:
                self._index.reload()
                self._reader, self._seen = Reader(self._index, self._reader), changed
            return self._reader


_opened: dict[Path, _Opened] = {}


def open_reader(folder: Path) -> Reader:
    """The index in this folder as it is now.

    Raises ValueError or OSError where there is no sound index.
    """
    opened = _opened.get(folder)
    if opened is None:
        opened = _Opened(folder)
        for other in [path for path in _opened if path.parent == folder.parent]:
            _opened.pop(other, None)
        _opened[folder] = opened
    try:
        return opened.reader()
    except (OSError, ValueError):
        _opened.pop(folder, None)
        raise
