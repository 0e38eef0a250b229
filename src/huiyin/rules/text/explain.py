"""Why a text satisfies a rule: the words that did it, and where they stand.

Only for texts that do; which those are `kernels_match` has decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters, clauses
from huiyin.rules.text.expressions import SENTENCE, All, Any, AtLeast, Near, Node, Not, Reach, Term

LONGEST_WALK, _FEW, _MOST_PAIRS = 500, 40, 10_000
MOST_SPANS, MOST_PLACES = 50, 200


class Span(NamedTuple):
    """One place of a term in the folded text: characters `start` to `end` (exclusive)."""

    term: str
    start: int
    end: int


Kinds = NDArray[np.uint8]
Place = tuple[int, int]
Support = dict[Span, None]


@dataclass(frozen=True)
class Text:
    """A text as rules see it: where each of its terms stands, and what is said beside it.

    `terms` (without fields) are numbered by `numbers`; `places` is by these numbers. `kinds` and
    `breaks` are of its characters, see `characters` and `clauses`.
    """

    folded: str
    terms: Sequence[Term]
    numbers: Mapping[Term, int]
    places: Mapping[int, Sequence[Place]]
    said: frozenset[Term]
    kinds: Kinds
    breaks: Kinds

    def spans(self, term: Term) -> list[Span]:
        """Where a term stands, in its field only."""
        bare = Term(term.text, wild=term.wild) if term.field else term
        every = self.places.get(self.numbers.get(bare, -1), ())
        if term.field and every:
            title = max(self.folded.find("\n"), 0)
            every = [place for place in every if (place[0] < title) is (term.field == "title")]
        return [
            Span(self.folded[begin:end] if term.wild else term.text, begin, end)
            for begin, end in every
        ]


def support(node: Node, text: Text) -> Support | None:
    """Return the places that satisfy the expression, or None where it is not satisfied."""
    match node:
        case Term():
            return _term(node, text)
        case Not(part):
            return {} if support(part, text) is None else None
        case All(parts):
            met = [support(part, text) for part in parts]
            return _together(met) if None not in met else None
        case Any():
            options = [_term(term, text) for term in _standing(node, text)]
            options += [support(part, text) for part in node.others]
            return _together(options) if any(one is not None for one in options) else None
        case AtLeast(count, parts):
            options = [support(part, text) for part in parts]
            enough = sum(one is not None for one in options) >= count
            return _together(options) if enough else None
        case Near(parts, reaches):
            return _near(parts, reaches, text)
        case _:
            raise TypeError("word lists are put in place first")


def said(node: Node, text: Text) -> list[Term]:
    """Return what is said beside the text that the expression asks for, and is so."""
    match node:
        case Term():
            return [node] if node in text.said else []
        case Not():
            return []
        case Any():
            here = sorted(text.said & node.plain, key=lambda term: (term.field, term.text))
            return here + [one for part in node.others for one in said(part, text)]
        case All(parts) | AtLeast(_, parts):
            return [one for part in parts for one in said(part, text)]
        case _:
            return []


def _term(term: Term, text: Text) -> Support | None:
    if term in text.said:
        return {}
    return dict.fromkeys(text.spans(term)) or None


def _standing(node: Any, text: Text) -> Iterable[Term]:
    """The words of a list that may stand in the text: all of a few; of many, those found there."""
    if len(node.plain) <= _FEW:
        return [part for part in node.parts if part in node.plain]
    fields = sorted({term.field for term in node.plain})
    here = [text.terms[number]._replace(field=field) for number in text.places for field in fields]
    return [term for term in (*here, *text.said) if term in node.plain]


def _together(options: Iterable[Support | None]) -> Support:
    joined: Support = {}
    for one in options:
        joined.update(one or {})
    return joined


def _near(parts: Sequence[Node], reaches: Sequence[Reach], text: Text) -> Support | None:
    """Follow the chain of parts; kept are the spans that stand near one kept of the part before.

    Of parts that stand all over a text every one is shown: pairs would be too many to try.
    """
    every = [_spans(part, text) for part in parts]
    if sum(len(old) * len(new) for old, new in pairwise(every)) > _MOST_PAIRS:
        return dict.fromkeys(span for spans in every for span in spans)
    found: Support = {}
    before = every[0]
    for spans, reach in zip(every[1:], reaches, strict=True):
        pairs = [(old, new) for new in spans for old in before if _within(old, new, reach, text)]
        if not pairs:
            return None
        before = list(dict.fromkeys(new for _old, new in pairs))
        found.update(dict.fromkeys(span for pair in pairs for span in pair))
    return found


def _spans(part: Node, text: Text) -> list[Span]:
    return list(support(part, text) or {})


def _within(old: Span, new: Span, reach: Reach, text: Text) -> bool:
    if old.end <= new.start:
        return _near_enough(text, old.end, new.start, reach.tokens)
    return not reach.ordered and new.end <= old.start and (
        _near_enough(text, new.end, old.start, reach.tokens)
    )  # fmt: skip


def _near_enough(text: Text, end: int, begin: int, tokens: int) -> bool:
    """Tell whether what begins at `begin` is within reach of what ended at `end` before it."""
    if tokens < 0:
        wanted = clauses.SENTENCE_ENDS if tokens == SENTENCE else clauses.CLAUSE_ENDS
        near = begin - end <= LONGEST_WALK and not (text.breaks[end:begin] & wanted).any()
    else:
        near = _at_most(tokens, text.kinds[end:begin])
    return near and text.folded.find("\n", end, begin) < 0


def _at_most(tokens: int, kinds: Kinds) -> bool:
    """Tell whether a stretch holds no more characters and words than that; looks no further."""
    counted, within_word = 0, False
    for at in range(0, len(kinds), LONGEST_WALK):
        piece = kinds[at : at + LONGEST_WALK]
        spaced = (piece == characters.LETTER) | (piece == characters.DIGIT)
        begun = spaced & ~np.concatenate(([within_word], spaced[:-1]))
        counted += int((piece == characters.IDEOGRAPH).sum() + begun.sum())
        if counted > tokens:
            return False
        within_word = bool(spaced[-1])
    return True
