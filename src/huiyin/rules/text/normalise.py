"""Folding: the one form in which texts are compared.

NFKC (so full and half width are the same), traditional characters as simplified ones, lower case,
nothing invisible, runs of white space as one space, none at the ends. Folding twice changes
nothing.

Most characters fold alone, by one table lookup for the whole batch; some become several (…, ℃, Ⅳ).
Where combining marks
stand, a base is folded with its marks.

The way back is kept where it is asked for: which character of the original each folded one came
from, so that what was found in the folded text can be shown in the original.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.codes import Codes, Ints, encode

Offsets = NDArray[np.int32]
_MARKED = (characters.ENTANGLED, characters.DROPPED)


@dataclass(frozen=True)
class Folded:
    """A batch of folded texts and the way back to the originals.

    `origins` has an entry for each code point of `codes`: the offset, within its own original
    text, of the character it came from; a separator's tells where the last character ends.
    """

    codes: Codes
    origins: Offsets

    def span(self, text: int, begin: int, end: int) -> tuple[int, int]:
        """Return where folded[begin:end] of a text stands in its original: [begin, end).

        The span takes in whole characters, with their marks and what is invisible behind them.
        Raises IndexError where the folded text is shorter.
        """
        low, high = int(self.codes.starts[text]), int(self.codes.starts[text + 1])
        if not 0 <= begin <= end < high - low:
            raise IndexError(f"folded text {text} has no characters {begin} to {end}")
        if begin == end:
            return int(self.origins[low + begin]), int(self.origins[low + begin])
        return int(self.origins[low + begin]), self._behind(low + end - 1, high - 1)

    def _behind(self, last: int, stop: int) -> int:
        """Return where the next folded character of another original begins."""
        after = last + 1
        while after < stop and self.origins[after] == self.origins[last]:
            after += 1
        return int(self.origins[after])


def fold(texts: Sequence[str]) -> list[str]:
    """Fold each text. Any str is taken, also with NULs and lone surrogates; both are dropped."""
    return fold_codes(texts).texts()


def fold_codes(texts: Sequence[str]) -> Codes:
    """Fold texts without spelling them out again."""
    return _folded(texts, traced=False).codes


def fold_with_offsets(texts: Sequence[str]) -> Folded:
    """Fold texts and keep the way back to the originals, for highlighting."""
    return _folded(texts, traced=True)


def _folded(texts: Sequence[str], *, traced: bool) -> Folded:
    from huiyin.rules.text import kernels_fold as kernels

    codes = encode(texts)
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    knots = _no_knots(codes)
    size, room = kernels.UNKNOWN_SEEN, len(codes.points) + len(codes.points) // 16 + 128
    while size < 0:
        out = np.empty(room, dtype=np.uint32)
        origins = np.empty(room if traced else 0, dtype=np.int32)
        size = kernels.fold_points(
            codes.points, codes.starts, (characters.folds, characters.expansions), knots,
            out, starts, origins,
        )  # fmt: skip
        if size == kernels.UNKNOWN_SEEN:
            characters.learn_folds(codes.points)
        elif size == kernels.KNOT_SEEN:
            characters.learn_folds(codes.points)
            knots = _knots(codes)
        elif size == kernels.FULL:
            room *= 2
    return Folded(Codes(out[:size], starts), origins[:size])


def _no_knots(codes: Codes) -> tuple[Ints, Offsets]:
    end = np.array([[len(codes.points), 0, 0, 0]], dtype=np.int64)
    return end, np.empty(0, dtype=np.int32)


def _knots(codes: Codes) -> tuple[Ints, Offsets]:
    """Return the stretches of a batch that must be folded as one, and what they become."""
    rows: list[tuple[int, int, int, int]] = []
    spelt = ""
    targets = characters.folds[codes.points]
    for place in np.flatnonzero(targets == characters.ENTANGLED).tolist():
        if rows and place < rows[-1][1]:
            continue
        text = int(np.searchsorted(codes.starts, place, side="right"))
        bounds = int(codes.starts[text - 1]), int(codes.starts[text]) - 1
        begin, end = _stretch(targets, place, bounds)
        stretch = codes.points[begin:end].astype("<u4").tobytes()
        plain = stretch.decode("utf-32-le", "surrogatepass")
        folded = characters.fold_whole(plain, trimmed=False)
        rows.append((begin, end, len(spelt), len(spelt) + len(folded)))
        spelt += "".join(" " if char.isspace() else char for char in folded)
    last, _nothing = _no_knots(codes)
    table = np.concatenate((np.array(rows, dtype=np.int64).reshape(-1, 4), last))
    return table, np.array([*map(ord, spelt)], dtype=np.int32)


def _stretch(targets: Offsets, knot: int, text: tuple[int, int]) -> tuple[int, int]:
    """Return where the character begins that a mark belongs to, and where its last mark ends."""
    begin = knot
    while begin > text[0]:
        begin -= 1
        if targets[begin] != characters.DROPPED:
            break
    end = behind = knot + 1
    while behind < text[1] and targets[behind] in _MARKED:
        behind += 1
        end = behind if targets[behind - 1] == characters.ENTANGLED else end
    return begin, end
