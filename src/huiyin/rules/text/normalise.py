"""Folding: the one form in which texts are compared.

NFKC (so full and half width are the same), traditional characters as simplified ones, lower case,
nothing invisible, runs of white space as one space, none at the ends. Folding twice changes
nothing.

Most characters fold alone, by one table lookup for the whole batch. Characters that become several
(…, ℃, Ⅳ) are replaced first; texts with combining marks are normalised one by one.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters
from huiyin.rules.text.characters import ENTANGLED, EXPANDED, SPACE_CODE, expansion, fold_whole
from huiyin.rules.text.codes import Codes, encode

_CHUNK = 1 << 18
"""Characters folded at a time: the working arrays stay within a few megabytes."""


def fold(texts: Sequence[str]) -> list[str]:
    """Fold each text. Any str is taken, also with NULs and lone surrogates; both are dropped."""
    folded: list[str] = []
    for chunk in _chunks(texts):
        folded.extend(_fold_chunk(chunk))
    return folded


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    begin = size = 0
    for index, text in enumerate(texts):
        size += len(text)
        if size >= _CHUNK:
            yield texts[begin : index + 1]
            begin, size = index + 1, 0
    if begin < len(texts):
        yield texts[begin:]


def _fold_chunk(texts: Sequence[str]) -> list[str]:
    codes = encode(texts)
    targets = characters.targets(codes.points)
    lowest = int(targets.min())
    whole: dict[int, str] = {}
    if lowest <= ENTANGLED:
        knots = np.flatnonzero(targets == ENTANGLED)
        for index in np.unique(np.searchsorted(codes.starts, knots, side="right") - 1).tolist():
            whole[index] = fold_whole(texts[index])
    if lowest <= EXPANDED:
        codes = _expand(texts, np.unique(codes.points[targets == EXPANDED]).tolist(), whole)
        targets = characters.targets(codes.points)
    folded = _collapse(codes, targets)
    for index, text in whole.items():
        folded[index] = text
    return folded


def _expand(texts: Sequence[str], expanded: list[int], whole: dict[int, str]) -> Codes:
    table = {code: expansion(code) for code in expanded}
    longer = ["" if index in whole else text for index, text in enumerate(texts)]
    if len(table) > 4:
        return encode([text.translate(table) for text in longer])
    for code, replacement in table.items():
        longer = [text.replace(chr(code), replacement) for text in longer]
    return encode(longer)


def _collapse(codes: Codes, targets: NDArray[np.int32]) -> list[str]:
    """Drop what is dropped, keep one space of a run and none beside a text's ends."""
    targets[codes.starts[1:] - 1] = 0
    kept = targets[targets >= 0]
    before = np.empty_like(kept)
    before[0], before[1:] = 0, kept[:-1]
    kept = kept[(kept != SPACE_CODE) | ((before != SPACE_CODE) & (before != 0))]
    after = np.empty_like(kept)
    after[-1], after[:-1] = 0, kept[1:]
    kept = kept[(kept != SPACE_CODE) | (after != 0)]
    whole: str = kept.astype("<u4", copy=False).tobytes().decode("utf-32-le")
    return whole.split("\0")[:-1]
