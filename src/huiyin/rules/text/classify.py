"""What a text is: its kind, topic, severity and tone, how sure that is, and which words said so.

One model answers every task in one pass over the text (see `linear`). A task may be left
undecided: below its confidence "don't know" stands, and a person decides. The words that spoke are
phrases of the text itself: those of the lexicon that name its kind, then the runs of characters
that weighed most for the label.

Tone is asked of outlets' texts only. Of what citizens write it says nothing a desk should act on:
nearly all of it is unhappy, and how somebody sounds is no measure of what is due to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text import characters, lexicon, linear
from huiyin.rules.text.codes import Codes, Ints, encode
from huiyin.rules.text.lexicon import Spoken
from huiyin.rules.text.linear import Answer, Model

KIND, TOPIC, SEVERITY, SENTIMENT = "kind", "topic", "severity", "sentiment"
OUTLETS_ONLY = frozenset([SENTIMENT])
_NAMED = 3
_PHRASES = 2

Bools = NDArray[np.bool_]


class Guess(NamedTuple):
    """A proposed label (None: don't know), how sure it is (0–1), and the words that spoke."""

    label: str | None
    confidence: float
    because: tuple[str, ...]


NO_GUESS = Guess(None, 0.0, ())


@dataclass(frozen=True)
class Judged:
    """The guesses of every task for n texts, by the task's name; and the version that made them."""

    version: str
    guesses: dict[str, list[Guess]]


def judge(titles: Sequence[str], bodies: Sequence[str], outlets: Bools, model: Model) -> Judged:
    """Judge texts with folded titles and bodies; `outlets` (n) tells which an outlet published."""
    texts = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
    lengths = np.array([len(title) for title in titles], dtype=np.int64)
    return judge_texts(texts, encode(texts), lengths, outlets, model)


def judge_texts(
    texts: Sequence[str], codes: Codes, title_lengths: Ints, outlets: Bools, model: Model
) -> Judged:
    """Judge texts (title, line break, body); `codes` are theirs."""
    zones = linear.zones_of(codes, title_lengths, model.zones)
    spoken = lexicon.listen(codes, zones)
    scores, lengths = linear.weigh(model, codes, zones, spoken.says)
    found = [linear.answer(task, scores[:, low:high])
             for task, (low, high) in zip(model.tasks, pairwise(model.bounds.tolist()), strict=True)
             ]  # fmt: skip
    asked = np.array([_asked(one, outlets) for one in found])
    best = np.array([one.best for one in found]) + model.bounds[:-1, None]
    chosen = np.ascontiguousarray(np.where(asked, best, -1).T)
    phrases = _phrases(model, codes, zones, lengths, chosen)
    guesses = {}
    for index, one in enumerate(found):
        places = phrases[:, index].reshape(len(texts), 2 * _PHRASES).tolist()
        words = [_cut(text, *row) for text, row in zip(texts, places, strict=True)]
        if one.task.name == KIND:
            words = _put_first(_named(spoken, one, asked[index]), words)
        guesses[one.task.name] = _guesses(one, asked[index], outlets, words)
    return Judged(model.version, guesses)


def answers(titles: Sequence[str], bodies: Sequence[str], model: Model) -> dict[str, Answer]:
    """Return every task's answers without their words, sure or not: what is measured."""
    texts = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
    lengths = np.array([len(title) for title in titles], dtype=np.int64)
    codes = encode(texts)
    zones = linear.zones_of(codes, lengths, model.zones)
    says = lexicon.listen(codes, zones).says if model.lexical.size else np.zeros((0, 0), np.float32)
    scores, _ = linear.weigh(model, codes, zones, says)
    return {task.name: linear.answer(task, scores[:, model.columns(task.name)])
            for task in model.tasks}  # fmt: skip


def _asked(answer: Answer, outlets: Bools) -> Bools:
    sure: Bools = answer.confidence >= answer.task.doubt
    return sure & outlets if answer.task.name in OUTLETS_ONLY else sure


def _phrases(
    model: Model, codes: Codes, zones: Ints, lengths: linear.Floats, chosen: Ints
) -> NDArray[np.int32]:
    from huiyin.rules.text.kernels_classify import loud_phrases

    letters = characters.kinds(codes.points) >= characters.LETTER
    return loud_phrases(
        codes.points, letters, zones, lengths, model.longest, model.places.bits,
        model.places.before, model.rarity, model.weights, chosen, _PHRASES,
    )  # fmt: skip


def _cut(text: str, place: int, size: int, other: int, length: int) -> tuple[str, ...]:
    """Cut the phrases out of a text, loudest first; a size of 0 means no phrase."""
    if not size:
        return ()
    first, second = text[place : place + size], text[other : other + length]
    return (first, second) if length and second != first else (first,)


def _named(spoken: Spoken, answer: Answer, asked: Bools) -> list[tuple[int, str]]:
    """Return (text, word) for the lexicon's words that name the kind, loudest first."""
    scanner, weights = lexicon.lexicon()
    kinds = np.array([lexicon.KINDS.index(label) for label in answer.task.labels])
    found = spoken.found
    loud = weights[found.terms, kinds[answer.best[found.texts]]] * asked[found.texts]
    spoke = np.flatnonzero(loud)
    order = spoke[np.lexsort((-loud[spoke], found.texts[spoke]))]
    terms = [scanner.terms[term] for term in found.terms[order].tolist()]
    return list(zip(found.texts[order].tolist(), terms, strict=True))


def _put_first(named: list[tuple[int, str]], words: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Put named words before the phrases of their texts; each word once."""
    first: dict[int, list[str]] = {}
    for text, word in named:
        first.setdefault(text, []).append(word)
    return [
        tuple(dict.fromkeys((*first[text][:_NAMED], *phrases))) if text in first else phrases
        for text, phrases in enumerate(words)
    ]


def _guesses(
    answer: Answer, asked: Bools, outlets: Bools, words: list[tuple[str, ...]]
) -> list[Guess]:
    if answer.task.name in OUTLETS_ONLY:
        if not outlets.any():
            return [NO_GUESS] * len(words)
        confidence = np.where(outlets, answer.confidence, 0.0)
    else:
        confidence = answer.confidence
    names = answer.task.labels
    rows = zip(
        asked.tolist(), answer.best.tolist(), confidence.round(3).tolist(), words, strict=True
    )
    return [
        Guess(names[best], sure, because) if certain else Guess(None, sure, ())
        for certain, best, sure, because in rows
    ]
