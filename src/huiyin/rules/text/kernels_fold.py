"""The kernel of folding: one table lookup a character, white space collapsed on the way."""

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit

FULL, UNKNOWN_SEEN, KNOT_SEEN = -1, -2, -3
_SPACE = 0x20


@jit
def _emit(
    source: NDArray[np.int32],
    span: tuple[int, int],
    out: NDArray[np.uint32],
    origins: NDArray[np.int32],
    state: tuple[int, int, bool, int],
    here: int,
) -> tuple[int, bool, int]:
    """Write some characters that stand for the one at `here` of its text. The state is: where the
    text begins in `out`, how much is filled, whether a space is due, and where it was seen."""
    first, size, spaced, gap = state
    traced = len(origins) == len(out)
    for at in range(span[0], span[1]):
        code = source[at]
        if code == 0:
            break
        if code == _SPACE:
            gap = gap if spaced else here
            spaced = True
            continue
        if spaced and size > first:
            out[size] = _SPACE
            if traced:
                origins[size] = gap
            size += 1
        spaced = False
        out[size] = code
        if traced:
            origins[size] = here
        size += 1
    return size, spaced, gap


@jit
def fold_points(  # noqa: C901 - one loop, for speed
    points: NDArray[np.uint32],
    starts: NDArray[np.int64],
    folds: NDArray[np.int32],
    expansions: NDArray[np.int32],
    knots: NDArray[np.int64],
    knotted: NDArray[np.int32],
    out: NDArray[np.uint32],
    out_starts: NDArray[np.int64],
    origins: NDArray[np.int32],
) -> int:
    """Fold texts into `out` (see `characters.folds`) and return how much of it was filled.

    `knots` are the stretches with entangled characters, in order: (begin, end, first and last of
    what they become in `knotted`), and one behind the end of all. FULL asks for a longer `out`,
    UNKNOWN_SEEN for a fuller table, KNOT_SEEN for the knots. With as many `origins` as `out` has
    places, each folded character's offset in its own text is written there; a separator's tells
    where the last character ends.
    """
    traced = len(origins) == len(out)
    size, knot = 0, 0
    for text in range(len(starts) - 1):
        first, begin, stop = size, starts[text], starts[text + 1] - 1
        out_starts[text] = first
        spaced, gap, place = False, 0, begin
        while place < stop:
            target = folds[points[place]]
            here = place - begin
            if size + 2 >= len(out):
                return FULL
            if place == knots[knot, 0]:
                span = (knots[knot, 2], knots[knot, 3])
                if size + 2 * (span[1] - span[0]) >= len(out):
                    return FULL
                state = (first, size, spaced, gap)
                size, spaced, gap = _emit(knotted, span, out, origins, state, here)
                place = knots[knot, 1]
                knot += 1
                continue
            place += 1
            if target > _SPACE:  # nearly always
                if spaced and size > first:
                    out[size] = _SPACE
                    if traced:
                        origins[size] = gap
                    size += 1
                spaced = False
                out[size] = target
                if traced:
                    origins[size] = here
                size += 1
            elif target == _SPACE:
                gap = gap if spaced else here
                spaced = True
            elif target <= -16:
                row = expansions[-16 - target]
                span = (0, len(row))
                if size + 2 * len(row) >= len(out):
                    return FULL
                state = (first, size, spaced, gap)
                size, spaced, gap = _emit(row, span, out, origins, state, here)
            elif target != -1:
                return UNKNOWN_SEEN if target == 0 else KNOT_SEEN
        if size >= len(out):
            return FULL
        out[size] = 0
        if traced:
            origins[size] = gap if spaced else stop - begin
        size += 1
    out_starts[len(starts) - 1] = size
    return size
