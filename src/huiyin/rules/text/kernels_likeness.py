"""The kernels of comparing: which runs of tokens two texts share, and what stands between them.

A walk goes through the second text and looks every three successive tokens up among those of the
first; where they stand there too, the run is followed as far as it goes. What both texts have
between two runs in order, and is short, was exchanged.
"""

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit

FIGURE, PLACE, NUMERAL = 1, 2, 3
"""Marks of tokens (see `tokens`)."""
LENGTH_A, LENGTH_B, SHARED_A, SHARED_B, FIGURES, PLACES, AGREED, NEW, NEW_FIGURES = range(9)
"""What is counted of a pair: tokens of each; how many of them the other has; figures and places
that differ in the same surroundings; facts that agree; tokens that only the second text has, in
stretches of eight and more, and the figures among them."""
COLUMNS = 9
_EXCHANGED, _STRETCH, _HEAD = 12, 8, 5


@jit
def _shingle(keys: NDArray[np.uint64], at: int) -> np.uint64:
    first = keys[at] * np.uint64(0x9E3779B97F4A7C15)
    return np.uint64(first + keys[at + 1] * np.uint64(0xC2B2AE3D27D4EB4F) + keys[at + 2])


@jit
def _plant(
    keys: NDArray[np.uint64],
    low: int,
    high: int,
    table: NDArray[np.uint64],
    places: NDArray[np.int64],
    floor: int,
) -> None:
    """Enter the shingles of a text; an entry whose place lies below `floor` counts as empty."""
    room = np.uint64(len(table) - 1)
    for at in range(low, high - 2):
        key = _shingle(keys, at)
        slot = (key * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(32)) & room
        while places[slot] >= floor and table[slot] != key:
            slot = (slot + np.uint64(1)) & room
        if places[slot] < floor:
            table[slot] = key
            places[slot] = floor + at - low


@jit
def _walk(
    keys: NDArray[np.uint64],
    a: tuple[int, int],
    b: tuple[int, int],
    table: NDArray[np.uint64],
    places: NDArray[np.int64],
    floor: int,
    runs: NDArray[np.int64],
) -> int:
    """Write the runs both texts share, as (begin in a, begin in b, length); return how many."""
    room = np.uint64(len(table) - 1)
    count, here, after = 0, b[0], a[0]
    done = b[0]
    while here + 2 < b[1]:
        there = after + here - done  # where the text would go on if as much was exchanged
        if not (
            there + 2 < a[1]
            and keys[there] == keys[here]
            and keys[there + 1] == keys[here + 1]
            and keys[there + 2] == keys[here + 2]
        ):
            key = _shingle(keys, here)
            slot = (key * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(32)) & room
            while places[slot] >= floor and table[slot] != key:
                slot = (slot + np.uint64(1)) & room
            if places[slot] < floor:
                here += 1
                continue
            there = a[0] + places[slot] - floor
        length = 3
        while (
            here + length < b[1]
            and there + length < a[1]
            and keys[there + length] == keys[here + length]
        ):
            length += 1
        runs[count, 0], runs[count, 1], runs[count, 2] = there, here, length
        count += 1
        here += length
        done, after = here, there + length
    return count


@jit
def _judge(
    marks: NDArray[np.uint8],
    a: tuple[int, int],
    b: tuple[int, int],
    runs: NDArray[np.int64],
    covered: NDArray[np.bool_],
    row: NDArray[np.int64],
) -> None:
    """Count what the runs cover, and what stands between them."""
    covered[: a[1] - a[0]] = False
    before, behind = a[0], b[0]
    for run in range(len(runs)):
        there, here, length = runs[run, 0], runs[run, 1], runs[run, 2]
        row[SHARED_B] += length
        covered[there - a[0] : there - a[0] + length] = True
        for token in range(here, here + length):
            named = marks[token] == PLACE and token - here >= 2
            row[AGREED] += marks[token] == FIGURE or named
        most = _EXCHANGED if run > 0 else _HEAD
        if 0 < there - before <= most and 0 < here - behind <= most:
            _count_exchanged(marks, before, there, behind, here, row)
        _count_new(marks, behind, here, row)
        before, behind = there + length, here + length
    _count_new(marks, behind, b[1], row)
    for token in range(a[1] - a[0]):
        row[SHARED_A] += covered[token]


@jit
def _count_exchanged(
    marks: NDArray[np.uint8],
    a_low: int,
    a_high: int,
    b_low: int,
    b_high: int,
    row: NDArray[np.int64],
) -> None:
    """Count the facts among what stands in one text for something else in the other."""
    counts = np.zeros((2, 4), dtype=np.int64)
    for token in range(a_low, a_high):
        counts[0, marks[token]] += 1
    for token in range(b_low, b_high):
        counts[1, marks[token]] += 1
    figures = min(counts[0, FIGURE], counts[1, FIGURE])
    if counts[0, NUMERAL] == a_high - a_low and counts[1, NUMERAL] == b_high - b_low:
        figures = 1
    placed = marks[b_high] == PLACE
    row[PLACES] += placed
    row[FIGURES] += max(figures - placed, 0)


@jit
def _count_new(marks: NDArray[np.uint8], low: int, high: int, row: NDArray[np.int64]) -> None:
    if high - low >= _STRETCH:
        row[NEW] += high - low
        for token in range(low, high):
            row[NEW_FIGURES] += marks[token] == FIGURE


@jit
def compare(
    keys: NDArray[np.uint64],
    bounds: NDArray[np.int64],
    marks: NDArray[np.uint8],
    pairs: NDArray[np.int64],
    rows: NDArray[np.int64],
) -> None:
    """Compare pairs of texts (indices into `bounds`, by the first); `rows` comes zeroed."""
    longest = 8
    for pair in range(len(pairs)):
        for side in range(2):
            text = pairs[pair, side]
            longest = max(longest, bounds[text + 1] - bounds[text])
    room = 16
    while room < 2 * longest:
        room *= 2
    table = np.empty(room, dtype=np.uint64)
    places = np.full(room, -1, dtype=np.int64)
    covered = np.empty(longest, dtype=np.bool_)
    runs = np.empty((longest // 3 + 1, 3), dtype=np.int64)
    floor, planted = 0, -1
    for pair in range(len(pairs)):
        first, second = pairs[pair, 0], pairs[pair, 1]
        a, b = (bounds[first], bounds[first + 1]), (bounds[second], bounds[second + 1])
        if planted != first:
            floor += longest
            _plant(keys, a[0], a[1], table, places, floor)
            planted = first
        row = rows[pair]
        row[LENGTH_A], row[LENGTH_B] = a[1] - a[0], b[1] - b[0]
        if row[LENGTH_B] < 3:  # too short to hold a run
            if row[LENGTH_A] == row[LENGTH_B] and (keys[a[0] : a[1]] == keys[b[0] : b[1]]).all():
                row[SHARED_A], row[SHARED_B] = row[LENGTH_A], row[LENGTH_B]
            continue
        count = _walk(keys, a, b, table, places, floor, runs)
        _judge(marks, a, b, runs[:count], covered, row)


@jit
def shared_runs(
    keys: NDArray[np.uint64], bounds: NDArray[np.int64], runs: NDArray[np.int64]
) -> int:
    """Write the runs that two texts share (see `_walk`), and return how many there are."""
    room = 16
    while room < 2 * (bounds[1] - bounds[0]):
        room *= 2
    table = np.empty(room, dtype=np.uint64)
    places = np.full(room, -1, dtype=np.int64)
    _plant(keys, bounds[0], bounds[1], table, places, 0)
    a, b = (bounds[0], bounds[1]), (bounds[1], bounds[2])
    return _walk(keys, a, b, table, places, 0, runs)
