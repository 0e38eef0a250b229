"""Training: a linear support vector machine for each task over the marks of the examples' texts.

Every text is read in its zones (see `rules.text.kernels_classify`); a task weighs the zones in its
own way and may listen to the lexicon. How sure an answer is, is learnt from texts held out in five
parts. Nothing here is random: the same examples give the same model, byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.flows.learning.examples import Example
from huiyin.rules.text import calibration, kernels_classify, lexicon, linear
from huiyin.rules.text.codes import encode
from huiyin.rules.text.linear import Model, Task
from huiyin.rules.text.normalise import fold

HASHED = 1 << 20
FOLDS = 5
_ZONES = kernels_classify.ZONES
_LOUDEST = 127
_SHARPNESS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)

Floats = NDArray[np.float32]
Zones = tuple[float, float, float, float]
Lines = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Weights (marks, labels) and biases (labels)."""
Matrix = Any
"""A scipy sparse matrix; scipy has no types."""


@dataclass(frozen=True)
class Plan:
    """How a task is learnt: the weight of each zone, of the lexicon, and of mistakes.

    `contrast` says how much louder marks are read for a label that stand there more often, or more
    seldom, than elsewhere (naive Bayes' log ratios, Wang and Manning 2012); 0 reads all alike.
    `besides` are further looks at the texts: the weight of each zone, and how much what is learnt
    from them alone is added to what is learnt from `zones`.
    """

    name: str
    zones: Zones
    cost: float = 2.0
    lexicon: float = 0.0
    contrast: float = 0.0
    besides: tuple[tuple[Zones, float], ...] = ()
    expected: tuple[tuple[str, float], ...] = ()
    doubt: float = 0.5

    @property
    def looks(self) -> tuple[tuple[Zones, float], ...]:
        """Every look at the texts, with its share in the answer."""
        return ((self.zones, 1.0), *self.besides)


@dataclass(frozen=True)
class Read:
    """Examples as numbers: marks of each zone (scaled), what the lexicon says, and the table."""

    zones: list[Matrix]
    says: Floats
    slots: NDArray[np.int32]
    rarity: Floats


@dataclass(frozen=True)
class Sheet:
    """What one task is learnt from: marks, the number of each true label, how much each counts;
    and the looks at it: how loud each mark is read, and the look's share in the answer."""

    marks: Matrix
    truth: NDArray[np.int64]
    trust: NDArray[np.float64]
    looks: Sequence[tuple[Floats, float]]

    def part(self, rows: NDArray[np.int64]) -> "Sheet":
        """Return some of the rows."""
        return Sheet(self.marks[rows], self.truth[rows], self.trust[rows], self.looks)


@dataclass(frozen=True)
class Learnt:
    """A task, its weights (marks, labels), biases, and lexicon weights, before rounding."""

    task: Task
    weights: NDArray[np.float64]
    biases: NDArray[np.float64]
    lexical: NDArray[np.float64]


def train(
    examples: Sequence[Example], plans: Sequence[Plan], version: str, longest: int = 2,
    rarest: int = 2, hashed: int = HASHED, *, calibrated: bool = True,
) -> Model:  # fmt: skip
    """Learn every planned task; uncalibrated, how sure answers are is not learnt, in a fifth of
    the time. Raises ValueError where a task has fewer than two labels."""
    looks = [zones for plan in plans for zones, _share in plan.looks]
    zones = [zone for zone in range(_ZONES) if any(look[zone] for look in looks)]
    texts = read(examples, zones, longest, rarest, hashed)
    learnt = [_learn(texts, plan, examples, calibrated=calibrated) for plan in plans]
    weights = np.hstack([one.weights for one in learnt])
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / _LOUDEST
    rounded = np.rint(weights / scales).astype(np.int8)
    return Model(
        version, hashed, longest, tuple(zones), tuple(one.task for one in learnt),
        texts.slots, texts.rarity, rounded, scales.astype(np.float32),
        np.hstack([one.biases for one in learnt]).astype(np.float32),
        _lexical(learnt),
    )  # fmt: skip


def _lexical(learnt: Sequence[Learnt]) -> Floats:
    """Join the lexicon's weights; none at all where no task listens to it."""
    joined = np.hstack([one.lexical for one in learnt]).astype(np.float32)
    return joined if joined.any() else joined[:0]


def read(
    examples: Sequence[Example], listened: Sequence[int], longest: int, rarest: int, hashed: int
) -> Read:  # fmt: skip
    """Read the examples as every text is read later; marks of fewer texts than rarest are left."""
    from scipy.sparse import csr_matrix, diags  # type: ignore[import-untyped]

    titles = fold([example.title for example in examples])
    bodies = fold([example.body for example in examples])
    codes = encode([f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)])
    lengths = np.array([len(title) for title in titles], dtype=np.int64)
    zones = linear.zones_of(codes, lengths, listened)
    every = linear.places_of(np.arange(hashed, dtype=np.int32), hashed)
    bounds, slots, said = kernels_classify.count_marks(
        codes.points, zones, longest, every.bits, every.before, hashed
    )
    standing = np.bincount(slots, minlength=hashed)
    known = np.flatnonzero(standing >= rarest).astype(np.int32)
    marks = csr_matrix((said, slots, bounds), shape=(len(zones) * _ZONES, hashed))[:, known]
    rarity = np.log((1 + len(examples)) / (1 + standing[known])) + 1
    rarity = rarity.astype(np.float16).astype(np.float32)
    marks = marks @ diags(rarity)
    lengths = np.sqrt(np.asarray(marks.multiply(marks).sum(axis=1)).ravel())
    marks = (diags(1 / np.maximum(lengths, 1e-9)) @ marks).tocsr().astype(np.float32)
    apart = [marks[zone::_ZONES] for zone in range(_ZONES)]
    return Read(apart, lexicon.listen(codes, zones).says, known, rarity)


def _learn(texts: Read, plan: Plan, examples: Sequence[Example], *, calibrated: bool) -> Learnt:
    """Learn one task from the examples that have a label for it."""
    given = [(row, one.labels[plan.name]) for row, one in enumerate(examples)
             if plan.name in one.labels]  # fmt: skip
    labels, truth = np.unique([label for _, label in given], return_inverse=True)
    if len(labels) < 2:
        raise ValueError(f"{plan.name}: at least two different labels are needed to learn")
    rows = np.array([row for row, _ in given], dtype=np.int64)
    trust = np.array([examples[row].weight for row, _ in given])
    sheet = Sheet(_marks(texts)[rows], truth, trust, _looks(texts, plan))
    weights, biases = _separate(sheet, plan)
    wished = dict(plan.expected)
    task = Task(
        plan.name, tuple(labels.tolist()),
        tuple(wished.get(label, 1.0) for label in labels.tolist()), doubt=plan.doubt,
    )  # fmt: skip
    task, sharpness = _calibrated(task, sheet, plan) if calibrated else (task, 1.0)
    known = len(texts.slots)
    return Learnt(
        task, weights[:known] * sharpness, biases * sharpness, weights[known:] * sharpness
    )


def _marks(texts: Read) -> Matrix:
    """Join the zones' marks, and put what the lexicon says beside them."""
    from scipy.sparse import csr_matrix, hstack

    return hstack([sum(texts.zones), csr_matrix(texts.says)]).tocsr()


def _looks(texts: Read, plan: Plan) -> list[tuple[Floats, float]]:
    """Return how loud each mark is read: as its zone, the one it was mostly seen in. Only the first
    look listens to the lexicon."""
    owners = np.array([zone.getnnz(axis=0) for zone in texts.zones]).argmax(axis=0)
    words = texts.says.shape[1]
    lexicons = [plan.lexicon, *(0.0 for _look in plan.besides)]
    return [
        (np.append(np.array(zones)[owners], np.full(words, lexicon)).astype(np.float32), share)
        for (zones, share), lexicon in zip(plan.looks, lexicons, strict=True)
    ]


def _separate(sheet: Sheet, plan: Plan) -> Lines:
    """Fit one line for each label against the others, from each look; add them up."""
    from scipy.sparse import diags

    labels = max(int(sheet.truth.max()) + 1, 2)
    weights, biases = np.zeros((sheet.marks.shape[1], labels)), np.zeros(labels)
    for loud, share in sheet.looks:
        heard = np.flatnonzero(loud)
        marks = (sheet.marks[:, heard] @ diags(loud[heard])).tocsr()
        found, bias = _lines(replace(sheet, marks=marks), plan, labels)
        weights[heard] += share * found * loud[heard, None]
        biases += share * bias
    return weights, biases


def _lines(sheet: Sheet, plan: Plan, labels: int) -> Lines:
    if plan.contrast:
        lines = [_contrasted(sheet, label, plan) for label in range(int(labels == 2), labels)]
        weights, biases = (np.hstack(parts) for parts in zip(*lines, strict=True))
    else:
        weights, biases = _fitted(sheet, plan.cost)
    if labels == 2:
        weights, biases = np.hstack([-weights, weights]), np.hstack([-biases, biases])
    return weights, biases


def _contrasted(sheet: Sheet, label: int, plan: Plan) -> Lines:
    """Fit the line of one label where marks are as loud as they tell it from the others."""
    from scipy.sparse import diags

    own = sheet.truth == label
    loud = contrasts(sheet.marks, own) ** plan.contrast
    loud /= np.sqrt(np.mean(loud**2))
    marks = (sheet.marks @ diags(loud.astype(np.float32))).tocsr()
    weights, biases = _fitted(replace(sheet, marks=marks, truth=own.astype(np.int64)), plan.cost)
    return weights * loud[:, None], biases


def contrasts(marks: Matrix, own: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each mark how far its share among a label's own texts is from that among others:
    the absolute logarithm of the ratio."""
    least = float(marks.data.mean()) if marks.nnz else 1.0
    here, there = (np.asarray(marks[rows].sum(axis=0)).ravel() + least for rows in (own, ~own))
    ratios: NDArray[np.float64] = np.abs(np.log(here / here.sum()) - np.log(there / there.sum()))
    return ratios


def _fitted(sheet: Sheet, cost: float) -> Lines:
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

    machine = LinearSVC(
        C=cost, class_weight="balanced", tol=1e-2, max_iter=2000, random_state=0, dual=True
    )
    machine.fit(sheet.marks, sheet.truth, sample_weight=sheet.trust)
    return machine.coef_.T, machine.intercept_


def _calibrated(task: Task, sheet: Sheet, plan: Plan) -> tuple[Task, float]:
    """Learn on held-out parts how sharp the scores are and how often they are right."""
    truth = sheet.truth
    parts = folds(truth)
    scores = np.full((len(truth), len(task.labels)), -2.0)
    for part in range(FOLDS):
        inside, outside = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        present, kept = np.unique(truth[inside], return_inverse=True)
        if len(present) < 2:
            return task, 1.0
        weights, biases = _separate(replace(sheet.part(inside), truth=kept), plan)
        scores[np.ix_(outside, present)] = sheet.marks[outside] @ weights + biases
    sharpness = min(_SHARPNESS, key=lambda sharp: _surprise(scores * sharp, truth))
    shares = linear.shares_of(scores * sharpness, task.expected)
    curve = calibration.learn(shares.max(axis=1), shares.argmax(axis=1) == truth)
    return replace(task, curve=curve), sharpness


def _surprise(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """Return the mean negative logarithm of the shares given to the truth."""
    shares = linear.shares_of(scores, (1.0,) * scores.shape[1])
    return float(-np.log(np.maximum(shares[np.arange(len(truth)), truth], 1e-9)).mean())


def folds(truth: NDArray[np.int64]) -> NDArray[np.int64]:
    """Deal the examples of each label round over the parts, in their order."""
    parts = np.zeros(len(truth), dtype=np.int64)
    for label in np.unique(truth):
        rows = np.flatnonzero(truth == label)
        parts[rows] = (np.arange(len(rows)) + label) % FOLDS
    return parts
