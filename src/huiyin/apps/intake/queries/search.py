"""Searching items: a word inside a clause is found, a word of one character too.

What may be asked stands in `rules.text.asking`. Here a question becomes a condition on the stored
text, and the places in the original text that answer it; `queries.found` asks the index first.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from huiyin.apps.intake.models import Item
from huiyin.rules.text import asking
from huiyin.rules.text.asking import Either, Every, Holds, Question, Without
from huiyin.rules.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Span:
    """A place to mark in the original text: characters `start` to `end` (exclusive)."""

    start: int
    end: int


@lru_cache(maxsize=256)
def question(asked: str) -> Question | None:
    """What the words of a person ask for; None where they ask nothing."""
    return asking.question(asked)


def words_of(asked: str) -> list[str]:
    """The folded terms that an answer may hold, each once, in order."""
    wanted = question(asked)
    return [] if wanted is None else asking.terms(wanted)


def holding(rows: "QuerySet[Item]", asked: str) -> "QuerySet[Item]":
    """Those rows whose title or body is what was asked for, by looking at the text of each."""
    wanted = question(asked)
    return rows if wanted is None else rows.filter(_condition(wanted))


def _condition(wanted: Question) -> Q:
    match wanted:
        case Holds(term):
            return Q(GreaterThan(StrIndex(F("folded"), Value(term)), 0))
        case Without(part):
            return ~_condition(part)
        case Every(parts):
            return Q(*map(_condition, parts))
        case Either(parts):
            return Q(*map(_condition, parts), _connector=Q.OR)


def spans(text: str, asked: str) -> list[Span]:
    """Where the terms of the question stand in the original text, in order, without overlaps."""
    words = words_of(asked)
    if not words or not text:
        return []
    folded, origin = _folded_by_character(text)
    found = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.append((origin[at], origin[at + len(word) - 1] + 1))
            at = folded.find(word, at + len(word))
    return _joined(sorted(found))


def _folded_by_character(text: str) -> tuple[str, list[int]]:
    """The folded text and for each of its characters the offset it came from."""
    pieces: list[str] = []
    origin: list[int] = []
    for offset, (letter, plain) in enumerate(zip(text, fold(list(text)), strict=True)):
        piece = plain
        if letter.isspace():
            piece = "" if pieces and pieces[-1] == " " else " "
        if piece:
            pieces.append(piece)
            origin.extend([offset] * len(piece))
    return "".join(pieces), origin


def _joined(found: list[tuple[int, int]]) -> list[Span]:
    joined: list[Span] = []
    for start, end in found:
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined
