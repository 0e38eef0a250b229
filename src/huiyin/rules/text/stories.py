"""Live stories, and how they are found: by shared terms and by near copies.

A story is the sum of its items' features in time order, kept as plain values (`StoryRow`); the
index over the rows is rebuilt from them at will and decides the same way after that.
"""

from array import array
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heappop, heappush
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import fingerprint
from huiyin.rules.text.background import commonness
from huiyin.rules.text.codes import Ints
from huiyin.rules.text.features import ItemFeatures

_TERMS = 256
_SIGNATURES = 16
_NAMES = 16
_COMMON_SHARE, _COMMON_LEAST = 0.05, 50
_UNSEEN = 1000.0
"""Stories assumed beside the live ones, so that the first days do not differ from later ones; which
terms those stories hold, `background` tells."""

Floats = NDArray[np.float64]
_LOGS: Floats = np.log(np.arange(1, 1 << 16, dtype=np.float64))


@dataclass(frozen=True)
class StoryRow:
    """A story as it is stored: plain values only.

    `weights` are the summed weights of its items' terms, heaviest first (at most 256 terms),
    `names` its places and organisations, `signatures` those of its latest items (distinct, at
    most 16, of 512 bytes each).
    """

    key: Hashable
    last_at: datetime
    items: int
    terms: tuple[str, ...]
    weights: tuple[int, ...]
    names: tuple[str, ...]
    signatures: tuple[bytes, ...]


def grow(story: StoryRow | None, item: ItemFeatures, key: Hashable) -> StoryRow:
    """Return the story with one more item (the latest); with None, the story it opens."""
    signatures = (item.signature,) if item.terms else ()
    named = (*item.places, *item.organisations)
    if story is None:
        return StoryRow(key, item.at, 1, item.terms, item.weights, named, signatures)
    weights = dict(zip(story.terms, story.weights, strict=True))
    for term, weight in zip(item.terms, item.weights, strict=True):
        weights[term] = weights.get(term, 0) + weight
    heaviest = sorted(weights, key=weights.__getitem__, reverse=True)[:_TERMS]
    if item.signature in story.signatures:
        signatures = ()
    return replace(
        story,
        last_at=max(story.last_at, item.at),
        items=story.items + 1,
        terms=tuple(heaviest),
        weights=tuple([weights[term] for term in heaviest]),
        names=tuple(dict.fromkeys((*story.names, *named)))[:_NAMES],
        signatures=(*story.signatures, *signatures)[-_SIGNATURES:],
    )


@dataclass(frozen=True)
class _Entry:
    """A story's row with what is derived from it for the index."""

    row: StoryRow
    ids: Ints
    loads: Floats
    signed: fingerprint.Signatures


class StoryIndex:
    """The live stories. Slots number them in the order they were put in."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._slots: dict[Hashable, int] = {}
        self._ids: dict[str, int] = {}
        self._postings: list[array[int]] = []
        self._held: Ints = np.zeros(1024, dtype=np.int64)
        self._common: Ints = np.zeros(1024, dtype=np.int64)
        self._asked: tuple[Sequence[str], Ints] = (), np.empty(0, dtype=np.int64)
        self._mine: Floats = np.zeros(1024)  # all zero but while an item is compared
        self._known: dict[bytes, tuple[int, ...]] = {}
        self._bands: dict[int, list[int]] = {}
        self._ages: list[tuple[datetime, int]] = []
        self._next = 0

    @classmethod
    def from_rows(cls, rows: Iterable[StoryRow]) -> "StoryIndex":
        """Build the index of stored stories; give them in the order in which they were opened."""
        index = cls()
        stored = list(rows)
        index.learn([signature for row in stored for signature in row.signatures])
        for row in stored:
            index.put(row)
        return index

    def copy(self) -> "StoryIndex":
        """Return an index of the same stories that can change without this one."""
        other = StoryIndex()
        other._entries, other._slots = dict(self._entries), dict(self._slots)
        other._ids, other._postings = dict(self._ids), [array("q", each) for each in self._postings]
        other._known = dict(self._known)
        other._held, other._common = self._held.copy(), self._common.copy()
        other._mine = np.zeros(len(self._held))
        other._bands = {band: list(slots) for band, slots in self._bands.items()}
        other._ages, other._next = list(self._ages), self._next
        return other

    def rows(self) -> list[StoryRow]:
        """Return the stories as they are to be stored, in the order in which they were opened."""
        return [entry.row for entry in self._entries.values()]

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> StoryRow | None:
        """Return a story by its key."""
        slot = self._slots.get(key)
        return None if slot is None else self._entries[slot].row

    def at(self, slot: int) -> StoryRow:
        """Return the story of a slot."""
        return self._entries[slot].row

    def put(self, row: StoryRow) -> None:
        """Add a story, or replace the one of the same key."""
        slot = self._slots.get(row.key)
        if slot is None:
            slot = self._slots[row.key] = self._next
            self._next += 1
            before = _NOTHING
        else:
            before = self._entries[slot]
        entry = self._entry(row, before)
        self._entries[slot] = entry
        heappush(self._ages, (row.last_at, slot))
        self._move(slot, before, entry)

    def drop(self, key: Hashable) -> None:
        """Forget a story; unknown keys are ignored."""
        slot = self._slots.pop(key, None)
        if slot is not None:
            self._move(slot, self._entries.pop(slot), _NOTHING)

    def expire(self, limit: datetime) -> None:
        """Forget the stories whose last item is older than `limit`."""
        while self._ages and self._ages[0][0] < limit:
            last_at, slot = heappop(self._ages)
            entry = self._entries.get(slot)
            if entry is not None and entry.row.last_at == last_at:
                self.drop(entry.row.key)

    def learn(self, signatures: Sequence[bytes]) -> None:
        """Work out the band keys of signatures, many at a time since that is cheaper."""
        fresh = [each for each in dict.fromkeys(signatures) if each not in self._known]
        if fresh:
            keys = fingerprint.bands(fingerprint.from_bytes(fresh)).tolist()
            bands = (tuple(band for band in row if band) for row in keys)
            self._known.update(zip(fresh, bands, strict=True))

    def _entry(self, row: StoryRow, before: _Entry) -> _Entry:
        ids = self._term_ids(row.terms)
        loads = np.log1p(np.array(row.weights, dtype=np.float64) / sqrt(row.items))
        if row.signatures == before.row.signatures:
            return _Entry(row, ids, loads, before.signed)
        return _Entry(row, ids, loads, fingerprint.from_bytes(row.signatures))

    def _move(self, slot: int, before: _Entry, after: _Entry) -> None:
        """Bring the postings of one slot up to date."""
        gone, come = _difference(before.ids.tolist(), after.ids.tolist())
        for term in gone:
            self._postings[term].remove(slot)
        for term in come:
            self._postings[term].append(slot)
        self._held[before.ids] -= 1
        self._held[after.ids] += 1
        self._move_signatures(slot, before.row.signatures, after.row.signatures)

    def _move_signatures(self, slot: int, before: Sequence[bytes], after: Sequence[bytes]) -> None:
        self.learn((*before, *after))
        for signature in before:
            if signature not in after:
                for band in self._known.pop(signature):
                    self._bands[band].remove(slot)
        for signature in after:
            if signature not in before:
                for band in self._known[signature]:
                    self._bands.setdefault(band, []).append(slot)

    def _term_ids(self, terms: Sequence[str]) -> Ints:
        """Return the number of each term, giving new ones to unknown terms."""
        if terms is self._asked[0]:  # an item that was just compared opens a story
            return self._asked[1]
        known = self._ids
        try:
            ids = np.fromiter(map(known.__getitem__, terms), np.int64, len(terms))
        except KeyError:
            self._number([term for term in dict.fromkeys(terms) if term not in known])
            ids = np.fromiter(map(known.__getitem__, terms), np.int64, len(terms))
        self._asked = terms, ids
        return ids

    def _number(self, fresh: list[str]) -> None:
        """Give numbers to terms that have none."""
        count = len(self._postings)
        self._ids.update(zip(fresh, range(count, count + len(fresh)), strict=True))
        self._postings.extend(array("q") for _term in fresh)
        while len(self._held) < len(self._postings):
            self._held = np.concatenate((self._held, np.zeros_like(self._held)))
            self._common = np.concatenate((self._common, np.zeros_like(self._common)))
            self._mine = np.zeros(len(self._held))
        self._common[count : len(self._postings)] = [commonness(term) for term in fresh]

    def rarity(self, terms: Sequence[str]) -> Floats:
        """Return the weight of each term: the rarer among live stories, the heavier."""
        return self._rarity(self._term_ids(terms))

    def _rarity(self, ids: Ints) -> Floats:
        held = self._held[ids] + self._common[ids]
        rarity: Floats = log(len(self) + _UNSEEN) - _LOGS[np.minimum(held, len(_LOGS) - 1)]
        return rarity

    def nearest(self, item: ItemFeatures, limit: int) -> list[tuple[int, float]]:
        """Return up to `limit` slots that share the weightiest terms, with the cosine to each."""
        ids = self._term_ids(item.terms)
        rare = self._rarity(ids)
        ours = rare * np.log1p(np.array(item.weights, dtype=np.float64))
        slots = self._sharing(ids, ours, limit)
        if not slots:
            return []
        self._mine[ids] = ours * rare
        cosines = self._products(slots, self._mine) / max(float(np.sqrt(ours @ ours)), 1e-9)
        self._mine[ids] = 0.0
        return list(zip(slots, cosines.tolist(), strict=True))

    def _sharing(self, ids: Ints, heavy: Floats, limit: int) -> list[int]:
        """Return the slots that share the most weight, common terms left aside."""
        most = max(_COMMON_LEAST, int(len(self) * _COMMON_SHARE))
        held = self._held[ids]
        asked = (held > 0) & (held <= most)
        lists = [self._postings[term] for term in ids[asked].tolist()]
        shared = np.frombuffer(b"".join(lists), dtype=np.int64)
        weights = np.repeat(heavy[asked], held[asked])
        scores = np.bincount(shared, weights=weights)
        slots = np.flatnonzero(scores)
        if len(slots) > limit:
            least = np.partition(scores[slots], -limit)[-limit]
            slots = slots[scores[slots] >= least]
        best = np.argsort(-scores[slots], kind="stable")[:limit]
        return [int(slot) for slot in slots[best]]

    def _products(self, slots: list[int], mine: Floats) -> Floats:
        """Return the product of a weighed item with each slot's story, as if that had length 1."""
        entries = [self._entries[slot] for slot in slots]
        ids = np.concatenate([entry.ids for entry in entries])
        loads = np.concatenate([entry.loads for entry in entries])
        begins = np.cumsum([0, *(len(entry.ids) for entry in entries[:-1])])
        norms = np.sqrt(np.add.reduceat((self._rarity(ids) * loads) ** 2, begins))
        dots: Floats = np.add.reduceat(mine[ids] * loads, begins)
        return dots / np.maximum(norms, 1e-9)

    def copies(self, signature: bytes) -> list[tuple[int, float]]:
        """Return the slots with a near copy of a signed text, and how near it is."""
        ours = fingerprint.from_bytes([signature])
        self.learn([signature])
        slots = {slot for band in self._known[signature] for slot in self._bands.get(band, ())}
        return [
            (slot, float(fingerprint.similarity(ours, self._entries[slot].signed).max()))
            for slot in sorted(slots)
        ]


def _difference(before: Sequence[int], after: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return what is only in the first and what is only in the second, each in its order."""
    if not before or not after:
        return list(before), list(after)
    old, new = set(before), set(after)
    return (
        [each for each in before if each not in new],
        [each for each in after if each not in old],
    )


_NOTHING = _Entry(
    StoryRow(None, datetime.min, 0, (), (), (), ()),  # noqa: DTZ901
    np.empty(0, dtype=np.int64),
    np.empty(0),
    np.empty((0, fingerprint.BINS), dtype=np.uint32),
)
