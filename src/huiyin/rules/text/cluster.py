"""Stories: which items tell of the same happening.

Items are taken in time order. An item joins the live story that it resembles most, if it resembles
it enough: as a near copy of one of its items (MinHash), or by the words and names they share,
weighed by rarity among the live stories and fading with the hours between them. A story of another
county, city or plant stays apart however alike the words. Otherwise the item opens a story.

What an item is, is in its `ItemFeatures`; what a story is, is the sum of its items' features in
time order (`grow`). Assigning one by one or in batches, or after rebuilding the index from stored
rows, gives the same stories.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from huiyin.rules.text.features import Features, ItemFeatures, features
from huiyin.rules.text.names import conflict
from huiyin.rules.text.stories import StoryIndex, StoryRow, grow

__all__ = ["Assignment", "Features", "ItemFeatures", "Opened", "Policy", "StoryIndex", "StoryRow"]
__all__ += ["assign", "features", "grow"]

_CANDIDATES = 12
_SHOWN, _PHRASE, _WEIGHED = 5, 8, 24
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Policy:
    """How alike is alike enough.

    `copy` is the signature similarity of near copies, `same` the weighed similarity of stories;
    `half_life_hours` halves the latter, `window_hours` ends a story's life.
    """

    copy: float = 0.5
    same: float = 0.2
    half_life_hours: float = 72.0
    window_hours: float = 14 * 24.0


@dataclass(frozen=True)
class Assignment:
    """Where an item belongs.

    `story_key` is a live story's key, or None for a story that this batch opens: then `opened_by`
    is the index of the item that opens it (its own, or an earlier one's). `because` names the
    reason and its evidence: ("copy", shared words), ("words", shared words), ("new",), or ("place",
    ours, theirs) for an item kept apart from a like story elsewhere.
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


def assign(new: Features, live: StoryIndex, policy: Policy | None = None) -> list[Assignment]:
    """Assign each item to a story, in time order (ties in batch order); `live` is not changed.

    The result is in batch order. Store it, then `grow` the stories that gained an item.
    """
    index, policy = live.copy(), policy or Policy()
    index.learn([item.signature for item in new.items])
    done: dict[int, Assignment] = {}
    for at in sorted(range(len(new.items)), key=lambda i: (new.items[i].at, i)):
        item = new.items[at]
        index.expire(item.at - timedelta(hours=policy.window_hours))
        slot, similarity, because = _choose(item, index, policy)
        key = Opened(at) if slot is None else index.at(slot).key
        index.put(grow(index.get(key), item, key))
        opened = key.item_index if isinstance(key, Opened) else None
        done[at] = Assignment(at, None if opened is not None else key, opened, similarity, because)
    return [done[at] for at in range(len(new.items))]


_Choice = tuple[int | None, float, tuple[str, ...]]


def _choose(item: ItemFeatures, index: StoryIndex, policy: Policy) -> _Choice:
    """Return the best story's slot (None: a new one), the similarity and why."""
    apart: tuple[str, ...] = ("new",)
    for slot, similarity, reason in _ranked(item, index, policy):
        rivals = conflict((*item.places, *item.organisations), index.at(slot).names)
        if rivals is None:
            return slot, similarity, (reason, *_shared(item, index.at(slot), index))
        apart = ("place", *rivals)
    return None, 0.0, apart


def _ranked(item: ItemFeatures, index: StoryIndex, policy: Policy) -> list[tuple[int, float, str]]:
    """Return the stories that are alike enough, the likest first: copies before all others."""
    copies = [
        (slot, similarity, "copy")
        for slot, similarity in index.copies(item.signature)
        if similarity >= policy.copy
    ]
    words = []
    for slot, cosine in index.nearest(item, _CANDIDATES):
        hours = max((item.at - index.at(slot).last_at) / _HOUR, 0.0)
        similarity = cosine * 0.5 ** (hours / policy.half_life_hours)
        if similarity >= policy.same:
            words.append((slot, similarity, "words"))
    return [*sorted(copies, key=_likeness), *sorted(words, key=_likeness)]


def _likeness(each: tuple[int, float, str]) -> tuple[float, int]:
    return -each[1], each[0]


def _shared(item: ItemFeatures, story: StoryRow, index: StoryIndex) -> tuple[str, ...]:
    """Return what both have and weighs most: names, then words, with overlapping pairs joined."""
    held = set(story.terms)
    both = {
        term: weight for term, weight in zip(item.terms, item.weights, strict=True) if term in held
    }
    named = [name for name in (*item.places, *item.organisations) if name in both]
    loads = (index.rarity(list(both)) * np.log1p(list(both.values()))).tolist()
    ranked = sorted(zip(loads, both, strict=True), key=lambda each: -each[0])
    words = [term for _, term in ranked[:_WEIGHED] if term not in named]
    return tuple([*named, *_joined(words)][:_SHOWN])


def _joined(pairs: list[str]) -> list[str]:
    """Join pairs of characters that overlap (远帆, 帆化, 化工 → 远帆化工), the heaviest first."""
    left = dict.fromkeys(pairs)
    joined: list[str] = []
    while left and len(joined) < _SHOWN:
        phrase = next(iter(left))
        while (pair := _neighbour(phrase, left)) is not None:
            phrase = phrase + pair[1] if pair[0] == phrase[-1] else pair[0] + phrase
        joined.append(phrase)
    return joined


def _neighbour(phrase: str, left: dict[str, None]) -> str | None:
    """Take a pair out of those left that continues the phrase, or begins it."""
    left.pop(phrase, None)
    if phrase.isascii() or len(phrase) >= _PHRASE:
        return None
    for pair in left:
        if len(pair) == 2 and (pair[0] == phrase[-1] or pair[1] == phrase[0]):
            del left[pair]
            return pair
    return None
