"""What a text names: places, times, bodies and figures, each with its phrase and offsets.

One scan of the folded batch finds every word that can begin, end or be such a phrase; the phrases
are then read where those words stand (`extract_places`, `extract_times`, `extract_bodies`,
`extract_figures`). Offsets are of the original text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from huiyin.rules.text import extract_bodies, extract_figures, extract_places, extract_times
from huiyin.rules.text.extract_figures import Figure
from huiyin.rules.text.extract_words import words
from huiyin.rules.text.gazetteer import gazetteer
from huiyin.rules.text.normalise import fold, fold_with_offsets
from huiyin.rules.text.scan import Scanner

REGISTERED: Final = "registered"


class Span(NamedTuple):
    """A phrase: text[begin:end]. sort – for a place "place"; for a body "registered" (in the
    office's register) or "body"; for a time one of `extract_times`."""

    begin: int
    end: int
    sort: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What one text names, each in order of the text and apart from its like."""

    places: tuple[Span, ...] = ()
    times: tuple[Span, ...] = ()
    bodies: tuple[Span, ...] = ()
    figures: tuple[Figure, ...] = ()


Hits = dict[str, list[tuple[int, int, str]]]


def extract(texts: Sequence[str], register: Sequence[str] = ()) -> list[Facts]:
    """Read the facts of each text. `register` holds names of the office's own bodies."""
    scanner, kinds = _scanner(tuple(register))
    folded = fold_with_offsets(texts)
    finds = scanner.find(folded.codes)
    found: list[Hits] = [{} for _ in texts]
    lengths = [len(term) for term in scanner.terms]
    for text, at, term in zip(
        finds.texts.tolist(), finds.places.tolist(), finds.terms.tolist(), strict=True
    ):
        for room, kind in kinds[term]:
            found[text].setdefault(room, []).append((at, at + lengths[term], kind))
    starts = folded.codes.starts.tolist()
    return [
        _facts(text, hits, folded.origins[begin:end].tolist())
        for text, hits, begin, end in zip(
            folded.codes.texts(), found, starts[:-1], starts[1:], strict=True
        )
    ]


def _facts(text: str, hits: Hits, origins: list[int]) -> Facts:
    bodies = extract_bodies.bodies(text, hits.get("bodies", ()))
    within = [(begin, end) for begin, end, _sort in bodies]
    places = extract_places.places(text, hits.get("places", ()), within)
    times = extract_times.times(text, hits.get("times", ()))
    triggers = [begin for begin, _end, _kind in hits.get("figures", ())]
    figures = extract_figures.figures(text, triggers) if triggers else []
    return Facts(
        tuple(Span(*_original(begin, end, origins), "place") for begin, end in places),
        tuple(Span(*_original(begin, end, origins), sort) for begin, end, sort in times),
        tuple(Span(*_original(begin, end, origins), sort) for begin, end, sort in bodies),
        tuple(_figure(figure, origins) for figure in figures),
    )


def _figure(figure: Figure, origins: list[int]) -> Figure:
    begin, end = _original(figure.begin, figure.end, origins)
    return replace(figure, begin=begin, end=end)


def _original(begin: int, end: int, origins: list[int]) -> tuple[int, int]:
    """Where folded[begin:end] stands in the original; a character that became several is whole."""
    last = origins[end - 1]
    while end < len(origins) - 1 and origins[end] == last:
        end += 1
    return origins[begin], origins[end]


@lru_cache(maxsize=16)
def _scanner(register: tuple[str, ...]) -> tuple[Scanner, list[list[tuple[str, str]]]]:
    """The scanner of all words, and for each which rooms it goes to and as what."""
    known = gazetteer()
    rooms: dict[str, list[tuple[str, str]]] = {}
    for room, kind, listed in (
        ("times", "day", words("times", "days")),
        ("times", "word", words("times", "words")),
        ("places", "ending", words("places", "ranks") + words("places", "endings")),
        ("places", "noun", words("places", "nouns")),
        ("places", "beside", sorted(known.beside)),
        ("places", "name", sorted(known.sure)),
        ("bodies", "body", words("bodies", "endings")),
        ("bodies", REGISTERED, [name for name in fold(register) if len(name) > 1]),
        ("figures", "figure", extract_figures.TRIGGERS),
    ):
        for word in listed:
            rooms.setdefault(word, []).append((room, kind))
    scanner = Scanner(list(rooms))
    return scanner, [rooms[term] for term in scanner.terms]
