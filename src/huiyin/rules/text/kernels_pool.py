"""The kernels of the pool: an item and the items of the stories near it are put into stories anew.

Each unit begins alone, those of a settled story together; the two likest groups become one, again
and again, as long as they are alike enough. How alike two groups are: the cosine of the sums of
their vectors, fading with the time between them. Two groups of some size must besides be nearly as
alike to each other as each is within: two happenings of one kind share what is usual for the kind,
the reports of one share much more. What is nearly a copy of another unit says nothing of that: a
text counts once however often it is reprinted. What came of it does not depend on the order of the
items.
"""

import numpy as np

from huiyin.rules.text import live_counts as n
from huiyin.rules.text.jit import jit
from huiyin.rules.text.live import (
    COPY,
    MOST_TERMS,
    UNSEEN,
    Floats,
    Ints,
    Live,
    Marks,
    Pool,
    Short,
)  # fmt: skip

_MATURE = 2.5  # texts
_STANDS = 255


@jit
def _fill(live: Live, stories: Short, count: int, pool: Pool) -> int:
    """Put the units of some stories into the pool, by key, and the item last; return how many."""
    size = 0
    for at in range(count):
        unit = live.story_head[stories[at]]
        while unit >= 0:
            place = size
            while place > 0 and live.unit_key[pool.units[place - 1]] > live.unit_key[unit]:
                pool.units[place] = pool.units[place - 1]
                place -= 1
            pool.units[place] = unit
            size += 1
            unit = live.unit_next[unit]
    pool.units[size] = live.counts[n.UNITS] - 1
    size += 1
    for at in range(size):
        unit = pool.units[at]
        story = live.unit_story[unit]
        pool.group[at] = story if live.settled[story] else -1
        pool.at[at] = live.unit_at[unit]
    return size


@jit
def _compare(  # noqa: C901 - a few loops over the same rows
    live: Live, size: int, pool: Pool, steep: float
) -> None:
    """Write the cosines of all units of the pool, the last of which is the item."""
    seen = np.log(live.counts[n.UNITS] - live.counts[n.DEAD] + UNSEEN)
    known = 0
    met = np.empty(size * MOST_TERMS, dtype=np.int32)
    first = np.zeros(size * MOST_TERMS + 1, dtype=np.int64)
    for at in range(size):
        for row in range(live.unit_terms[pool.units[at]], live.unit_terms[pool.units[at] + 1]):
            word = live.words[row]
            if live.local[word] == 0:
                met[known] = word
                known += 1
                live.local[word] = known
            first[live.local[word]] += 1
    for word in range(known):
        first[word + 1] += first[word]
    ends = first[:known].copy()
    who = np.empty(first[known], dtype=np.int32)
    load = np.empty(first[known])
    pool.like[:size, :size] = 0.0
    for at in range(size):
        for row in range(live.unit_terms[pool.units[at]], live.unit_terms[pool.units[at] + 1]):
            word = live.local[live.words[row]] - 1
            held = live.held[live.words[row]]
            who[ends[word]] = at
            rare = seen - live.logs[min(held, len(live.logs) - 1)]
            load[ends[word]] = live.loads[row] * (rare if steep == 1.0 else rare**steep)
            ends[word] += 1
    for word in range(known):
        for one in range(first[word], first[word + 1]):
            for two in range(first[word], one + 1):
                pool.like[who[one], who[two]] += load[one] * load[two]
    pool.holds[:, :size] = 0
    begin = live.unit_terms[pool.units[size - 1]]
    for row in range(begin, live.unit_terms[pool.units[size - 1] + 1]):
        word = live.local[live.words[row]] - 1
        for one in range(first[word], first[word + 1]):
            pool.holds[row - begin, who[one]] = 1
            pool.ours[row - begin] = load[one]
    for word in range(known):
        live.local[met[word]] = 0
    for one in range(size):
        for two in range(one):
            lengths = pool.like[one, one] * pool.like[two, two]
            pool.like[one, two] /= max(np.sqrt(lengths), 1e-9)


@jit
def _bar(live: Live, size: int, pool: Pool) -> None:
    """Write what keeps the units of the pool apart: facts that differ, or stories that stand."""
    for one in range(size):
        for two in range(one):
            barred = 0
            if pool.group[one] < 0 or pool.group[one] != pool.group[two]:
                barred = _differing(live, pool.units[one], pool.units[two])
                if pool.group[one] >= 0 and pool.group[two] >= 0:
                    barred = _STANDS
            pool.barred[one, two] = pool.barred[two, one] = barred


@jit
def _differing(live: Live, one: int, two: int) -> int:
    """Return the kind of the facts that both units name and of which they share none, or 0."""
    begin, end = live.unit_facts[two], live.unit_facts[two + 1]
    if begin == end:
        return 0
    found, shared = 0, 0
    for mine in range(live.unit_facts[one], live.unit_facts[one + 1]):
        kind = live.facts[mine, 0]
        for theirs in range(begin, end):
            if live.facts[theirs, 0] == kind:
                found |= 1 << kind
                if live.facts[theirs, 1] == live.facts[mine, 1]:
                    shared |= 1 << kind
    if found & 4:  # both name counties: which cities they name says nothing more
        found &= ~2
    for kind in range(1, 8):
        if found & ~shared & (1 << kind):
            return kind
    return 0


@jit
def _likeness(
    size: Floats, within: Floats, across: float, gap: float, one: int, two: int, half: float
) -> float:
    """Return how alike two groups are, `across` being the sum of the products of their vectors."""
    lengths = (size[one, 0] + 2 * within[one, 0]) * (size[two, 0] + 2 * within[two, 0])
    alike = across / np.sqrt(lengths)
    return float(alike if gap <= 0 or alike >= COPY else alike * 0.5 ** (gap / half))


@jit
def _is_one(size: Floats, within: Floats, across: float, one: int, two: int, apart: float) -> bool:
    """Tell whether two groups, if of some texts, are nearly as alike as each is within."""
    first, second = size[one, 1], size[two, 1]
    if min(first, second) < _MATURE:
        return True
    inner = within[one, 1] / (first * (first - 1)) + within[two, 1] / (second * (second - 1))
    return bool(across / (first * second) >= apart * inner)


@jit
def _weigh(like: Floats, across: Floats, size: Floats) -> None:
    """Write what each two units have in common, of all and of texts that are no copies.

    In the second layer a unit counts as its share of those it is a copy of, itself among them, and
    copies have nothing in common.
    """
    for one in range(len(size)):
        copies = 1.0
        for other in range(len(size)):
            if other != one and like[max(one, other), min(one, other)] >= COPY:
                copies += 1.0
        size[one, 0], size[one, 1] = 1.0, 1.0 / copies
    for one in range(len(size)):
        for two in range(one):
            own = like[one, two] * size[one, 1] * size[two, 1]
            across[one, two, 0] = across[two, one, 0] = like[one, two]
            across[one, two, 1] = across[two, one, 1] = own if like[one, two] < COPY else 0.0


@jit
def _join(
    size: Floats, within: Floats, across: Floats, bars: Marks, span: Ints, label: Short,
    first: int, second: int,
) -> None:  # fmt: skip
    """Make the second group part of the first."""
    for layer in range(2):
        within[first, layer] += within[second, layer] + across[first, second, layer]
        size[first, layer] += size[second, layer]
        size[second, layer] = 0
    span[first, 0] = min(span[first, 0], span[second, 0])
    span[first, 1] = max(span[first, 1], span[second, 1])
    for other in range(len(label)):
        for layer in range(2):
            across[first, other, layer] += across[second, other, layer]
            across[other, first, layer] = across[first, other, layer]
        bars[first, other] |= bars[second, other]
        bars[other, first] = bars[first, other]
        if label[other] == second:
            label[other] = first


@jit
def _rate(
    size: Floats, within: Floats, across: Floats, bars: Marks, span: Ints, value: Floats,
    policy: Floats, one: int,
) -> None:  # fmt: skip
    """Write how alike one group is to each other, -1 where they are not to be joined."""
    for other in range(len(size)):
        rated = -1.0
        if other != one and size[other, 0] > 0 and bars[one, other] == 0:
            gap = float(max(span[one, 0] - span[other, 1], span[other, 0] - span[one, 1]))
            alike = _likeness(size, within, across[one, other, 0], gap, one, other, policy[2])
            if alike >= policy[0] and _is_one(
                size, within, across[one, other, 1], one, other, policy[1]
            ):
                rated = alike
        value[one, other] = value[other, one] = rated


@jit
def _best(value: Floats, one: int) -> int:
    best = 0
    for other in range(1, len(value)):
        if value[one, other] > value[one, best]:
            best = other
    return best


@jit
def agglomerate(  # noqa: C901 - one loop, for speed
    like: Floats, barred: Marks, at: Ints, group: Short, policy: Floats, label: Short
) -> None:
    """Write for each of n units the number of the group it comes to: that of its first unit.

    `like` (n, n) are the cosines below the diagonal, `barred` what keeps units apart, `at` their
    times, `group` a number from 0 on for those that stay together; `policy`: how alike groups must
    be, how alike compared with what they are within, the time in which likeness fades by half.
    """
    count = len(group)
    size, within = np.empty((count, 2)), np.zeros((count, 2))
    across, value = np.zeros((count, count, 2)), np.full((count, count), -1.0)
    bars, span = barred.copy(), np.empty((count, 2), dtype=np.int64)
    nearest = np.zeros(count, dtype=np.int64)
    for one in range(count):
        label[one] = one
        span[one, 0] = span[one, 1] = at[one]
    _weigh(like, across, size)
    for one in range(count):
        for two in range(one):
            if group[one] >= 0 and group[one] == group[two] and label[two] == two:
                _join(size, within, across, bars, span, label, two, one)
                break
    for one in range(count):
        if size[one, 0] > 0:
            _rate(size, within, across, bars, span, value, policy, one)
    for one in range(count):
        nearest[one] = _best(value, one)
    while True:
        first = 0
        for one in range(1, count):
            if value[one, nearest[one]] > value[first, nearest[first]]:
                first = one
        second = nearest[first]
        if value[first, second] < 0:
            return
        first, second = min(first, second), max(first, second)
        _join(size, within, across, bars, span, label, first, second)
        value[second, :] = -1.0
        value[:, second] = -1.0
        _rate(size, within, across, bars, span, value, policy, first)
        for one in range(count):
            if nearest[one] == first or nearest[one] == second or one == first:
                nearest[one] = _best(value, one)
            elif value[one, first] > value[one, nearest[one]]:
                nearest[one] = first


@jit
def explain(  # noqa: C901 - one loop, for speed
    like: Floats, barred: Marks, at: Ints, label: Short, policy: Floats, told: Floats
) -> int:
    """Write why the last unit is where it is; return the first unit of the likest other group.

    `told`: how alike it is to the rest of its group and to the likest unit there, how alike to the
    likest other group (-1: none), and what bars it from that (0: nothing).
    """
    item = len(label) - 1
    told[0], told[1], told[2], told[3] = 0.0, 0.0, -1.0, 0.0
    refused = -1
    for first in range(len(label)):
        if label[first] != first:
            continue
        size, within, across, gap, bar = 0, 0.0, 0.0, np.int64(1 << 62), 0
        nearest = 0.0
        for one in range(item):
            if label[one] != first:
                continue
            size += 1
            across += like[item, one]
            nearest = max(nearest, like[item, one])
            gap = min(gap, abs(at[item] - at[one]))
            bar = max(bar, int(barred[item, one]))
            for two in range(one):
                if label[two] == first:
                    within += like[one, two]
        if size == 0:
            continue
        alike = across / np.sqrt(size + 2 * within)
        if alike < COPY:
            alike *= 0.5 ** (float(gap) / policy[2])
        if label[item] == first:
            told[0], told[1] = alike, nearest
        elif alike > told[2]:
            told[2], told[3], refused = alike, float(bar), first
    return refused


@jit
def _shared(pool: Pool, size: int, terms: int, rows: Ints) -> None:
    """Write the item's heaviest terms that other units of its group hold, -1 after the last."""
    rows[:] = -1
    kept = 0
    for term in range(terms):
        held = False
        for at in range(size - 1):
            same = pool.label[at] == pool.label[size - 1]
            held = held or (same and pool.holds[term, at] == 1)
        place = kept if held else -1
        while place > 0 and pool.ours[rows[place - 1]] < pool.ours[term]:
            if place < len(rows):
                rows[place] = rows[place - 1]
            place -= 1
        if 0 <= place < len(rows):
            rows[place] = term
            kept = min(kept + 1, len(rows))


@jit
def _aim(  # noqa: C901 - one loop, for speed
    live: Live, size: int, pool: Pool
) -> None:
    """Write the story each group stays: the one most of its units come from, the older of equals.

    A settled story comes before all others: its units stay in it, and whatever else is in their
    group comes to it. A story goes to one group; the item's own group may keep the story opened for
    the item.
    """
    pool.target[:size] = -1
    taken = np.zeros(size, dtype=np.uint8)
    while True:
        most, best, label = 0, -1, -1
        for at in range(size - 1):
            story, mine = live.unit_story[pool.units[at]], pool.label[at]
            if pool.target[at] >= 0 or taken[at]:
                continue
            count = size if live.settled[story] else 0
            for other in range(size - 1):
                if live.unit_story[pool.units[other]] == story and pool.label[other] == mine:
                    count += 1
            older = best >= 0 and live.story_key[story] < live.story_key[best]
            if count > most or (count == most and older):
                most, best, label = count, story, mine
        if best < 0:
            break
        for at in range(size):
            if pool.label[at] == label:
                pool.target[at] = best
            if live.unit_story[pool.units[at]] == best:
                taken[at] = 1
    own = live.unit_story[pool.units[size - 1]]
    for at in range(size):
        if pool.label[at] == pool.label[size - 1] and pool.target[at] < 0:
            pool.target[at] = own


@jit
def decide(live: Live, stories: int, pool: Pool, policy: Floats, told: Floats, rows: Ints) -> int:
    """Put the pool of the latest unit into groups (`pool.label`) and tell why.

    The stories near it stand at the beginning of `pool.label`. Returns the unit of the pool that
    stands for the likest other group, -1 if there is none.
    """
    size = _fill(live, pool.label[:stories].copy(), stories, pool)
    _compare(live, size, pool, policy[4])
    _bar(live, size, pool)
    live.counts[n.POOLED] = size
    item = live.counts[n.UNITS] - 1
    like, barred = pool.like[:size, :size], pool.barred[:size, :size]
    agglomerate(like, barred, pool.at[:size], pool.group[:size], policy, pool.label[:size])
    _shared(pool, size, live.unit_terms[item + 1] - live.unit_terms[item], rows)
    _aim(live, size, pool)
    return explain(like, barred, pool.at[:size], pool.label[:size], policy, told)
