"""Kernels of the classifier: count a text's marks, weigh them, and find which phrases spoke.

A mark is a character, a pair or a triple of neighbours in a zone of the text. The zones of a text
are the whole, its head (the title, or the opening where there is none), the body's first sentence
and its last. A mark's slot is a hash of it and its zone; one bit a slot tells whether the model
knows it, and the number of known slots before it is its row in the model. In a zone a mark that
stands t times counts (1 + ln t) × rarity, and the zone's counts are scaled to length one.
"""

import math

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Points = NDArray[np.uint32]
Rows = NDArray[np.int32]
Weights = NDArray[np.int8]
Bits = NDArray[np.uint64]

WHOLE, HEAD, FIRST, LAST = 0, 1, 2, 3
ZONES = 4
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SALT = np.uint64(0xD6E8FEB86659FD93)
_WIDTH = np.uint64(21)
_UPPER = np.uint64(32)
_SIX = np.uint64(6)
_ONE = np.uint64(1)
_LONGEST_PHRASE = 8
_LONGEST_SPOKEN = 1000
_FADES = 0.25


@jit
def _ends(point: int) -> bool:
    """Tell whether a code point ends a sentence: 。 ! ? ; or a line break."""
    return point == 0x3002 or point == 0x21 or point == 0x3F or point == 0x3B or point == 0x0A


@jit
def read_zones(points: Points, starts: Ints, titles: Ints, opening: int) -> Ints:
    """Return (n, 4, 2): where the zones of each text begin and end in `points`."""
    zones = np.empty((len(titles), ZONES, 2), dtype=np.int64)
    for text in range(len(titles)):
        low, end = starts[text], starts[text + 1] - 1
        body = min(end, low + titles[text] + 1)
        head = low + titles[text] if titles[text] > 0 else min(end, body + opening)
        first = body
        while first < end and not (_ends(points[first]) and first > body):
            first += 1
        last = end - 1
        while last > body and not _ends(points[last - 1]):
            last -= 1
        zones[text, WHOLE, 0], zones[text, WHOLE, 1] = low, end
        zones[text, HEAD, 0], zones[text, HEAD, 1] = low if titles[text] > 0 else body, head
        zones[text, FIRST, 0], zones[text, FIRST, 1] = body, min(first + 1, end)
        zones[text, LAST, 0], zones[text, LAST, 1] = max(last, body), end
    return zones


@jit
def _row(key: np.uint64, zone: int, bits: Bits, before: Rows) -> int:
    """Return the mark's row: how many known slots stand before its own; -1 where it is unknown."""
    salted = (key ^ (np.uint64(zone) * _SALT)) * _SPREAD
    slot = (salted >> _UPPER) & np.uint64(len(bits) * 64 - 1)
    word = bits[slot >> _SIX]
    within = slot & np.uint64(63)
    if (word >> within) & _ONE == 0:
        return -1
    rest = word & ((_ONE << within) - _ONE)
    rest -= (rest >> _ONE) & np.uint64(0x5555555555555555)
    rest = (rest & np.uint64(0x3333333333333333)) + (
        (rest >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    rest = (rest + (rest >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    earlier = np.int64((rest * np.uint64(0x0101010101010101)) >> np.uint64(56))
    return int(before[slot >> _SIX] + earlier)


@jit
def _count(
    points: Points, low: int, high: int, zone: int, longest: int, bits: Bits, before: Rows,
    counts: Rows, seen: Rows,
) -> int:  # fmt: skip
    """Count the known marks of points[low:high]; `seen` gets their rows. `counts` is all zero."""
    found = 0
    for at in range(low, high):
        key = np.uint64(0)
        for size in range(min(longest, at - low + 1)):
            key |= np.uint64(points[at - size]) << (_WIDTH * np.uint64(size))
            row = _row(key, zone, bits, before)
            if row < 0:
                continue
            if counts[row] == 0:
                seen[found] = row
                found += 1
            counts[row] += 1
    return found


@jit
def count_marks(
    points: Points, zones: Ints, longest: int, bits: Bits, before: Rows, known: int
) -> tuple[Ints, Rows, Floats]:
    """Return the marks of n texts as a sparse matrix (4 n, known): bounds, rows and 1 + ln t.

    Row 4 i + z of the matrix is zone z of text i.
    """
    texts = len(zones)
    counts, seen = np.zeros(known, dtype=np.int32), np.empty(known, dtype=np.int32)
    bounds = np.zeros(texts * ZONES + 1, dtype=np.int64)
    room = int((zones[:, :, 1] - zones[:, :, 0]).sum()) * longest + 1
    found, said = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.float32)
    filled = 0
    for text in range(texts):
        for zone in range(ZONES):
            low, high = zones[text, zone, 0], zones[text, zone, 1]
            for at in range(_count(points, low, high, zone, longest, bits, before, counts, seen)):
                found[filled] = seen[at]
                said[filled] = 1.0 + math.log(counts[seen[at]])
                counts[seen[at]] = 0
                filled += 1
            bounds[text * ZONES + zone + 1] = filled
    return bounds, found[:filled], said[:filled]


@jit
def weigh_marks(
    points: Points,
    zones: Ints,
    longest: int,
    bits: Bits,
    before: Rows,
    rarity: Floats,
    weights: Weights,
) -> tuple[Floats, Floats]:
    """Return what the marks of n texts say for each label (n, labels), and zone lengths (n, 4)."""
    texts, (known, labels) = len(zones), weights.shape
    counts, seen = np.zeros(known, dtype=np.int32), np.empty(known, dtype=np.int32)
    logs = np.empty(256, dtype=np.float32)
    for times in range(1, 256):
        logs[times] = 1.0 + math.log(times)
    scores = np.zeros((texts, labels), dtype=np.float32)
    lengths = np.zeros((texts, ZONES), dtype=np.float32)
    spoken = np.empty(labels, dtype=np.float32)
    for text in range(texts):
        for zone in range(ZONES):
            low, high = zones[text, zone, 0], zones[text, zone, 1]
            spoken[:] = 0.0
            square = np.float32(0.0)
            for at in range(_count(points, low, high, zone, longest, bits, before, counts, seen)):
                row = seen[at]
                said = logs[min(counts[row], 255)] * rarity[row]
                counts[row] = 0
                square += said * said
                for label in range(labels):
                    spoken[label] += said * np.float32(weights[row, label])
            if square > 0.0:
                lengths[text, zone] = math.sqrt(square)
                for label in range(labels):
                    scores[text, label] += spoken[label] / lengths[text, zone]
    return scores, lengths


@jit
def _speak(
    points: Points, zone: int, longest: int, bits: Bits, before: Rows, rarity: Floats,
    weights: Weights, chosen: Ints, length: float, voices: Floats,
) -> None:  # fmt: skip
    """Add to each character what its pairs and triples say for the chosen labels."""
    for at in range(1, len(points)):
        key = np.uint64(points[at])
        for size in range(1, min(longest, at + 1)):
            key |= np.uint64(points[at - size]) << (_WIDTH * np.uint64(size))
            row = _row(key, zone, bits, before)
            if row < 0:
                continue
            said = rarity[row] / length / (size + 1)
            for task in range(len(chosen)):
                if chosen[task] >= 0:
                    loud = said * weights[row, chosen[task]]
                    for back in range(size + 1):
                        voices[task, at - back] += loud


@jit
def loud_phrases(
    points: Points, letters: NDArray[np.bool_], zones: Ints, lengths: Floats, longest: int,
    bits: Bits, before: Rows, rarity: Floats, weights: Weights, chosen: Ints, most: int,
) -> Rows:  # fmt: skip
    """Return (n, tasks, most, 2): places and sizes of the phrases that spoke for chosen labels.

    `chosen` (n, tasks) are columns of the weights; -1 asks nothing. A size of 0 means no phrase.
    Looked at are the pairs and triples of the head and the whole, at most 1,000 characters.
    """
    texts, tasks = chosen.shape
    found = np.zeros((texts, tasks, most, 2), dtype=np.int32)
    voices = np.empty((tasks, _LONGEST_SPOKEN), dtype=np.float32)
    for text in range(texts):
        base = zones[text, WHOLE, 0]
        end = min(zones[text, WHOLE, 1], base + _LONGEST_SPOKEN)
        voices[:, : end - base] = 0.0
        for zone in (WHOLE, HEAD):
            if lengths[text, zone] > 0.0:
                low, high = zones[text, zone, 0], min(zones[text, zone, 1], end)
                _speak(
                    points[low:high], zone, longest, bits, before, rarity, weights, chosen[text],
                    lengths[text, zone], voices[:, low - base : high - base],
                )  # fmt: skip
        for task in range(tasks):
            if chosen[text, task] >= 0:
                _phrases(voices[task, : end - base], letters[base:end], found[text, task])
    return found


@jit
def _phrases(voice: Floats, letters: NDArray[np.bool_], found: Rows) -> None:
    """Write the loudest runs of letters into `found`, loudest first; `voice` is used up."""
    filled = 0
    for _ in range(2 * len(found)):
        peak = 0
        for at in range(len(voice)):
            if voice[at] > voice[peak]:
                peak = at
        if len(voice) == 0 or voice[peak] <= 0.0 or filled == len(found):
            break
        floor = voice[peak] * _FADES
        low = high = peak
        while letters[peak] and high - low + 1 < _LONGEST_PHRASE:
            left = voice[low - 1] if low > 0 and letters[low - 1] else np.float32(0.0)
            right = (
                voice[high + 1]
                if high + 1 < len(voice) and letters[high + 1]
                else (np.float32(0.0))
            )
            if max(left, right) <= floor:
                break
            if left > right:
                low -= 1
            else:
                high += 1
        if high > low:
            found[filled, 0], found[filled, 1] = low, high - low + 1
            filled += 1
        voice[low : high + 1] = 0.0
