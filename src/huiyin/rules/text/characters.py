"""What single characters are, and what they fold to.

Every code point is either dropped (controls, zero-width marks, variation selectors), replaced by
one code point, expanded (… becomes ...), or entangled: its form depends on its neighbours
(combining marks, conjoining Hangul), so that the whole text must be normalised in order.

The answers are kept in two lookup tables over all of Unicode. They start empty and are filled for
the code points a batch shows, so that loading costs nothing and untouched pages take no memory. The
answers are pure functions of the code point: two threads that fill an entry write the same value.
"""

import unicodedata
from functools import lru_cache
from itertools import count

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.traditional import SIMPLE_FORM

CODE_POINTS = 0x110000
UNKNOWN, DROPPED, ENTANGLED, EXPANDED = 0, -1, -2, -16
"""What a table entry may say besides a code point. At EXPANDED and below it says which row of
`expansions` holds the code points (entry EXPANDED - n: row n)."""
SPACE_CODE = 0x20

MARK, SPACE, LETTER, DIGIT, IDEOGRAPH = 1, 2, 3, 4, 5
"""Kinds of characters: punctuation and symbols; white space; letters of scripts that part words by
spaces; digits; characters of scripts that do not (Han, kana, Hangul, Thai, Lao, Khmer, Burmese)."""

_IGNORED = frozenset([0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0])
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007),
    (0x3021, 0x302F), (0x3031, 0x303C), (0x3040, 0x318F), (0x31A0, 0x31BF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF),
    (0x1B000, 0x1B16F), (0x20000, 0x323AF),
)  # fmt: skip

_EXPANDING, _LONGEST_EXPANSION = 4096, 32
"""Bounds of Unicode: about 1,400 characters expand, to 18 others at most."""

folds: NDArray[np.int32] = np.zeros(CODE_POINTS, dtype=np.int32)
"""What each code point folds to: a code point, UNKNOWN until `learn_folds`, DROPPED, ENTANGLED, or
a row of `expansions`."""
expansions: NDArray[np.int32] = np.zeros((_EXPANDING, _LONGEST_EXPANSION), dtype=np.int32)
"""Rows of code points, each ended by 0; white space is not collapsed in them."""
kind_table: NDArray[np.uint8] = np.zeros(CODE_POINTS, dtype=np.uint8)
"""The kind of each code point (MARK … IDEOGRAPH), UNKNOWN until `learn_kinds`."""

_COMMON = slice(0x4E00, 0x9FA6)
"""Ideographs that Unicode has had since 1.1: none of them decomposes, all are letters."""
_USUAL = np.array(
    [*range(0x20, 0x180), *range(0x2000, 0x2070), *range(0x3000, 0x3100), *range(0xFF00, 0xFFF0)],
    dtype=np.uint32,
)
"""Letters and marks most batches have some of: learnt with the first."""
_rows: dict[int, int] = {}
_numbers = count()


def is_dropped(char: str) -> bool:
    """Tell whether a character carries nothing a reader sees: controls, zero-width, selectors."""
    code = ord(char)
    if code in _IGNORED or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return True
    if 0x180B <= code <= 0x180F:
        return True
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") and not char.isspace()


def fold_whole(text: str, *, trimmed: bool = True) -> str:
    """Fold one text in order, the slow and plain way (about 50 µs for 200 characters); white space
    is left as it is where the text is not to be trimmed."""
    kept = "".join(char for char in text if not is_dropped(char))
    simple = unicodedata.normalize("NFKC", kept).translate(SIMPLE_FORM)
    lower = "".join(char.lower() for char in simple)
    seen = "".join(char for char in unicodedata.normalize("NFKC", lower) if not is_dropped(char))
    return " ".join(seen.split()) if trimmed else seen


@lru_cache(maxsize=1)
def _second_halves() -> frozenset[int]:
    """Return the code points that may melt into the character before them."""
    halves = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}
    for code in range(0xA0, 0x1D200):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            halves.add(int(parts[1], 16))
    return frozenset(halves)


def _entangled(char: str) -> bool:
    return unicodedata.combining(char) != 0 or (
        ord(char) >= 0x300
        and unicodedata.category(char)[0] in "ML"
        and ord(char) in _second_halves()
    )


def _expansion(code: int) -> str:
    """Return what a code point becomes, before white space is collapsed."""
    plain = unicodedata.normalize("NFKC", chr(code)).translate(SIMPLE_FORM)
    return unicodedata.normalize("NFKC", "".join(char.lower() for char in plain))


def _fold_of(code: int) -> int:
    char = chr(code)
    if char.isspace():
        return SPACE_CODE
    if is_dropped(char):
        return DROPPED
    folded = _expansion(code)
    if _entangled(char) or any(_entangled(part) or is_dropped(part) for part in folded):
        return ENTANGLED
    return ord(folded) if len(folded) == 1 else _numbered(code, folded)


def _numbered(code: int, folded: str) -> int:
    """Write down an expansion, in a row of its own, before its number is told to anybody."""
    row = _rows.setdefault(code, next(_numbers))
    expansions[row, : len(folded)] = [ord(char) for char in folded]
    return EXPANDED - row


def learn_folds(codes: NDArray[np.uint32]) -> None:
    """Fill the table of folds for these code points, and for all common ideographs."""
    if folds[_COMMON.start] == UNKNOWN:
        plain = range(_COMMON.start, _COMMON.stop)
        folds[_COMMON] = [SIMPLE_FORM.get(code, code) for code in plain]
        codes = np.concatenate((_USUAL, codes))
    for code in np.unique(codes[folds[codes] == UNKNOWN]).tolist():
        folds[code] = _fold_of(code)


def _kind(code: int) -> int:
    char = chr(code)
    if char.isspace():
        return SPACE
    major = unicodedata.category(char)[0]
    if major not in "LMN":
        return MARK
    if any(low <= code <= high for low, high in _UNSPACED):
        return IDEOGRAPH
    return DIGIT if major == "N" else LETTER


def learn_kinds(codes: NDArray[np.uint32]) -> None:
    """Fill the table of kinds for these code points, and for all common ideographs."""
    if kind_table[_COMMON.start] == UNKNOWN:
        kind_table[_COMMON] = IDEOGRAPH
        codes = np.concatenate((_USUAL, codes))
    for code in np.unique(codes[kind_table[codes] == UNKNOWN]).tolist():
        kind_table[code] = _kind(code)


def kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Look up the kind of each code point (MARK … IDEOGRAPH); code point 0 is a MARK."""
    found = kind_table.take(codes)
    if not found.all():
        learn_kinds(codes[found == UNKNOWN])
        found = kind_table.take(codes)
    return found
