"""The kernel of folding: one table lookup a character, white space collapsed on the way.

Where `origins` has as many places as `out`, each folded character's offset in its own text is
written there; a separator's tells where the last character ends. *Knots* are the stretches with
entangled characters, in order: (begin, end, first and last of what they become), and one behind the
end of all.
"""

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.jit import jit

FULL, UNKNOWN_SEEN, KNOT_SEEN = -1, -2, -3
"""Instead of how much was filled: ask for a longer `out`, a fuller table, the knots."""
_SPACE = 0x20


@jit
def _put(
    out: NDArray[np.uint32], origins: NDArray[np.int32], size: int, code: int, origin: int
) -> int:
    """Write one character and return how much is filled then."""
    out[size] = code
    if len(origins) == len(out):
        origins[size] = origin
    return size + 1


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
    for at in range(span[0], span[1]):
        code = source[at]
        if code == 0:
            break
        if code == _SPACE:
            gap = gap if spaced else here
            spaced = True
            continue
        if spaced and size > first:
            size = _put(out, origins, size, _SPACE, gap)
        spaced = False
        size = _put(out, origins, size, code, here)
    return size, spaced, gap


@jit
def fold_points(  # noqa: C901 - one loop, for speed
    points: NDArray[np.uint32],
    starts: NDArray[np.int64],
    tables: tuple[NDArray[np.int32], NDArray[np.int32]],
    knots: tuple[NDArray[np.int64], NDArray[np.int32]],
    out: NDArray[np.uint32],
    out_starts: NDArray[np.int64],
    origins: NDArray[np.int32],
) -> int:
    """Fold texts into `out`, by `characters`, and return how much of it was filled."""
    (folds, expansions), (stretches, knotted) = tables, knots
    traced, size, knot = len(origins) == len(out), 0, 0
    for text in range(len(starts) - 1):
        first, begin, stop = size, starts[text], starts[text + 1] - 1
        out_starts[text] = first
        spaced, gap, place = False, 0, begin
        while place < stop:
            target, here = folds[points[place]], place - begin
            if size + 2 >= len(out):
                return FULL
            if place != stretches[knot, 0]:
                place += 1
                if target > _SPACE and not spaced:  # nearly always
                    out[size] = target
                    if traced:
                        origins[size] = here
                    size += 1
                    continue
                if target > _SPACE:
                    size = _put(out, origins, size, _SPACE, gap) if size > first else size
                    size, spaced = _put(out, origins, size, target, here), False
                    continue
                if target == _SPACE or target == -1:
                    gap = here if target == _SPACE and not spaced else gap
                    spaced |= target == _SPACE
                    continue
                if target > -16:
                    return UNKNOWN_SEEN if target == 0 else KNOT_SEEN
                source, span = expansions[-16 - target], (0, expansions.shape[1])
            else:
                source, span = knotted, (stretches[knot, 2], stretches[knot, 3])
                place, knot = stretches[knot, 1], knot + 1
            if size + 2 * (span[1] - span[0]) + 2 >= len(out):
                return FULL
            size, spaced, gap = _emit(source, span, out, origins, (first, size, spaced, gap), here)
        if size + 2 >= len(out):
            return FULL
        size = _put(out, origins, size, 0, gap if spaced else stop - begin)
    out_starts[len(starts) - 1] = size
    return size
