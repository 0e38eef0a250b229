"""Linear models over a text's marks: what they say for each label of each task, in one pass.

A model knows some marks (see `kernels_classify`), how rare each is, and what each says for every
label of every task, in whole numbers from -127 to 127 with one scale a label. The groups of the
lexicon may speak too, zone by zone. A task's scores become shares (softmax), weighed by how often
each label is expected; the share of the best label means a confidence by the task's curve.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from huiyin.rules.text.calibration import UNLEARNT, Curve
from huiyin.rules.text.codes import Codes, Ints

OPENING = 25
"""Characters that stand for the title of a text that has none."""

LONGEST_READ = 20_000
"""Characters that are read of a text: it says soon what it is."""

Floats = NDArray[np.float32]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """One question asked of a text, and its labels (at least two).

    `expected` says how often each label is expected, next to how often it stood in the examples.
    Below the confidence `doubt` the answer is "don't know".
    """

    name: str
    labels: tuple[str, ...]
    expected: tuple[float, ...]
    curve: Curve = UNLEARNT
    doubt: float = 0.5


@dataclass(frozen=True)
class Places:
    """Known slots as bits (uint64, 64 slots a word), and the known slots before each word."""

    bits: NDArray[np.uint64]
    before: NDArray[np.int32]


def places_of(slots: NDArray[np.int32], size: int) -> Places:
    """Mark rising slots among `size`, a power of two and at least 64."""
    known = np.zeros(size, dtype=np.bool_)
    known[slots] = True
    bits = np.packbits(known, bitorder="little").view("<u8").astype(np.uint64)
    standing = known.reshape(-1, 64).sum(axis=1)
    return Places(bits, (np.cumsum(standing) - standing).astype(np.int32))


@dataclass(frozen=True)
class Model:
    """What was learnt. Shapes: k known marks, l labels of all tasks in order, d lexicon columns.

    `zones` are those that are read; `slots` (k, rising) are the hash slots of the marks among
    `size` (a power of two); `rarity` (k), `weights` (k, l), `scales` and `biases` (l),
    `lexical` (d, l; d may be 0).
    """

    version: str
    size: int
    longest: int
    zones: tuple[int, ...]
    tasks: tuple[Task, ...]
    slots: NDArray[np.int32]
    rarity: Floats
    weights: NDArray[np.int8]
    scales: Floats
    biases: Floats
    lexical: Floats

    @cached_property
    def places(self) -> Places:
        """Where the known slots stand."""
        return places_of(self.slots, self.size)

    @cached_property
    def bounds(self) -> Ints:
        """Where the labels of each task begin among all labels (tasks + 1)."""
        return np.cumsum([0, *(len(task.labels) for task in self.tasks)])

    def columns(self, task: str) -> slice:
        """Return which columns of the scores are the task's. Raises KeyError."""
        for index, known in enumerate(self.tasks):
            if known.name == task:
                return slice(int(self.bounds[index]), int(self.bounds[index + 1]))
        raise KeyError(task)


@dataclass(frozen=True)
class Answer:
    """Answers to one task for n texts: `best` and `second` labels by number, `confidence` (n).

    Where there are two labels only, `second` is the other one.
    """

    task: Task
    best: Ints
    second: Ints
    confidence: Values


def zones_of(codes: Codes, title_lengths: Ints, read: Sequence[int]) -> Ints:
    """Return the zones (n, 4, 2) of texts made of title, line break and body.

    A title may be empty. Zones that are not read are empty; endless texts are read at the front.
    """
    from huiyin.rules.text.kernels_classify import ZONES, read_zones

    zones = read_zones(codes.points, codes.starts, title_lengths, OPENING)
    silent = [zone for zone in range(ZONES) if zone not in read]
    zones[:, silent] = 0
    limit = codes.starts[:-1, None, None] + LONGEST_READ
    result: Ints = np.minimum(zones, limit)
    return result


def weigh(model: Model, codes: Codes, zones: Ints, lexical: Floats) -> tuple[Floats, Floats]:
    """Return the scores (n, l) of texts and the lengths (n, 4) of their zones.

    `lexical` (n, d) is what the lexicon's groups say, see `lexicon.said`.
    """
    from huiyin.rules.text.kernels_classify import weigh_marks

    scores, lengths = weigh_marks(
        codes.points, zones, model.longest, model.places.bits, model.places.before, model.rarity,
        model.weights,
    )  # fmt: skip
    scores *= model.scales
    scores += model.biases
    if model.lexical.size:
        scores += lexical @ model.lexical
    return scores, lengths


def answer(task: Task, scores: Floats) -> Answer:
    """Read the scores (n, labels of the task) as an answer with a confidence each."""
    shares = shares_of(scores.astype(np.float64), task.expected)
    everyone = np.arange(len(shares))
    best: Ints = shares.argmax(axis=1)
    top = shares[everyone, best]
    shares[everyone, best] = -1.0
    return Answer(task, best, shares.argmax(axis=1), task.curve.read(top))


def shares_of(scores: Values, expected: tuple[float, ...]) -> Values:
    """Turn scores (n, labels) into shares of one, weighed by how often labels are expected."""
    shares: Values = np.exp(scores - scores.max(axis=1, keepdims=True)) * np.array(expected)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
