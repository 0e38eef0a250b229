"""Stories: which items tell of the same happening.

Items are taken in time order. An item joins the live story that it resembles most, if it resembles
it enough: as a near copy of one of its items (MinHash), or by the words, names and figures they
share, weighed by rarity among the live stories and fading with the hours between them. A story in
another county or city stays apart however alike the words. Otherwise the item opens a story.

What an item is, is in its `ItemFeatures`; what a story is, is the sum of its items' features in
time order (`grow`). Assigning one by one or in batches, or after rebuilding the index from stored
rows, gives the same stories.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log, sqrt

import numpy as np

from huiyin.rules.text import fingerprint
from huiyin.rules.text.features import Features, ItemFeatures, features
from huiyin.rules.text.names import conflict

__all__ = ["Assignment", "Features", "ItemFeatures", "Policy", "StoryIndex", "StoryRow"]
__all__ += ["assign", "features", "grow"]

_STORY_TERMS = 256
_STORY_SIGNATURES = 16
_STORY_PLACES = 12
_CANDIDATES = 12
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Policy:
    """How alike is alike enough.

    `copy` is the signature similarity of near copies, `same` the weighed similarity of stories;
    `half_life_hours` halves the latter, `window_hours` ends a story's life.
    """

    copy: float = 0.5
    same: float = 0.3
    half_life_hours: float = 72.0
    window_hours: float = 14 * 24.0


@dataclass(frozen=True)
class StoryRow:
    """A story as it is stored: plain values only."""

    key: Hashable
    last_at: datetime
    items: int
    terms: tuple[str, ...]
    weights: tuple[int, ...]
    places: tuple[str, ...]
    signatures: tuple[bytes, ...]


@dataclass(frozen=True)
class Assignment:
    """Where an item belongs.

    `story_key` is a live story's key, or None for a story that this batch opens: then `opened_by`
    is the index of the item that opens it (its own, or an earlier one's). `because` names the
    reason and its evidence: ("copy",), ("words", shared words), ("new",), ("place", ours, theirs).
    """

    item_index: int
    story_key: Hashable | None
    opened_by: int | None
    similarity: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """The key of a story that has none yet: the batch's item that opened it."""

    item_index: int


def grow(story: StoryRow | None, item: ItemFeatures, key: Hashable) -> StoryRow:
    """Return the story with one more item (the latest); with None, the story it opens."""
    signatures = (item.signature,) if any(item.terms) else ()
    if story is None:
        return StoryRow(key, item.at, 1, item.terms, item.weights, item.places, signatures)
    weights = dict(zip(story.terms, story.weights, strict=True))
    for term, weight in zip(item.terms, item.weights, strict=True):
        weights[term] = weights.get(term, 0) + weight
    kept = sorted(weights, key=lambda term: (-weights[term], term))[:_STORY_TERMS]
    places = tuple(dict.fromkeys((*story.places, *item.places)))[:_STORY_PLACES]
    return replace(
        story,
        last_at=max(story.last_at, item.at),
        items=story.items + 1,
        terms=tuple(kept),
        weights=tuple(weights[term] for term in kept),
        places=places,
        signatures=(*story.signatures, *signatures)[-_STORY_SIGNATURES:],
    )


class StoryIndex:
    """The live stories, findable by terms and signature bands. Rebuilt from rows at will."""

    def __init__(self) -> None:
        self.stories: dict[Hashable, StoryRow] = {}
        self._postings: dict[str, dict[Hashable, int]] = {}
        self._bands: dict[int, dict[Hashable, None]] = {}

    @classmethod
    def from_rows(cls, rows: Iterable[StoryRow]) -> "StoryIndex":
        """Build the index of stored stories, in the order given."""
        index = cls()
        for row in rows:
            index.put(row)
        return index

    def copy(self) -> "StoryIndex":
        """Return an index of the same stories that can change without this one."""
        return StoryIndex.from_rows(self.stories.values())

    def put(self, row: StoryRow) -> None:
        """Add a story, or replace the one of the same key."""
        self.drop(row.key)
        self.stories[row.key] = row
        for term, weight in zip(row.terms, row.weights, strict=True):
            self._postings.setdefault(term, {})[row.key] = weight
        for band in _bands(row.signatures):
            self._bands.setdefault(band, {})[row.key] = None

    def drop(self, key: Hashable) -> None:
        """Forget a story; unknown keys are ignored."""
        row = self.stories.pop(key, None)
        if row is None:
            return
        for term in row.terms:
            del self._postings[term][key]
        for band in _bands(row.signatures):
            self._bands[band].pop(key, None)

    def rarity(self, term: str) -> float:
        """Return the weight of a term: the rarer among live stories, the heavier."""
        return log((len(self.stories) + 2.0) / (len(self._postings.get(term, ())) + 1.0))

    def holders(self, term: str) -> dict[Hashable, int]:
        """Return the stories that hold a term, with its weight in each."""
        return self._postings.get(term, {})

    def copies(self, signature: bytes) -> dict[Hashable, float]:
        """Return the stories with a near copy of a signed text, and how near it is."""
        ours = fingerprint.from_bytes([signature])
        keys = {key: None for band in _bands((signature,)) for key in self._bands.get(band, ())}
        return {
            key: float(fingerprint.similarity(ours, _stack(self.stories[key].signatures)).max())
            for key in keys
        }


def _bands(signatures: Sequence[bytes]) -> list[int]:
    if not signatures:
        return []
    keys: list[int] = np.unique(fingerprint.bands(_stack(signatures))).tolist()
    return [key for key in keys if key]


def _stack(signatures: Sequence[bytes]) -> fingerprint.Signatures:
    return fingerprint.from_bytes(signatures)


def assign(new: Features, live: StoryIndex, policy: Policy | None = None) -> list[Assignment]:
    """Assign each item to a story, in time order (ties in batch order); `live` is not changed.

    The result is in batch order. Store it, then `grow` the stories that gained an item.
    """
    index, policy = live.copy(), policy or Policy()
    done: dict[int, Assignment] = {}
    for at in sorted(range(len(new.items)), key=lambda i: (new.items[i].at, i)):
        item = new.items[at]
        _expire(index, item.at, policy)
        key, similarity, because = _choose(item, index, policy)
        chosen = Opened(at) if key is None else key
        index.put(grow(index.stories.get(chosen), item, chosen))
        opened = chosen.item_index if isinstance(chosen, Opened) else None
        done[at] = Assignment(at, None if opened is not None else key, opened, similarity, because)
    return [done[at] for at in range(len(new.items))]


def _expire(index: StoryIndex, now: datetime, policy: Policy) -> None:
    limit = timedelta(hours=policy.window_hours)
    for key in [key for key, row in index.stories.items() if now - row.last_at > limit]:
        index.drop(key)


_Choice = tuple[Hashable | None, float, tuple[str, ...]]


def _choose(item: ItemFeatures, index: StoryIndex, policy: Policy) -> _Choice:
    """Return the best story's key (None: a new one), the similarity and why."""
    apart: tuple[str, ...] = ("new",)
    ranked = [
        (similarity, "copy", key)
        for key, similarity in index.copies(item.signature).items()
        if similarity >= policy.copy
    ] or _by_words(item, index, policy)
    for similarity, reason, key in sorted(ranked, key=lambda each: -each[0]):
        rivals = conflict(item.places, index.stories[key].places)
        if rivals is None:
            return key, similarity, (reason, *_shared(item, index.stories[key], index))
        apart = ("place", *rivals)
    return None, 0.0, apart


def _by_words(
    item: ItemFeatures, index: StoryIndex, policy: Policy
) -> list[tuple[float, str, Hashable]]:
    rarity = {term: index.rarity(term) for term in item.terms}
    scores: dict[Hashable, float] = {}
    for term in sorted(item.terms, key=lambda term: (-rarity[term], term))[:48]:
        for key in index.holders(term):
            scores[key] = scores.get(key, 0.0) + rarity[term]
    best = sorted(scores, key=lambda key: -scores[key])[:_CANDIDATES]
    ranked = []
    for key in best:
        story = index.stories[key]
        hours = max((item.at - story.last_at) / _HOUR, 0.0)
        fade = 0.5 ** (hours / policy.half_life_hours)
        alike = _cosine(item, story, index) * fade
        if alike >= policy.same:
            ranked.append((alike, "words", key))
    return ranked


def _cosine(item: ItemFeatures, story: StoryRow, index: StoryIndex) -> float:
    theirs = dict(zip(story.terms, story.weights, strict=True))
    dot = ours = 0.0
    for term, weight in zip(item.terms, item.weights, strict=True):
        heavy = log(1.0 + weight) * index.rarity(term)
        ours += heavy * heavy
        if term in theirs:
            dot += heavy * log(1.0 + theirs[term]) * index.rarity(term)
    norm = sum((log(1.0 + weight) * index.rarity(term)) ** 2 for term, weight in theirs.items())
    return dot / sqrt(ours * norm) if ours and norm else 0.0


def _shared(item: ItemFeatures, story: StoryRow, index: StoryIndex) -> tuple[str, ...]:
    shared = set(item.terms) & set(story.terms)
    rank = sorted(shared, key=lambda term: (-index.rarity(term), term))[:5]
    return tuple(rank)
