"""The live stories, held in arrays: what the next item may belong to.

The index is made of stored items and the stories they are in, and decides the same however often it
is made anew: it depends on the live items alone, not on the order in which they came into it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from huiyin.rules.text import live_counts as n
from huiyin.rules.text.features import Features
from huiyin.rules.text.live import (
    MEMBERS,
    OPENED,
    POOL,
    Batch,
    Floats,
    Ints,
    Live,
    Pool,
)  # fmt: skip
from huiyin.rules.text.room import empty_live, empty_pool, with_room, without_dead

_SHARED = 12
_STALE = 4096
"""Units out of use that make the index worth making anew, if they are half of all."""


@dataclass(frozen=True)
class Held:
    """A stored story: its key, times (microseconds since 1970), number of items, whether it stands.

    A settled story is one cluster for ever: its items are not put into stories anew.
    """

    key: int
    first_at: int
    last_at: int
    items: int
    settled: bool


@dataclass(frozen=True)
class Move:
    """An item of before that went from one story to another."""

    item: int
    left: int
    to: int


@dataclass(frozen=True)
class Taken:
    """What became of a batch: columns in its order, see `cluster.Assignment`.

    `stories` (n, 2): own and refused; `told` (n, 4): see `kernels_pool.explain`; `shared` (n, 12):
    ranks of shared terms, -1 after the last; `rivals`: the item that stands for the refused story.
    """

    stories: Ints
    told: Floats
    shared: Ints
    rivals: Ints
    moves: list[Move]


class StoryIndex:
    """The live stories and the items they are known by."""

    def __init__(self) -> None:
        self._live: Live = empty_live()
        self._pool: Pool = empty_pool()
        self._names: dict[int, tuple[tuple[int, str], ...]] = {}

    def __len__(self) -> int:
        """Return the number of live stories."""
        return int(np.count_nonzero(self._live.story_items[: self._live.counts[n.STORIES]]))

    def size(self) -> tuple[int, int]:
        """Return how many live items are held, and the octets of the arrays that hold them."""
        live = self._live
        held = int(live.counts[n.UNITS] - live.counts[n.DEAD])
        return held, sum(array.nbytes for array in live)

    def stories(self) -> dict[int, int]:
        """Return the live stories' keys, and how many items each has."""
        count = self._live.counts[n.STORIES]
        keys, items = self._live.story_key[:count].tolist(), self._live.story_items[:count].tolist()
        return {key: held for key, held in zip(keys, items, strict=True) if held}

    def holding(self, keys: Iterable[int]) -> set[int]:
        """Return those of these keys whose stories are live."""
        count = self._live.counts[n.STORIES]
        asked = np.isin(self._live.story_key[:count], np.fromiter(keys, dtype=np.int64))
        found = asked & (self._live.story_items[:count] > 0)
        return set(self._live.story_key[:count][found].tolist())

    @property
    def latest(self) -> int:
        """The latest time of any item, in microseconds since 1970; far past before the first."""
        return int(self._live.counts[n.LATEST])

    def fact(self, item: int, kind: int) -> str:
        """Return the longest name of a kind that tells an item apart, or nothing."""
        named = [name for each, name in self._names.get(item, ()) if each == kind]
        return max(named, key=len, default="")

    def load(
        self, held: Sequence[Held], new: Features, keys: Sequence[int], stories: Sequence[int],
        latest: int,
    ) -> None:  # fmt: skip
        """Put stored stories in, replacing those of the same keys; items come with their story.

        Of a story with more than `live.MEMBERS` items the latest so many are given. `latest` is
        the latest time of any item of all stories, live or not.
        """
        from huiyin.rules.text.kernels_live import put_items

        self.drop(each.key for each in held)
        self._room(stories=len(held))
        first = int(self._live.counts[n.STORIES])
        self._live.counts[n.STORIES] += len(held)
        slots = {each.key: first + at for at, each in enumerate(held)}
        for each in held:
            self._open(slots[each.key], each)
        batch = _batch(new, keys, np.arange(len(new)))
        self._live.counts[n.NEXT] = 0
        places = np.array([slots[story] for story in stories], dtype=np.int64)
        while put_items(self._live, batch, places) < len(new):
            self._room(items=len(new), terms=len(new.terms), facts=len(new.facts))
        for each in held:
            self._set(slots[each.key], each)
        self._live.counts[n.LATEST] = max(latest, self.latest)
        self._remember(new, keys)

    def _open(self, slot: int, story: Held) -> None:
        live = self._live
        live.story_key[slot] = story.key
        live.story_head[slot] = -1
        live.story_units[slot] = 0
        self._set(slot, story)

    def _set(self, slot: int, story: Held) -> None:
        live = self._live
        live.story_items[slot] = story.items
        live.story_span[slot] = story.first_at, story.last_at
        live.settled[slot] = story.settled or story.items > MEMBERS

    def drop(self, keys: Iterable[int]) -> None:
        """Forget stories; unknown keys are ignored."""
        from huiyin.rules.text.kernels_live import end_story

        live = self._live
        count = live.counts[n.STORIES]
        wanted = np.isin(live.story_key[:count], np.fromiter(keys, dtype=np.int64))
        for slot in np.flatnonzero(wanted & (live.story_items[:count] > 0)).tolist():
            end_story(live, slot)

    def rename(self, keys: Mapping[int, int]) -> None:
        """Give stories that were opened their keys; the order of keys must not change by that."""
        names = self._live.story_key[: self._live.counts[n.STORIES]]
        for slot in np.flatnonzero(names >= OPENED).tolist():
            names[slot] = keys.get(int(names[slot]), names[slot])

    def take(self, new: Features, keys: Sequence[int], policy: Floats) -> Taken:
        """Take items in, in time order (ties by key).

        `policy`: how alike is alike enough, the least share of what groups are within, the time in
        which likeness fades by half and that in which a story ends (microseconds), and the power
        of a term's rarity in its weight.
        """
        from huiyin.rules.text.kernels_live import walk
        from huiyin.rules.text.kernels_pool import decide

        numbers = np.array(keys, dtype=np.int64)
        batch = _batch(new, numbers, np.lexsort((numbers, new.at)))
        told, rivals = np.zeros((len(new), 4)), np.zeros(len(new), dtype=np.int64)
        shared = np.full((len(new), _SHARED), -1, dtype=np.int64)
        moves: list[list[int]] = []
        self._refresh()
        self._live.counts[n.NEXT] = self._live.counts[n.MOVES] = 0
        while (near := walk(self._live, batch, self._pool, policy)) != 0:
            if near < 0:
                moves += batch.moves[: self._live.counts[n.MOVES]].tolist()
                self._live.counts[n.MOVES] = 0
                self._room(items=len(new), terms=len(new.terms), facts=len(new.facts))
                continue
            item = batch.order[self._live.counts[n.NEXT] - 1]
            rival = decide(self._live, near, self._pool, policy, told[item], shared[item])
            batch.story[item, 1] = rival
            if rival >= 0:
                rivals[item] = self._live.unit_key[self._pool.units[rival]]
        moves += batch.moves[: self._live.counts[n.MOVES]].tolist()
        self._remember(new, keys)
        return Taken(batch.story, told, shared, rivals, [Move(*each) for each in moves])

    def _remember(self, new: Features, keys: Sequence[int]) -> None:
        """Keep the names that tell items apart, for whoever asks why they were."""
        for item in np.flatnonzero(np.diff(new.fact_bounds)).tolist():
            rows = new.facts[new.fact_bounds[item] : new.fact_bounds[item + 1]].tolist()
            named = {(kind, new.spelt(item, term)): None for kind, _what, term in rows}
            self._names[int(keys[item])] = tuple(named)

    def _refresh(self) -> None:
        """Make the arrays anew where many units are out of use."""
        counts = self._live.counts
        if counts[n.DEAD] > _STALE and 2 * counts[n.DEAD] > counts[n.UNITS]:
            self._live = without_dead(self._live)
            kept = set(self._live.unit_key[: self._live.counts[n.UNITS]].tolist())
            self._names = {key: named for key, named in self._names.items() if key in kept}

    def _room(self, items: int = 0, terms: int = 0, facts: int = 0, stories: int = 0) -> None:
        """Make room for so much more, and twice of what there is where it is not enough."""
        self._live = with_room(self._live, items, terms, facts, stories + items)


def _batch(new: Features, keys: Sequence[int] | Ints, order: Ints) -> Batch:
    return Batch(
        order=order.astype(np.int64),
        keys=np.array(keys, dtype=np.int64),
        at=new.at,
        bounds=new.bounds,
        terms=new.terms,
        fact_bounds=new.fact_bounds,
        facts=new.facts,
        story=np.zeros((len(new), 2), dtype=np.int64),
        moves=np.zeros((max(len(new), 16 * POOL), 3), dtype=np.int64),
    )
