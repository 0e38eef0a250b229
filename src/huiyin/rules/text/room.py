"""Room for the live items: arrays that start small, grow as needed, and are made anew."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import live_counts as n
from huiyin.rules.text.background import usual
from huiyin.rules.text.live import (
    MOST_FACTS,
    MOST_TERMS,
    POOL,
    Floats,
    Ints,
    Light,
    Live,
    Marks,
    Places,
    Pool,
    Short,
)  # fmt: skip

_LOGS: Floats = np.log(np.arange(1, 1 << 16, dtype=np.float64))
_COUNTS = 16
_WORD_ARRAYS = ("word_keys", "held", "common", "post_at", "post_size", "post_room", "mine", "local")
_UNIT_ARRAYS = (
    "unit_key", "unit_at", "unit_story", "unit_next", "unit_terms", "unit_facts", "score",
)  # fmt: skip
_STORY_ARRAYS = (
    "story_key", "story_span", "story_items", "story_units", "story_head", "settled",
)  # fmt: skip


def empty_live() -> Live:
    """Return an index of nothing, without room yet."""
    usual_keys, usual_held = usual()
    counts = _longs(_COUNTS)
    counts[n.LATEST] = -(1 << 62)
    return Live(
        counts=counts, logs=_LOGS, usual_keys=usual_keys, usual=usual_held, word_slots=_ints(2),
        word_keys=_longs(1), held=_ints(1), common=_ints(1), post_at=_longs(1),
        post_size=_ints(1), post_room=_ints(1), mine=_lights(1), local=_ints(1), post=_places(1),
        words=_places(1), loads=_lights(1), facts=_longs(1, 2), unit_key=_longs(1),
        unit_at=_longs(1), unit_story=_ints(1), unit_next=_ints(1), unit_terms=_longs(1),
        unit_facts=_longs(1), score=_lights(1), story_key=_longs(1), story_span=_longs(1, 2),
        story_items=_ints(1), story_units=_ints(1), story_head=_ints(1), settled=_marks(1),
    )  # fmt: skip


def empty_pool() -> Pool:
    """Return the room in which one item and its neighbours are compared."""
    return Pool(
        units=_ints(POOL), like=np.zeros((POOL, POOL)), barred=_marks(POOL, POOL), at=_longs(POOL),
        group=_ints(POOL), holds=_marks(MOST_TERMS, POOL), ours=_floats(MOST_TERMS),
        label=_ints(POOL), target=_ints(POOL),
    )  # fmt: skip


def _longs(*shape: int) -> Ints:
    return np.zeros(shape, dtype=np.int64)


def _ints(size: int) -> Short:
    return np.zeros(size, dtype=np.int32)


def _places(size: int) -> Places:
    return np.zeros(size, dtype=np.uint32)


def _floats(size: int) -> Floats:
    return np.zeros(size)


def _lights(size: int) -> Light:
    return np.zeros(size, dtype=np.float32)


def _marks(*shape: int) -> Marks:
    return np.zeros(shape, dtype=np.uint8)


def with_room(live: Live, items: int, terms: int, facts: int, stories: int) -> Live:
    """Return the index with room for at least so much more than is there."""
    counts = live.counts
    units = int(counts[n.UNITS])
    words = int(counts[n.WORDS]) + terms + MOST_TERMS
    wanted = dict.fromkeys(_UNIT_ARRAYS, units + items + 2)
    wanted |= dict.fromkeys(_STORY_ARRAYS, int(counts[n.STORIES]) + stories + items + 2 * POOL)
    wanted |= dict.fromkeys(_WORD_ARRAYS, words)
    wanted |= dict.fromkeys(("words", "loads"), int(live.unit_terms[units]) + terms + MOST_TERMS)
    wanted["facts"] = int(live.unit_facts[units]) + facts + MOST_FACTS
    grown: dict[str, Any] = {
        name: _longer(getattr(live, name), size)
        for name, size in wanted.items()
        if len(getattr(live, name)) < size
    }
    posted, longest = int(counts[n.POSTED]), int(live.post_size.max())
    free = max(4 * terms, posted // 4, 2 * MOST_TERMS * (longest + 1))
    if len(live.post) < posted + free:
        grown["post"] = _longer(live.post, posted + free)
    if len(live.word_slots) < 2 * words:
        keys = live.word_keys[: counts[n.WORDS]]
        grown["word_slots"] = _slots(keys, 1 << (4 * words).bit_length())
    return live._replace(**grown)


def _longer(array: NDArray[np.generic], size: int) -> NDArray[np.generic]:
    """Return the array with zeros behind it, at least half as long again."""
    longer = np.zeros((max(size, len(array) * 3 // 2), *array.shape[1:]), dtype=array.dtype)
    longer[: len(array)] = array
    return longer


def _slots(keys: Ints, size: int) -> Short:
    """Return an open table (linear probing from `key & mask`) of the keys' places plus one."""
    slots = _ints(size)
    at = keys & (size - 1)
    left = np.arange(len(keys))
    while len(left):
        free = left[slots[at[left]] == 0]
        _, first = np.unique(at[free], return_index=True)
        slots[at[free[first]]] = free[first] + 1
        placed = slots[at[left]] == left + 1
        left = left[~placed]
        at[left] = (at[left] + 1) & (size - 1)
    return slots


def without_dead(live: Live) -> Live:
    """Return the index of the live units and stories alone, in their order."""
    counts = live.counts.copy()
    units = np.flatnonzero(live.unit_story[: counts[n.UNITS]] >= 0)
    stories = np.flatnonzero(live.story_items[: counts[n.STORIES]] > 0)
    new_unit, new_story = np.full(counts[n.UNITS] + 1, -1), np.full(counts[n.STORIES] + 1, -1)
    new_unit[units], new_story[stories] = np.arange(len(units)), np.arange(len(stories))
    rows, terms = _rows(live.unit_terms, units)
    fact_rows, facts = _rows(live.unit_facts, units)
    words, numbers = np.unique(live.words[rows], return_inverse=True)
    order = np.argsort(numbers, kind="stable")
    sizes = np.bincount(numbers, minlength=len(words))
    counts[n.UNITS], counts[n.DEAD], counts[n.STORIES] = len(units), 0, len(stories)
    counts[n.WORDS], counts[n.POSTED] = len(words), len(rows)
    kept: dict[str, Any] = {name: getattr(live, name)[units] for name in _UNIT_ARRAYS}
    kept |= {name: getattr(live, name)[stories] for name in _STORY_ARRAYS}
    kept |= {name: getattr(live, name)[words] for name in _WORD_ARRAYS}
    owners = np.repeat(np.arange(len(units)), np.diff(terms))
    kept |= {
        "counts": counts,
        "word_slots": _slots(live.word_keys[words], 1 << (4 * len(words) + 4).bit_length()),
        "post_at": np.cumsum(sizes) - sizes,
        "post_size": sizes.astype(np.int32),
        "post_room": sizes.astype(np.int32),
        "post": owners[order].astype(np.uint32),
        "words": numbers.astype(np.uint32),
        "loads": live.loads[rows],
        "facts": live.facts[fact_rows],
        "unit_story": new_story[kept["unit_story"]].astype(np.int32),
        "unit_next": new_unit[kept["unit_next"]].astype(np.int32),
        "story_head": new_unit[kept["story_head"]].astype(np.int32),
        "unit_terms": terms,
        "unit_facts": facts,
    }
    return with_room(live._replace(**kept), len(units) // 2, len(rows) // 2, 0, 0)


def _rows(bounds: Ints, units: Ints) -> tuple[Ints, Ints]:
    """Return the rows of some units, and where those of each begin, the end at last."""
    sizes = bounds[units + 1] - bounds[units]
    ends = np.cumsum(sizes)
    rows = np.arange(int(sizes.sum())) + np.repeat(bounds[units] - (ends - sizes), sizes)
    return rows, np.concatenate((np.zeros(1, dtype=np.int64), ends))
