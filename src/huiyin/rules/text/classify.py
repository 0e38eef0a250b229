"""What a message wants: complaint, hazard, suggestion, question, report (an accusation), request.

Words of the lexicon speak for kinds with weights; a word in the title counts double, one that opens
it three times. Complaint, hazard and report are all grievances: what speaks for one of them counts
for the loudest. The kind that most speaks for wins; its score is its share of all that was said,
drawn towards doubt where little was said. Where nothing speaks, or two kinds speak alike, the guess
is None: a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.lexicon import KINDS, WORDS
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.scan import Found, Scanner

_TITLE, _OPENING, _BODY = 2.0, 3.0, 1.0
_DOUBT = 2.0
_SHOWN = 5
_GRIEVANCES = [KINDS.index(kind) for kind in ("complaint", "hazard", "report")]

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
    texts = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
    return kinds_of(encode(texts), np.array([len(title) for title in titles], dtype=np.int64))


def kinds_of(codes: Codes, title_lengths: Ints) -> list[KindGuess]:
    """Guess the kinds of messages (title, line break, body) that are encoded already."""
    scanner, weights = _lexicon()
    texts, words, loud = _spoken(scanner.find(codes), title_lengths, len(weights))
    said = np.zeros((codes.count, len(KINDS)))
    np.add.at(said, texts, weights[words] * loud[:, None])
    said = _gathered(said)
    best: Ints = said.argmax(axis=1)
    because = _because(texts, weights[words, best[texts]] * loud, codes.count)
    scores = said.max(axis=1) / (said.sum(axis=1) + _DOUBT)
    sure = (said == said.max(axis=1)[:, None]).sum(axis=1) == 1
    return [
        KindGuess(KINDS[kind], score, tuple(scanner.terms[words[row]] for row in rows))
        if certain
        else KindGuess(None, score, ())
        for kind, score, certain, rows in zip(
            best.tolist(), scores.tolist(), sure.tolist(), because, strict=True
        )
    ]


def _spoken(found: Found, title_lengths: Ints, count: int) -> tuple[Ints, Ints, Weights]:
    """Return (text, word, loudness), each word once for a title and once for a body."""
    in_title = found.places < title_lengths[found.texts]
    pairs = (found.texts * count + found.terms) * 2 + in_title
    distinct, first = np.unique(pairs, return_index=True)
    loud = np.where(distinct % 2, np.where(found.places[first] == 0, _OPENING, _TITLE), _BODY)
    return distinct // 2 // count, distinct // 2 % count, loud


def _gathered(said: Weights) -> Weights:
    """Let what is said for any grievance count for the loudest of them."""
    grievances = said[:, _GRIEVANCES]
    gathered = said.copy()
    gathered[:, _GRIEVANCES] = 0.0
    loudest = np.array(_GRIEVANCES)[grievances.argmax(axis=1)]
    gathered[np.arange(len(said)), loudest] = grievances.sum(axis=1)
    return gathered


def _because(texts: Ints, evidence: Weights, count: int) -> list[list[int]]:
    """Return for each text the rows of the words that spoke loudest for its kind."""
    spoke = np.flatnonzero(evidence > 0)
    order = spoke[np.lexsort((spoke, -evidence[spoke], texts[spoke]))]
    bounds = np.searchsorted(texts[order], np.arange(count + 1)).tolist()
    rows = order.tolist()
    return [rows[low : min(high, low + _SHOWN)] for low, high in pairwise(bounds)]
