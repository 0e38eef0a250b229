"""The kernels of grouping: the live items and stories, and the walk of a batch over them. It stops
where there may be no room for an item, and at one with stories near it (see `kernels_pool`)."""

import numpy as np

from huiyin.rules.text import live_counts as n
from huiyin.rules.text.jit import jit
from huiyin.rules.text.live import (
    COPY,
    MEMBERS,
    MOST_FACTS,
    MOST_TERMS,
    OPENED,
    POOL,
    QUARTER_DAY,
    STORIES_POOLED,
    UNSEEN,
    Batch,
    Floats,
    Ints,
    Live,
    Places,
    Pool,
    Short,
)  # fmt: skip

_NEAR, _BUDGET = 32, 4000


@jit
def _slot(live: Live, key: int) -> int:
    """Return the slot of a term, or the empty one where it would stand."""
    mask = len(live.word_slots) - 1
    slot = key & mask
    while live.word_slots[slot] != 0 and live.word_keys[live.word_slots[slot] - 1] != key:
        slot = (slot + 1) & mask
    return int(slot)


@jit
def _word(live: Live, key: int) -> int:
    """Return the number of a term, a new one if it is unknown."""
    slot = _slot(live, key)
    if live.word_slots[slot] == 0:
        word = live.counts[n.WORDS]
        live.counts[n.WORDS] += 1
        live.word_slots[slot] = word + 1
        live.word_keys[word] = key
        at = key & (len(live.usual_keys) - 1)
        while live.usual_keys[at] != 0 and live.usual_keys[at] != key:
            at = (at + 1) & (len(live.usual_keys) - 1)
        live.held[word] = live.common[word] = live.usual[at]
    return int(live.word_slots[slot]) - 1


@jit
def _post(live: Live, word: int, unit: int) -> None:
    """Note that a unit holds a word; a full list moves to where there is twice the room."""
    size = live.post_size[word]
    if size == live.post_room[word]:
        begin, room = live.counts[n.POSTED], max(2 * size, 2)
        live.counts[n.POSTED] += room
        for at in range(size):
            live.post[begin + at] = live.post[live.post_at[word] + at]
        live.post_at[word] = begin
        live.post_room[word] = room
    live.post[live.post_at[word] + size] = unit
    live.post_size[word] = size + 1
    live.held[word] += 1


@jit
def _new_unit(live: Live, batch: Batch, item: int, words: Places, story: int) -> int:
    """Put an item, whose words are found, among the units, in a story."""
    unit = live.counts[n.UNITS]
    live.counts[n.UNITS] += 1
    live.unit_key[unit] = batch.keys[item]
    live.unit_at[unit] = batch.at[item]
    begin, first = batch.bounds[item], live.unit_terms[unit]
    count = batch.bounds[item + 1] - begin
    for at in range(count):
        live.words[first + at] = words[at]
        live.loads[first + at] = live.logs[batch.terms[begin + at, 1]]
        _post(live, words[at], unit)
    live.unit_terms[unit + 1] = first + count
    begin, first = batch.fact_bounds[item], live.unit_facts[unit]
    count = batch.fact_bounds[item + 1] - begin
    live.facts[first : first + count] = batch.facts[begin : begin + count, :2]
    live.unit_facts[unit + 1] = first + count
    _link(live, unit, story)
    return int(unit)


@jit
def _link(live: Live, unit: int, story: int) -> None:
    """Add a unit to a story."""
    live.unit_story[unit] = story
    live.unit_next[unit] = live.story_head[story]
    live.story_head[story] = unit
    live.story_units[story] += 1
    live.story_items[story] += 1
    span, at = live.story_span[story], live.unit_at[unit]
    span[0], span[1] = min(span[0], at), max(span[1], at)


@jit
def _forget(live: Live, unit: int) -> None:
    """Take a unit out of the index; its postings are passed over until they are made anew."""
    live.unit_story[unit] = -1
    live.counts[n.DEAD] += 1
    for at in range(live.unit_terms[unit], live.unit_terms[unit + 1]):
        live.held[live.words[at]] -= 1


@jit
def _new_story(live: Live) -> int:
    """Open a story, under a key of its own until it is given another."""
    story = live.counts[n.STORIES]
    live.counts[n.STORIES] += 1
    live.story_key[story] = OPENED + live.counts[n.FRESH]
    live.counts[n.FRESH] += 1
    live.settled[story] = 0
    _empty(live, story)
    return int(story)


@jit
def _empty(live: Live, story: int) -> None:
    live.story_units[story] = live.story_items[story] = 0
    live.story_head[story] = -1
    live.story_span[story, 0], live.story_span[story, 1] = OPENED, -OPENED


@jit
def _trim(live: Live, story: int) -> None:
    """Settle a story of many items, and forget its earliest units but for so many."""
    if live.story_items[story] > MEMBERS:
        live.settled[story] = 1
    while live.story_units[story] > MEMBERS:
        before = worst_before = -1
        worst = unit = live.story_head[story]
        while unit >= 0:
            earlier = live.unit_at[unit] < live.unit_at[worst]
            same = live.unit_at[unit] == live.unit_at[worst]
            if earlier or (same and live.unit_key[unit] < live.unit_key[worst]):
                worst, worst_before = unit, before
            before, unit = unit, live.unit_next[unit]
        if worst_before < 0:
            live.story_head[story] = live.unit_next[worst]
        else:
            live.unit_next[worst_before] = live.unit_next[worst]
        live.story_units[story] -= 1
        _forget(live, worst)


@jit
def end_story(live: Live, story: int) -> None:
    """Take a story and its units out of the index."""
    unit = live.story_head[story]
    while unit >= 0:
        _forget(live, unit)
        unit = live.unit_next[unit]
    _empty(live, story)


@jit
def _tell_time(live: Live, at: int, window: float) -> None:
    """Move the latest time on, and end the stories that nobody added to for a window."""
    before = live.counts[n.LATEST]
    if at <= before:
        return
    live.counts[n.LATEST] = at
    if at // QUARTER_DAY == before // QUARTER_DAY:
        return
    limit = float(at // QUARTER_DAY) * QUARTER_DAY - window
    for story in range(live.counts[n.STORIES]):
        if live.story_items[story] > 0 and live.story_span[story, 1] < limit:
            end_story(live, story)


@jit
def _spread(live: Live, batch: Batch, item: int, words: Places, steep: float) -> float:
    """Spread the weights of the item's words over `mine`; return the vector's length."""
    seen = np.log(live.counts[n.UNITS] - live.counts[n.DEAD] + UNSEEN)
    length = 0.0
    first = batch.bounds[item]
    for at in range(batch.bounds[item + 1] - first):
        word = words[at]
        rare = seen - live.logs[min(live.held[word], len(live.logs) - 1)]
        rare = rare if steep == 1.0 else rare**steep
        weight = live.logs[batch.terms[first + at, 1]] * rare
        live.mine[word] = weight * rare
        length += weight * weight
    return float(np.sqrt(length))


@jit
def _meet(live: Live, words: Places, count: int, touched: Places) -> int:
    """Add up in `score` what units share by rarer words; write which, return how many."""
    sizes = live.held[words[:count]] - live.common[words[:count]]
    score, post, met, read = live.score, live.post, 0, 0
    for at in np.argsort(sizes, kind="mergesort"):
        read += sizes[at]
        if read > _BUDGET:
            break
        begin, weight = live.post_at[words[at]], live.mine[words[at]]
        for place in range(begin, begin + live.post_size[words[at]]):
            unit = post[place]
            value = score[unit]
            if value == 0.0:
                if met == len(touched):
                    continue
                touched[met] = unit
                met += 1
            score[unit] = value + weight
    return met


@jit
def _sharing(live: Live, words: Places, count: int, near: Places) -> int:
    """Write the units that share the most weight by the item's rarer words; return how many."""
    touched = np.empty(4 * _BUDGET, dtype=np.uint32)
    met, kept = _meet(live, words, count, touched), 0
    values, score = np.empty(_NEAR, dtype=np.float32), live.score
    for unit in touched[:met]:
        value = score[unit]
        score[unit] = 0.0
        if (kept == _NEAR and value < values[_NEAR - 1]) or live.unit_story[unit] < 0:
            continue
        rank, key = kept, live.unit_key[unit]
        while rank > 0 and _first(value, key, values[rank - 1], live.unit_key[near[rank - 1]]):
            if rank < _NEAR:
                near[rank], values[rank] = near[rank - 1], values[rank - 1]
            rank -= 1
        if rank < _NEAR:
            near[rank], values[rank] = unit, value
            kept = min(kept + 1, _NEAR)
    return kept


@jit
def _first(value: float, key: int, other_value: float, other_key: int) -> bool:
    """Tell whether one comes before the other: the higher value, of equals the lower key."""
    return bool(value > other_value or (value == other_value and key < other_key))


@jit
def _cosine(live: Live, unit: int, length: float, steep: float) -> float:
    """Return the cosine of a unit and the item that is spread over `mine`."""
    seen = np.log(live.counts[n.UNITS] - live.counts[n.DEAD] + UNSEEN)
    words, loads, held, mine, logs = live.words, live.loads, live.held, live.mine, live.logs
    dot = own = 0.0
    for at in range(live.unit_terms[unit], live.unit_terms[unit + 1]):
        word, load = words[at], loads[at]
        rare = seen - logs[min(held[word], len(logs) - 1)]
        rare = rare if steep == 1.0 else rare**steep
        own += load * rare * load * rare
        dot += load * mine[word]
    return float(dot / max(np.sqrt(own) * length, 1e-9))


@jit
def _neighbours(
    live: Live, near: Places, count: int, length: float, at: int, policy: Floats, chosen: Short
) -> int:
    """Write the stories of the nearest units, the nearest first; return how many."""
    best = np.zeros(STORIES_POOLED)
    kept = 0
    for rank in range(count):
        story = live.unit_story[near[rank]]
        gap = max(at - live.story_span[story, 1], live.story_span[story, 0] - at)
        likeness = _cosine(live, near[rank], length, policy[4])
        if gap > 0 and likeness < COPY:
            likeness *= 0.5 ** (gap / policy[2])
        if likeness < policy[0] / 2:
            continue
        place = 0
        while place < kept and chosen[place] != story:
            place += 1
        if place < kept and best[place] >= likeness:
            continue
        if place == STORIES_POOLED:
            place -= 1
            other = live.story_key[chosen[place]]
            if not _first(likeness, live.story_key[story], best[place], other):
                continue
        elif place == kept:
            kept += 1
        while place > 0 and _first(
            likeness, live.story_key[story], best[place - 1], live.story_key[chosen[place - 1]]
        ):
            best[place], chosen[place] = best[place - 1], chosen[place - 1]
            place -= 1
        best[place], chosen[place] = likeness, story
    return kept


@jit
def _has_room(live: Live, batch: Batch, item: int, words: Places) -> bool:
    """Tell whether the arrays can take one more item, whatever comes of it; find its words."""
    counts, unit = live.counts, live.counts[n.UNITS]
    most = counts[n.WORDS] + MOST_TERMS
    if 2 * most > len(live.word_slots) or most > len(live.word_keys):
        return False
    first, needed = batch.bounds[item], 0
    for at in range(batch.bounds[item + 1] - first):
        words[at] = _word(live, batch.terms[first + at, 0])
        if live.post_size[words[at]] == live.post_room[words[at]]:
            needed += max(2 * live.post_size[words[at]], 2)
    return bool(
        unit + 1 < len(live.unit_key)
        and live.unit_terms[unit] + MOST_TERMS <= len(live.words)
        and live.unit_facts[unit] + MOST_FACTS <= len(live.facts)
        and counts[n.POSTED] + needed <= len(live.post)
        and counts[n.STORIES] + POOL + 1 <= len(live.story_key)
        and counts[n.MOVES] + POOL <= len(batch.moves)
    )


@jit
def _regroup(live: Live, batch: Batch, size: int, pool: Pool) -> None:
    """Put the units of the pool into the stories they are to be in, and note who moved."""
    opened = np.full(POOL, -1, dtype=np.int32)
    before = np.empty(POOL, dtype=np.int32)
    for at in range(size):
        before[at] = live.unit_story[pool.units[at]]
        if not live.settled[before[at]]:
            _empty(live, before[at])
    for at in range(size):
        unit, story = pool.units[at], pool.target[at]
        if story < 0:
            if opened[pool.label[at]] < 0:
                opened[pool.label[at]] = _new_story(live)
            story = opened[pool.label[at]]
        if story == before[at] and live.settled[story]:
            continue
        _link(live, unit, story)
        if story != before[at] and at < size - 1:
            move = live.counts[n.MOVES]
            live.counts[n.MOVES] += 1
            batch.moves[move, 0] = live.unit_key[unit]
            batch.moves[move, 1] = live.story_key[before[at]]
            batch.moves[move, 2] = live.story_key[story]
    for at in range(size):
        if live.unit_story[pool.units[at]] >= 0:
            _trim(live, live.unit_story[pool.units[at]])


@jit
def put_items(live: Live, batch: Batch, stories: Ints) -> int:
    """Put items into given stories without looking; return how many there was room for."""
    words = np.empty(MOST_TERMS, dtype=np.uint32)
    while live.counts[n.NEXT] < len(batch.order):
        item = batch.order[live.counts[n.NEXT]]
        if not _has_room(live, batch, item, words):
            break
        live.counts[n.NEXT] += 1
        _new_unit(live, batch, item, words, stories[item])
    return int(live.counts[n.NEXT])


@jit
def _conclude(live: Live, batch: Batch, pool: Pool) -> None:
    """Put the item that was pooled, and its neighbours, where the pool aims."""
    item = batch.order[live.counts[n.NEXT] - 1]
    _regroup(live, batch, live.counts[n.POOLED], pool)
    batch.story[item, 0] = live.story_key[live.unit_story[live.counts[n.UNITS] - 1]]
    if batch.story[item, 1] >= 0:
        other = live.unit_story[pool.units[batch.story[item, 1]]]
        batch.story[item, 1] = live.story_key[other] if other >= 0 else -1
    live.counts[n.POOLED] = 0


@jit
def walk(live: Live, batch: Batch, pool: Pool, policy: Floats) -> int:
    """Take items until one has stories near it; return how many (in `pool.label`), 0 at the end.

    That item is the latest unit: the next call puts it where the pool aims. -1: there is no room.
    """
    words, near = np.empty(MOST_TERMS, dtype=np.uint32), np.empty(_NEAR, dtype=np.uint32)
    if live.counts[n.POOLED] > 0:
        _conclude(live, batch, pool)
    while live.counts[n.NEXT] < len(batch.order):
        item = batch.order[live.counts[n.NEXT]]
        if not _has_room(live, batch, item, words):
            return -1
        live.counts[n.NEXT] += 1
        _tell_time(live, batch.at[item], policy[3])
        length = _spread(live, batch, item, words, policy[4])
        count = batch.bounds[item + 1] - batch.bounds[item]
        met = _sharing(live, words, count, near)
        met = _neighbours(live, near, met, length, batch.at[item], policy, pool.label)
        for at in range(count):
            live.mine[words[at]] = 0.0
        story = _new_story(live)
        _new_unit(live, batch, item, words, story)
        batch.story[item, 0], batch.story[item, 1] = live.story_key[story], -1
        if met > 0:
            return int(met)
    return 0
