"""What a search asks for: words that must all be there, phrases, alternatives, exclusions.

    爆炸 "第三 车间"        both: the word, and the phrase with its blank
    爆炸 OR 泄漏 (或, |)    one of them; OR binds weaker than the blank
    爆炸 -演习 (NOT, 非)    the first without the second
    (爆炸 OR 泄漏) 化工     parentheses

A term is found wherever its characters stand, inside a clause or a word; nothing is a wildcard.
Words are operators only where they stand alone. A question is typed by somebody in a hurry, so
none is refused: a quotation mark or parenthesis without its partner ends with the text.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from huiyin.rules.text.codes import encode
from huiyin.rules.text.normalise import fold

if TYPE_CHECKING:
    from huiyin.rules.text.scan import Scanner

MOST_TERMS = 24
"""Further terms of a question are left out."""

FEW = 8
"""So many terms are looked for one by one."""

_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』＂", '"'))
_PIECE = re.compile(r'(-?)"([^"]*)"?|(-(?=\()|[()])|([^\s()"]+)')
_OR = frozenset({"or", "或", "|", "||"})
_AND = frozenset({"and", "且", "&", "&&"})
_NOT = frozenset({"not", "非", "!"})


@dataclass(frozen=True, slots=True)
class Holds:
    """The folded text holds this folded term."""

    term: str


@dataclass(frozen=True, slots=True)
class Every:
    """All parts are so; without parts everything is."""

    parts: tuple["Question", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part is so."""

    parts: tuple["Question", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part is not so."""

    part: "Question"


Question = Holds | Every | Either | Without


def question(asked: str) -> Question | None:
    """What was asked; None where nothing was."""
    found = _Reader(_pieces(asked.replace("\0", " "))).alternatives()
    return None if found == Every(()) else found


def terms(asked: Question) -> list[str]:
    """The terms that a text is to hold, each once, in order; excluded ones are left out."""
    match asked:
        case Holds(term):
            return [term]
        case Without():
            return []
        case Every(parts) | Either(parts):
            return list(dict.fromkeys(term for part in parts for term in terms(part)))


def satisfied(asked: Question, folded: str) -> bool:
    """Whether a folded text is what was asked for."""
    match asked:
        case Holds(term):
            return term in folded
        case Without(part):
            return not satisfied(part, folded)
        case Every(parts):
            return all(satisfied(part, folded) for part in parts)
        case Either(parts):
            return any(satisfied(part, folded) for part in parts)


def answers(asked: Sequence[Question], folded: Sequence[str]) -> list[list[int]]:
    """For each question the indices of the texts that satisfy it, in one pass over the texts."""
    whole = "\0".join(folded)
    begins = [0, *accumulate(len(text) + 1 for text in folded)][: len(folded)]
    holders = _scanned(sorted({term for each in asked for term in _all_terms(each)}), folded)
    everything = frozenset(range(len(folded)))
    return [
        sorted(_among(each, everything, holders, whole, begins)) if folded else [] for each in asked
    ]


def _among(
    asked: Question,
    everything: frozenset[int],
    holders: dict[str, frozenset[int]],
    whole: str,
    begins: list[int],
) -> frozenset[int]:
    match asked:
        case Holds(term):
            if term not in holders:
                holders[term] = frozenset(_texts_with(term, whole, begins))
            return holders[term]
        case Without(part):
            return everything - _among(part, everything, holders, whole, begins)
        case Every(parts):
            found = everything
            for part in parts:
                found &= _among(part, everything, holders, whole, begins)
            return found
        case Either(parts):
            each = [_among(part, everything, holders, whole, begins) for part in parts]
            return frozenset().union(*each)


def _all_terms(asked: Question) -> list[str]:
    match asked:
        case Holds(term):
            return [term]
        case Without(part):
            return _all_terms(part)
        case Every(parts) | Either(parts):
            return [term for part in parts for term in _all_terms(part)]


def _scanned(wanted: list[str], folded: Sequence[str]) -> dict[str, frozenset[int]]:
    """The texts that hold each term, found in one pass where there are many terms; only of those
    that the scanner finds wherever they stand: they begin and end with an ideograph."""
    fit = [term for term in wanted if _IDEOGRAPH.match(term[0]) and _IDEOGRAPH.match(term[-1])]
    if len(fit) < FEW or not folded:
        return {}
    found = _scanner(tuple(fit)).find(encode(folded))
    texts: list[set[int]] = [set() for _term in fit]
    for term, text in zip(found.terms.tolist(), found.texts.tolist(), strict=True):
        texts[term].add(text)
    return {term: frozenset(held) for term, held in zip(fit, texts, strict=True)}


@lru_cache(maxsize=8)
def _scanner(fit: tuple[str, ...]) -> "Scanner":
    from huiyin.rules.text.scan import Scanner  # loads the compiler, which a web page needs not

    return Scanner(fit)


def _texts_with(term: str, whole: str, begins: list[int]) -> list[int]:
    found = []
    at = whole.find(term)
    while at >= 0:
        text = bisect_right(begins, at) - 1
        found.append(text)
        if text + 1 == len(begins):
            break
        at = whole.find(term, begins[text + 1])
    return found


@dataclass(frozen=True, slots=True)
class _Piece:
    """`kind` is one of: term, (, ), or, not; a phrase is never an operator."""

    kind: str
    text: str = ""


def _pieces(asked: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    count = open_brackets = 0
    for minus, phrase, bracket, word in _PIECE.findall(fold([asked.translate(_QUOTES)])[0]):
        if bracket == "-" or word in _NOT:
            pieces.append(_Piece("not"))
        elif bracket:
            open_brackets += 1 if bracket == "(" else -1
            if open_brackets >= 0:
                pieces.append(_Piece(bracket))
            open_brackets = max(open_brackets, 0)
        elif word in _OR:
            pieces.append(_Piece("or"))
        elif word not in _AND or not word:
            excluded = bool(minus) or (len(word) > 1 and word[0] == "-")
            term = word[excluded:] or phrase.strip()
            if term and count < MOST_TERMS:
                count += 1
                pieces += [_Piece("not")] * excluded + [_Piece("term", term)]
    return pieces


class _Reader:
    """Reads pieces from left to right."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self._pieces = pieces
        self._at = 0

    def alternatives(self, depth: int = 0) -> Question:
        """Parts between OR, up to the end or a closing parenthesis."""
        parts = [self._together(depth)]
        while self._next() == "or":
            self._at += 1
            parts.append(self._together(depth))
        kept = tuple(dict.fromkeys(part for part in parts if part != Every(())))
        return _single(Either(kept)) if kept else Every(())

    def _together(self, depth: int) -> Question:
        parts: list[Question] = []
        negated = False
        while (kind := self._next()) not in ("", "or", ")"):
            piece = self._pieces[self._at]
            self._at += 1
            if kind == "not":
                negated = not negated
                continue
            part = Holds(piece.text) if kind == "term" else self._inside(depth)
            if part != Every(()):
                parts.append(Without(part) if negated else part)
            negated = False
        return _single(Every(tuple(dict.fromkeys(parts))))

    def _inside(self, depth: int) -> Question:
        if depth >= MOST_TERMS:
            return Every(())
        found = self.alternatives(depth + 1)
        if self._next() == ")":
            self._at += 1
        return found

    def _next(self) -> str:
        return self._pieces[self._at].kind if self._at < len(self._pieces) else ""


def _single(asked: Every | Either) -> Question:
    return asked.parts[0] if len(asked.parts) == 1 else asked
