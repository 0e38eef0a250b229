"""The kernels of cutting: tokens, and the keys of how sentences begin."""

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit

UNKNOWN_SEEN = -2


@jit
def _mix(key: np.uint64) -> np.uint64:
    """Scramble a 64-bit key (the finaliser of SplitMix64, Steele et al. 2014)."""
    key = key ^ (key >> np.uint64(30))
    key = key * np.uint64(0xBF58476D1CE4E5B9)
    key = key ^ (key >> np.uint64(27))
    key = key * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


@jit
def cut_points(
    points: NDArray[np.uint32],
    starts: NDArray[np.int64],
    kind_table: NDArray[np.uint8],
    sorts: NDArray[np.uint8],
    at: NDArray[np.int64],
    sizes: NDArray[np.int64],
    keys: NDArray[np.uint64],
    marks: NDArray[np.uint8],
    bounds: NDArray[np.int64],
) -> int:
    """Write the tokens of each text (see `tokens.Tokens`); return their number or UNKNOWN_SEEN.

    A token's mark is what `sorts` (an entry for the lower code points) says of its characters.
    """
    count = 0
    for text in range(len(starts) - 1):
        bounds[text] = count
        begin = -1
        total, mark = np.uint64(0), np.uint8(0)
        for place in range(starts[text], starts[text + 1]):
            code = np.uint64(points[place])
            kind = kind_table[points[place]]
            sort = sorts[points[place]] if points[place] < len(sorts) else np.uint8(0)
            if kind == 0:
                return UNKNOWN_SEEN
            if kind == 3 or kind == 4:
                if begin < 0:
                    begin = place
                    total, mark = np.uint64(0), np.uint8(0)
                mark |= sort
                total = (total ^ code) * np.uint64(0x100000001B3)
                continue
            if begin >= 0:
                at[count] = begin
                sizes[count] = place - begin
                marks[count] = mark
                keys[count] = _mix(total if place - begin > 1 else np.uint64(points[begin]))
                count += 1
                begin = -1
            if kind == 5:
                at[count] = place
                sizes[count] = 1
                marks[count] = sort
                keys[count] = _mix(code)
                count += 1
    bounds[len(starts) - 1] = count
    marks[count] = 0
    return count


@jit
def head_keys(
    points: NDArray[np.uint32],
    at: NDArray[np.int64],
    sizes: NDArray[np.int64],
    keys: NDArray[np.uint64],
    bounds: NDArray[np.int64],
    stops: NDArray[np.uint8],
    found: NDArray[np.int64],
) -> None:
    """Write keys of how the sentences of texts begin; texts alternate: a title, its body.

    A row of `found` holds a title's keys in its first two places, then the body's: those of its
    first sentences, then those of the least hashes among all others; 0 is no key. `stops` says
    which of the lower code points end a sentence (1), or a clause of a title (2). An item all of
    whose sentences are short has one key of its whole body, or title.
    """
    chosen = found.shape[1]
    for text in range(len(bounds) - 1):
        row = found[text // 2]
        begin, room, first, least, stop = (0, 2, 2, 6, 2) if text % 2 == 0 else (2, chosen, 3, 8, 1)
        row[begin:room] = 0
        count, opened = 0, bounds[text]
        for token in range(bounds[text], bounds[text + 1]):
            after = at[token] + sizes[token]
            last = token + 1 == bounds[text + 1]
            gap = after if last else at[token + 1]
            ended = last
            for place in range(after, gap):
                code = points[place]
                ended |= code < len(stops) and 0 < stops[code] <= stop
            if not ended:
                continue
            if token + 1 - opened >= least:
                _keep(row, begin, room, first, count, _key(keys, opened, opened + least))
                count += 1
            opened = token + 1
        if text % 2 == 1 and not row.any():
            whole = text if bounds[text] < bounds[text + 1] else text - 1
            if bounds[whole] < bounds[whole + 1]:
                row[begin] = _key(keys, bounds[whole], bounds[whole + 1])


@jit
def _key(keys: NDArray[np.uint64], low: int, high: int) -> np.int64:
    """Return the key of some tokens, above 0."""
    key = np.uint64(0)
    for token in range(low, high):
        key = _mix(key + keys[token])
    return np.int64(key >> np.uint64(1)) | np.int64(1)


@jit
def _keep(
    row: NDArray[np.int64], begin: int, room: int, first: int, count: int, key: np.int64
) -> None:
    """Keep a key among the first ones, or among the least of those that follow, each once."""
    for place in range(begin, room):
        if row[place] == key:
            return
    if count < first:
        row[begin + count] = key
        return
    greatest = begin + first
    for place in range(begin + first, room):
        if row[place] == 0:
            row[place] = key
            return
        if row[place] > row[greatest]:
            greatest = place
    if greatest < room and key < row[greatest]:
        row[greatest] = key
