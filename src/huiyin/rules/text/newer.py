"""What a later version says that the known text did not: for showing it, in the texts as written.

*Added* are stretches of eight tokens and more that the known text has nowhere; furniture of outlets
is not news. *Changed* are short stretches that stand in the same surroundings in both and differ
with a figure or a place in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from huiyin.rules.text.furniture import without_furniture
from huiyin.rules.text.normalise import Folded, fold_with_offsets
from huiyin.rules.text.tokens import Tokens, cut

_ADDED, _CHANGED = 8, 12

Span = tuple[int, int]
"""Offsets into a text as it was written: [begin, end)."""


@dataclass(frozen=True)
class News:
    """What is new: `added` spans of the later text, and `changed` ones (known span, later span)."""

    added: tuple[Span, ...]
    changed: tuple[tuple[Span, Span], ...]


def news(known: str, later: str) -> News:
    """Compare two texts as they were written. Two texts that share nothing: all of it is added."""
    from huiyin.rules.text import kernels_likeness as kernels

    folded = fold_with_offsets([known, later])
    codes = without_furniture(folded.codes)
    tokens = cut(codes)
    runs = np.empty((len(tokens.keys) // 3 + 1, 3), dtype=np.int64)
    count = kernels.shared_runs(tokens.keys, tokens.bounds, runs)
    shared = _telling(runs[:count].tolist(), int(tokens.bounds[0]), int(tokens.bounds[1]))
    ends = (int(tokens.bounds[0]), int(tokens.bounds[1]), 0)
    last = (int(tokens.bounds[1]), int(tokens.bounds[2]), 0)
    added, changed = [], []
    for (there, here, length), (to, until, _) in pairwise([ends, *shared, last]):
        old, new = (there + length, to), (here + length, until)
        if new[1] - new[0] >= _ADDED:
            added.append(_span(folded, tokens, 1, new))
        elif _in_place(old, new) and until != last[1] and tokens.marks[slice(*new)].any():
            changed.append((_span(folded, tokens, 0, old), _span(folded, tokens, 1, new)))
    return News(tuple(added), tuple(changed))


def _telling(runs: list[list[int]], there: int, here: int) -> list[tuple[int, int, int]]:
    """Leave out short runs that stand elsewhere in the known text: the same words by chance."""
    kept = []
    for to, until, length in runs:
        in_order = 0 <= to - there <= _CHANGED and until - here <= _CHANGED
        if length >= _ADDED or in_order:
            kept.append((to, until, length))
            there, here = to + length, until + length
    return kept


def _in_place(old: Span, new: Span) -> bool:
    return all(0 < end - begin <= _CHANGED for begin, end in (old, new))


def _span(folded: Folded, tokens: Tokens, text: int, stretch: Span) -> Span:
    """Return where a stretch of tokens stands in its text as it was written."""
    start = int(folded.codes.starts[text])
    last = stretch[1] - 1
    end = int(tokens.at[last] + tokens.sizes[last])
    return folded.span(text, int(tokens.at[stretch[0]]) - start, end - start)


def pieces(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, each with whether it lies in one of the spans (in order)."""
    done = 0
    for begin, end in spans:
        if begin > done:
            yield text[done:begin], False
        yield text[begin:end], True
        done = end
    if done < len(text):
        yield text[done:], False
