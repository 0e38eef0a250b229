"""A batch of texts as one array of code points: kernels run over the batch, not over the text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters

Ints = NDArray[np.int64]
SEPARATOR = 0


@dataclass(frozen=True)
class Codes:
    """Code points of n texts, each followed by one separator (0).

    `points` is uint32; `starts` (int64, n + 1) tells where each text begins, the last entry where
    the array ends; so text i lies in `points[starts[i] : starts[i + 1] - 1]`.
    """

    points: NDArray[np.uint32]
    starts: Ints

    @property
    def count(self) -> int:
        """Number of texts."""
        return len(self.starts) - 1

    @property
    def lengths(self) -> Ints:
        """Characters of each text."""
        return np.diff(self.starts) - 1

    def owners(self) -> Ints:
        """Index of the text each code point (separators too) belongs to."""
        return np.repeat(np.arange(self.count, dtype=np.int64), np.diff(self.starts))

    def words_only(self) -> "Codes":
        """Leave out white space, punctuation and symbols."""
        keep = characters.kinds(self.points) >= characters.LETTER
        keep[self.starts[1:] - 1] = True
        kept = np.concatenate(([0], np.cumsum(keep)))
        return Codes(self.points[keep], kept[self.starts])

    def texts(self) -> list[str]:
        """Return the texts again; none may hold a NUL."""
        whole = self.points.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")
        return whole.split("\0")[:-1]


def encode(texts: Sequence[str]) -> Codes:
    """Encode texts; a NUL or a lone surrogate in a text stays what it is."""
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=starts[1:])
    whole = "\0".join(texts) + "\0" if texts else ""
    points = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return Codes(points.astype(np.uint32), starts)  # a copy: kernels take writable arrays only
