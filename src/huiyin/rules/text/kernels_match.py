"""Kernels that decide keyword rules by where their terms stand in a batch of texts.

A term that stands makes leaves true; a leaf that is true asks for the rules it anchors; those are
decided by short programs (see `programs`).
"""

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit
from huiyin.rules.text.kernels_scan import Finds

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Points = NDArray[np.uint32]
Bytes = NDArray[np.uint8]

LETTER, DIGIT, IDEOGRAPH = 3, 4, 5  # as in `characters`
CLAUSE_ENDS, SENTENCE_ENDS = 1, 2  # as in `clauses`
SENTENCE = -2  # as in `expressions`
LONGEST_WALK = 500  # characters of a clause or sentence that `Near` looks across
TEST, NEAR, DENY, JUMP, COUNT, ADD, ENOUGH = range(7)
COUNT_BITS = 20  # for the number of terms of a leaf that stand in a text
TITLE, BODY, ANYWHERE = 1, 2, 3
_NONE = cast("int", np.int64(0))  # a plain number would be compiled for by itself


class Rules(NamedTuple):
    """Rules as tables.

    A term speaks for `leaves[term_starts[t]:...]` where it stands in `wheres`; it is `fielded`
    where one of these is not ANYWHERE. A leaf anchors `owners[owner_starts[leaf]:...]`, ascending.
    Rule r is the program `steps[step_starts[r]:...]` of (what, which, how many); `nears` are (leaf,
    reach, ordered).
    """

    fielded: NDArray[np.uint8]
    term_starts: Int32
    leaves: Int32
    wheres: NDArray[np.uint8]
    owner_starts: Int32
    owners: Int32
    step_starts: Int32
    steps: Int32
    near_starts: Int32
    nears: Int32


@jit
def _title_end(points: Points, low: int, high: int) -> int:
    """Return where the title of a text ends: at its line break; before its begin without one."""
    for at in range(low, high):
        if points[at] == 10:
            return at
    return low


@jit
def _near_enough(
    points: Points, kinds: Bytes, breaks: Bytes, end: int, begin: int, reach: int
) -> bool:  # fmt: skip
    """Tell whether what begins at `begin` is within reach of what ended at `end`."""
    tokens = 0
    if reach < 0 and begin - end > LONGEST_WALK:
        return False
    for at in range(end, begin):
        if points[at] == 10 or (
            reach < 0 and breaks[at] & (SENTENCE_ENDS if reach == SENTENCE else CLAUSE_ENDS)
        ):
            return False
        kind = kinds[at]
        starts = at == end or (kinds[at - 1] != LETTER and kinds[at - 1] != DIGIT)
        if kind == IDEOGRAPH or (starts and kind in (LETTER, DIGIT)):
            tokens += 1
            if tokens > reach >= 0:
                return False
    return True


@jit
def _spans(
    finds: Finds, rules: Rules, first: int, last: int, leaf: int, title_end: int, begins: Int64,
    ends: Int64,
) -> int:  # fmt: skip
    """Write where a leaf stands in a text; return how often."""
    count = 0
    for index in range(first, last):
        term = finds.terms[index]
        where = TITLE if finds.begins[index] < title_end else BODY
        for entry in range(rules.term_starts[term], rules.term_starts[term + 1]):
            if rules.leaves[entry] == leaf and rules.wheres[entry] & where:
                begins[count], ends[count] = finds.begins[index], finds.ends[index]
                count += 1
                break
    return count


@jit
def _keep(places: Int64, count: int, place: int) -> None:
    """Add a place to places in ascending order, which it is nearly in already."""
    at = count
    while at > 0 and places[at - 1] > place:
        places[at] = places[at - 1]
        at -= 1
    places[at] = place


@jit
def _least(places: Int64, low: int, high: int, place: int) -> int:
    """Return the index of the first of `low` to `high` ascending places not before the place."""
    while low < high:
        middle = (low + high) // 2
        if places[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low


@jit
def _nears(
    points: Points, kinds: Bytes, breaks: Bytes, starts: Int64, text: int, finds: Finds,
    rules: Rules, near: int,
) -> bool:  # fmt: skip
    """Tell whether each part stands near the one before in a text."""
    low, first, last = starts[text], finds.texts[text], finds.texts[text + 1]
    title_end, size = _title_end(points, low, starts[text + 1] - 1), last - first
    begins, ends = np.empty(size, np.int64), np.empty(size, np.int64)
    old_begins, old_ends = np.empty(size, np.int64), np.empty(size, np.int64)
    old = _NONE
    for part in range(rules.near_starts[near], rules.near_starts[near + 1]):
        count = _spans(finds, rules, first, last, rules.nears[part, 0], title_end, begins, ends)
        reach, ordered = rules.nears[part, 1], rules.nears[part, 2]
        kept = 0
        for index in range(count):
            begin, end = begins[index], ends[index]
            held = part == rules.near_starts[near]
            if not held:
                at = _least(old_ends, _NONE, old, begin + 1) - 1
                held = at >= 0 and _near_enough(points, kinds, breaks, old_ends[at], begin, reach)
            if not held and not ordered:
                at = _least(old_begins, _NONE, old, end)
                held = at < old and _near_enough(points, kinds, breaks, end, old_begins[at], reach)
            if held:
                begins[kept], ends[kept] = begin, end
                kept += 1
        if kept == 0:
            return False
        for index in range(kept):
            _keep(old_begins, index, begins[index])
            _keep(old_ends, index, ends[index])
        old = kept
    return True


@jit
def stand(
    points: Points, starts: Int64, finds: Finds, rules: Rules, fact_starts: Int64, facts: Int32,
    texts: Int64, standing: Int32,
) -> None:  # fmt: skip
    """Write the leaves that are true of each text into `standing`: once for each of their terms.

    `texts` (n + 1) tells where each text's begin. `facts` are leaves that are true of a text
    besides its terms.
    """
    fielded, wheres = rules.fielded, rules.wheres
    term_starts, leaves = rules.term_starts, rules.leaves
    found_texts, found_terms, begins = finds.texts, finds.terms, finds.begins
    spoke = np.zeros(len(fielded), np.int64)  # text and places in it; below `told`: of another text
    count = 0
    for text in range(len(starts) - 1):
        texts[text] = count
        told, title_end = (text + 1) << 2, -1
        for index in range(found_texts[text], found_texts[text + 1]):
            term, where = found_terms[index], ANYWHERE
            if fielded[term]:
                if title_end < 0:
                    title_end = _title_end(points, starts[text], starts[text + 1] - 1)
                where = TITLE if begins[index] < title_end else BODY
            before = max(spoke[term] - told, 0)
            if before | where == before:
                continue
            spoke[term] = told + (before | where)
            for entry in range(term_starts[term], term_starts[term + 1]):
                if wheres[entry] & where and not wheres[entry] & before:
                    standing[count] = leaves[entry]
                    count += 1
        for index in range(fact_starts[text], fact_starts[text + 1]):
            standing[count] = facts[index]
            count += 1
    texts[len(starts) - 1] = count


@jit
def decide(  # noqa: C901 - one loop, for speed
    points: Points, kinds: Bytes, breaks: Bytes, starts: Int64, finds: Finds, rules: Rules,
    texts: Int64, standing: Int32, low_rule: int, high_rule: int, found: Int32,
) -> int:  # fmt: skip
    """Write (text, rule) for each rule a text satisfies into `found`; return how many there are.

    Only rules `low_rule` to `high_rule` are asked. Texts ascend.
    """
    owner_starts, owners = rules.owner_starts, rules.owners
    step_starts, steps = rules.step_starts, rules.steps
    state = np.zeros(len(owner_starts) - 1, np.int64)  # text and count; below `told`: of another
    asked = np.zeros(len(step_starts), np.int64)
    counters = np.zeros(64, np.int64)
    total = 0
    for text in range(len(starts) - 1):
        told, depth = (text + 1) << COUNT_BITS, 0
        for index in range(texts[text], texts[text + 1]):
            state[standing[index]] = max(state[standing[index]], told) + 1
        for index in range(texts[text], texts[text + 1]):
            leaf = standing[index]
            for owner in range(owner_starts[leaf], owner_starts[leaf + 1]):
                rule = owners[owner]
                if rule < low_rule or rule >= high_rule or asked[rule] == told:
                    continue
                asked[rule] = told
                at, end, held = step_starts[rule], step_starts[rule + 1], False
                while at < end:
                    what, which, many = steps[at, 0], steps[at, 1], steps[at, 2]
                    at += 1
                    if what == TEST:
                        held = state[which] >= told + many
                    elif what == JUMP:
                        at += which if held == many else 0
                    elif what == DENY:
                        held = not held
                    elif what == NEAR:
                        held = _nears(points, kinds, breaks, starts, text, finds, rules, which)
                    elif what == COUNT:
                        counters[depth], depth = 0, depth + 1
                    elif what == ADD:
                        counters[depth - 1] += held
                    else:  # ENOUGH
                        held, depth = counters[depth - 1] >= many, depth - 1
                if held:
                    if total < len(found):
                        found[total, 0], found[total, 1] = text, rule
                    total += 1
    return total
