"""Searching items: a word inside a clause is found, a word of one character too.

Several words must all be there. The index of grams narrows the rows down to those that hold every
character pair asked for; the text itself then decides. Nothing in a query is a wildcard.
"""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from huiyin.apps.intake.models import Item
from huiyin.rules.text.grams import query_grams
from huiyin.rules.text.normalise import fold

MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A place to mark in the original text: characters `start` to `end` (exclusive)."""

    start: int
    end: int


def words_of(asked: str) -> list[str]:
    """The folded words of a query, each once, in order, at most `MOST_WORDS`."""
    words = fold([asked.replace("\0", " ")])[0].split()
    return list(dict.fromkeys(words))[:MOST_WORDS]


def holding(rows: "QuerySet[Item]", asked: str) -> "QuerySet[Item]":
    """Those rows whose title or body holds every word of the query."""
    words = words_of(asked)
    if not words:
        return rows
    grams = sorted({gram for word in words for gram in query_grams(word)})
    if grams:
        rows = rows.filter(grams__contains=grams)
    for number, word in enumerate(words):
        at = f"word_{number}"
        rows = rows.alias(**{at: StrIndex(F("folded"), Value(word))}).filter(Q(**{f"{at}__gt": 0}))
    return rows


def spans(text: str, asked: str) -> list[Span]:
    """Where the words of the query stand in the original text, in order, without overlaps."""
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
