"""Where clauses and sentences end in folded texts.

A sentence ends at 。 ! ? ; the line break between title and body, and a full stop; a clause there
and at commas and colons. Full stops, commas and colons between letters or digits (3.5, 10:30) end
nothing.
"""

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.characters import DIGIT, LETTER

CLAUSE_ENDS, SENTENCE_ENDS = 1, 2
"""Bits: a sentence's end is a clause's end too."""

_BOTH = CLAUSE_ENDS | SENTENCE_ENDS
_UNLESS_INSIDE = 4
_MARKS = np.zeros(0x3004, dtype=np.uint8)
_MARKS[[ord(char) for char in "\n。!?;"]] = _BOTH
_MARKS[ord(".")] = _BOTH | _UNLESS_INSIDE
_MARKS[[ord(","), ord(":")]] = CLAUSE_ENDS | _UNLESS_INSIDE
_SPACED = np.zeros(256, dtype=np.bool_)
_SPACED[[LETTER, DIGIT]] = True


def ends(points: NDArray[np.uint32], kinds: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return for each code point of a batch, of these kinds, what ends there (bits)."""
    marks = _MARKS.take(points, mode="clip")
    at = np.flatnonzero(marks >= _UNLESS_INSIDE)
    before, after = kinds[np.maximum(at - 1, 0)], kinds[np.minimum(at + 1, len(points) - 1)]
    inside = _SPACED[before] & _SPACED[after]
    marks[at] = np.where(inside, 0, marks[at] & _BOTH)
    return marks
