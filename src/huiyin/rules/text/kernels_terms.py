"""The kernels of terms and names: what of a text is kept to group it, in one walk over a batch."""

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit

Ints = NDArray[np.int64]
Marks = NDArray[np.uint8]

_LETTER, _DIGIT, _IDEOGRAPH = 3, 4, 5
_SLOTS = 4096
_LONGEST = 24
_HEAVIEST = 255


@jit
def _key(points: NDArray[np.uint32], begin: int, end: int) -> np.int64:
    """Hash code points: FNV-1a over them, scrambled as `hashing.mix` does; never 0."""
    key = np.uint64(0xCBF29CE484222325)
    for place in range(begin, end):
        key = (key ^ np.uint64(points[place])) * np.uint64(0x100000001B3)
    key = key ^ (key >> np.uint64(30))
    key = key * np.uint64(0xBF58476D1CE4E5B9)
    key = key ^ (key >> np.uint64(27))
    key = key * np.uint64(0x94D049BB133111EB)
    key = key ^ (key >> np.uint64(31))
    return np.int64(key >> np.uint64(1)) + 1


@jit
def term_keys(points: NDArray[np.uint32], starts: Ints, keys: Ints) -> None:
    """Write the key of each whole text."""
    for text in range(len(starts) - 1):
        keys[text] = _key(points, starts[text], starts[text + 1] - 1)


@jit
def _is_in(table: Ints, key: np.int64) -> bool:
    """Tell whether an open table of keys (0: empty) holds one."""
    mask = len(table) - 1
    slot = key & mask
    while table[slot] != 0:
        if table[slot] == key:
            return True
        slot = (slot + 1) & mask
    return False


@jit
def find_names(
    points: NDArray[np.uint32],
    kinds: Marks,
    starts: Ints,
    heads: Ints,
    endings: Ints,
    ending_kinds: Marks,
    roles: Marks,
    refused: Ints,
    most: int,
    bounds: Ints,
    found: Ints,
) -> int:
    """Write each name's offset, size, kind, key and the size of its ending; return their number.

    `endings` holds packed endings of one to three characters in an open table, `ending_kinds` what
    each ends: ranks 0 to 4, kinds of sites from 5. `roles` tells of characters whether they end a
    core (1) or are none at its end (2); `refused` holds an ending and what must not follow it.
    """
    count = 0
    for text in range(len(starts) - 1):
        bounds[text] = count
        first = starts[text]
        last = min(first + heads[text], starts[text + 1] - 1)
        for end in range(first + 1, last + 1):
            kind, size = _ending(points, first, end, endings, ending_kinds)
            if kind < 0:
                continue
            begin = _core(points, kinds, first, end - size, roles)
            core = end - size - begin
            if core < (2 if kind >= 5 else 1):
                continue
            if kind >= 5:
                begin = max(begin, end - size - 4)
            else:
                before = points[end - size - 1]
                after = np.int64(points[end]) if end < last else np.int64(0)
                if _is_in(refused, np.int64(points[end - 1]) << 21 | after):
                    continue
                if before < 65536 and roles[before] & 2:
                    continue
                if before >= 128:
                    begin = max(begin, end - size - 2)
            key = _key(points, begin, end)
            known = np.any(found[bounds[text] : count, 3] == key)
            if not known and count - bounds[text] < most:
                found[count] = begin - first, end - begin, kind, key, size
                count += 1
    bounds[len(starts) - 1] = count
    return count


@jit
def _ending(
    points: NDArray[np.uint32], first: int, end: int, endings: Ints, ending_kinds: Marks
) -> tuple[int, int]:
    """Return the kind and size of the longest ending that stands before `end`, or (-1, 0)."""
    mask = len(endings) - 1
    best, longest = -1, 0
    packed = np.int64(0)
    for size in range(1, 4):
        if end - size < first:
            break
        packed |= np.int64(points[end - size]) << (21 * (size - 1))
        slot = packed % 8191 & mask
        while endings[slot] != 0:
            if endings[slot] == packed:
                best, longest = int(ending_kinds[slot]), size
                break
            slot = (slot + 1) & mask
    return best, longest


@jit
def _core(points: NDArray[np.uint32], kinds: Marks, first: int, end: int, roles: Marks) -> int:
    """Return where the characters begin that can belong to a name that ends at `end`."""
    begin = end
    while begin > max(first, end - 6):
        code = points[begin - 1]
        if kinds[begin - 1] < _LETTER or (code < 65536 and roles[code] & 1):
            break
        if begin < end and (code < 128) != (points[end - 1] < 128):
            break
        begin -= 1
    return begin


@jit
def _extent(
    points: NDArray[np.uint32], kinds: Marks, faint: Marks, place: int, last: int
) -> tuple[int, int]:
    """Return where the term that begins at `place` ends, and where the next one may begin."""
    kind, end = kinds[place], place + 1
    if kind in (_LETTER, _DIGIT):
        while end < last and (kinds[end] == _LETTER or kinds[end] == _DIGIT):
            end += 1
        return end, end
    if kind == _IDEOGRAPH and kinds[end] == _IDEOGRAPH:
        one, two = points[place], points[end]
        if not ((one < 65536 and faint[one]) or (two < 65536 and faint[two])):
            return place + 2, end
    return place, end


@jit
def _collect(
    points: NDArray[np.uint32],
    kinds: Marks,
    faint: Marks,
    first: int,
    last: int,
    title: int,
    slots: Ints,
    found: Ints,
) -> int:
    """Write the distinct terms of one text: key, weight, span, slot; return how many.

    `slots` is an open table of numbers of terms plus one; it is left as it was found, empty.
    """
    distinct = 0
    place = first
    while place < last:
        begin = place
        end, place = _extent(points, kinds, faint, begin, last)
        if end - begin < 2 or end - begin > _LONGEST:
            continue
        key = _key(points, begin, end)
        slot = key & (_SLOTS - 1)
        while slots[slot] != 0 and found[slots[slot] - 1, 0] != key:
            slot = (slot + 1) & (_SLOTS - 1)
        if slots[slot] == 0:
            found[distinct, 0] = key
            found[distinct, 1] = 0
            found[distinct, 2] = (begin - first) << 5 | (end - begin)
            found[distinct, 3] = slot
            distinct += 1
            slots[slot] = distinct
        found[slots[slot] - 1, 1] += 2 if begin < first + title else 1
    for term in range(distinct):
        slots[found[term, 3]] = 0
    return distinct


@jit
def _drop_faint(found: Ints, distinct: int, faint_words: Ints, named: Ints) -> None:
    """Take the weight of faint words, and of words that are names already."""
    for term in range(distinct):
        if _is_in(faint_words, found[term, 0]):
            found[term, 1] = 0
        for name in range(len(named)):
            if named[name] == found[term, 0]:
                found[term, 1] = 0


@jit
def _keep_heaviest(found: Ints, distinct: int, most: int) -> int:
    """Move the `most` heaviest terms to the front, in the order they stand; return how many."""
    tally = np.zeros(_HEAVIEST + 1, dtype=np.int64)
    for term in range(distinct):
        found[term, 1] = min(found[term, 1], _HEAVIEST)
        tally[found[term, 1]] += 1
    least, room = _HEAVIEST, most
    while least > 0 and tally[least] <= room:
        room -= tally[least]
        least -= 1
    kept = 0
    for term in range(distinct):
        weight = found[term, 1]
        if weight == 0 or weight < least or (weight == least and room == 0):
            continue
        if weight == least:
            room -= 1
        found[kept, 0], found[kept, 1], found[kept, 2] = found[term, 0], weight, found[term, 2]
        kept += 1
    return kept


@jit
def weigh_terms(
    points: NDArray[np.uint32],
    kinds: Marks,
    starts: Ints,
    titles: Ints,
    faint: Marks,
    faint_words: Ints,
    name_bounds: Ints,
    names: Ints,
    name_weight: int,
    most: int,
    bounds: Ints,
    terms: Ints,
) -> int:
    """Write each text's names and heaviest words (key, weight, offset << 5 | size); return the sum.

    A term of the title (the first `titles` characters) counts twice. A text has at most 2,047
    characters; of its words the `most` heaviest are kept, the earlier first among equals.
    """
    slots = np.zeros(_SLOTS, dtype=np.int64)
    found = np.empty((2048, 4), dtype=np.int64)
    count = 0
    for text in range(len(starts) - 1):
        bounds[text] = count
        low, high = name_bounds[text], name_bounds[text + 1]
        for name in range(low, high):
            terms[count, 0] = names[name, 3]
            terms[count, 1] = name_weight
            terms[count, 2] = names[name, 0] << 5 | names[name, 1]
            count += 1
        distinct = _collect(
            points, kinds, faint, starts[text], starts[text + 1] - 1, titles[text], slots, found
        )
        _drop_faint(found, distinct, faint_words, names[low:high, 3])
        for term in range(_keep_heaviest(found, distinct, most)):
            terms[count, 0] = found[term, 0]
            terms[count, 1] = found[term, 1]
            terms[count, 2] = found[term, 2]
            count += 1
    bounds[len(starts) - 1] = count
    return count
