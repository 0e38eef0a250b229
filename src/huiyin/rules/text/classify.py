"""What a message wants: complaint, hazard, suggestion, question, report (an accusation), request.

Words of the lexicon speak for kinds with weights; a word in the title counts double, one that opens
it three times. The kind that most speaks for wins; its score is its share of all that was said,
drawn towards doubt where little was said. Where nothing speaks, or two kinds speak alike, the guess
is None: a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.codes import Codes, encode
from huiyin.rules.text.lexicon import KINDS, WORDS
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.scan import Scanner

_TITLE, _OPENING, _BODY = 2.0, 3.0, 1.0
_DOUBT = 2.0
_SHOWN = 5

Weights = NDArray[np.float64]


@dataclass(frozen=True)
class KindGuess:
    """A proposed kind (None: unsure), its score 0–1, and the words that spoke for it."""

    kind: str | None
    score: float
    because: tuple[str, ...]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[Scanner, Weights]:
    """Return the scanner of all words and their weights, shape (words, kinds)."""
    weights: dict[str, Weights] = {}
    for column, kind in enumerate(KINDS):
        for weight, words in WORDS[kind].items():
            for word in fold(words.split()):
                row = weights.setdefault(word, np.zeros(len(KINDS)))
                row[column] = max(row[column], weight)
    return Scanner(list(weights)), np.array(list(weights.values()))


def kinds(titles: Sequence[str], bodies: Sequence[str]) -> list[KindGuess]:
    """Guess the kind of each message from its folded title and body."""
    return kinds_of(encode(titles), encode(bodies))


def kinds_of(titles: Codes, bodies: Codes) -> list[KindGuess]:
    """Guess the kinds of messages that are encoded already."""
    scanner, weights = _lexicon()
    said = _loudness(scanner, titles, title=True)
    for spoken, louder in zip(said, _loudness(scanner, bodies, title=False), strict=True):
        for word, loudness in louder.items():
            spoken[word] = spoken.get(word, 0.0) + loudness
    return [_guess(words, scanner.terms, weights) for words in said]


def _loudness(scanner: Scanner, codes: Codes, *, title: bool) -> list[dict[int, float]]:
    """Return for each text the words found and how much each counts."""
    said: list[dict[int, float]] = [{} for _ in range(codes.count)]
    found = scanner.find(codes)
    rows = zip(found.texts.tolist(), found.places.tolist(), found.terms.tolist(), strict=True)
    for text, place, word in rows:
        loudness = _BODY if not title else _OPENING if place == 0 else _TITLE
        said[text][word] = max(said[text].get(word, 0.0), loudness)
    return said


def _guess(words: dict[int, float], terms: Sequence[str], weights: Weights) -> KindGuess:
    if not words:
        return KindGuess(None, 0.0, ())
    rows = list(words)
    evidence = weights[rows] * np.array([words[row] for row in rows])[:, None]
    totals = evidence.sum(axis=0)
    best = int(totals.argmax())
    score = float(totals[best] / (totals.sum() + _DOUBT))
    if np.count_nonzero(totals == totals[best]) > 1:
        return KindGuess(None, score, ())
    order = np.argsort(-evidence[:, best], kind="stable")[:_SHOWN].tolist()
    because = tuple(terms[rows[index]] for index in order if evidence[index, best] > 0)
    return KindGuess(KINDS[best], score, because)
