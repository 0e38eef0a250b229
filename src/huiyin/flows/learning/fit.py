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
Matrix = Any
"""A scipy sparse matrix; scipy has no types."""


@dataclass(frozen=True)
class Plan:
    """How a task is learnt: the weight of each zone, of the lexicon, and of mistakes."""

    name: str
    zones: tuple[float, float, float, float]
    cost: float = 2.0
    lexicon: float = 0.0
    expected: tuple[tuple[str, float], ...] = ()
    doubt: float = 0.5


@dataclass(frozen=True)
class Read:
    """Examples as numbers: marks of each zone (scaled), what the lexicon says, and the table."""

    zones: list[Matrix]
    says: Floats
    slots: NDArray[np.int32]
    rarity: Floats


@dataclass(frozen=True)
class Sheet:
    """What one task is learnt from: marks, the number of each true label, how much each counts."""

    marks: Matrix
    truth: NDArray[np.int64]
    trust: NDArray[np.float64]

    def part(self, rows: NDArray[np.int64]) -> "Sheet":
        """Return some of the rows."""
        return Sheet(self.marks[rows], self.truth[rows], self.trust[rows])


@dataclass(frozen=True)
class Learnt:
    """A task, its weights (marks, labels), biases, and lexicon weights, before rounding."""

    task: Task
    weights: NDArray[np.float64]
    biases: NDArray[np.float64]
    lexical: NDArray[np.float64]


def train(
    examples: Sequence[Example], plans: Sequence[Plan], version: str, longest: int = 2,
    rarest: int = 2, *, calibrated: bool = True,
) -> Model:  # fmt: skip
    """Learn every planned task; uncalibrated, how sure answers are is not learnt, in a fifth of
    the time. Raises ValueError where a task has fewer than two labels."""
    zones = [zone for zone in range(_ZONES) if any(plan.zones[zone] for plan in plans)]
    texts = read(examples, zones, longest, rarest)
    learnt = [_learn(texts, plan, examples, calibrated=calibrated) for plan in plans]
    weights = np.hstack([one.weights for one in learnt])
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / _LOUDEST
    rounded = np.rint(weights / scales).astype(np.int8)
    return Model(
        version, HASHED, longest, tuple(zones), tuple(one.task for one in learnt),
        texts.slots, texts.rarity, rounded, scales.astype(np.float32),
        np.hstack([one.biases for one in learnt]).astype(np.float32),
        _lexical(learnt),
    )  # fmt: skip


def _lexical(learnt: Sequence[Learnt]) -> Floats:
    """Join the lexicon's weights; none at all where no task listens to it."""
    joined = np.hstack([one.lexical for one in learnt]).astype(np.float32)
    return joined if joined.any() else joined[:0]


def read(examples: Sequence[Example], listened: Sequence[int], longest: int, rarest: int) -> Read:
    """Read the examples as every text is read later; marks of fewer texts than rarest are left."""
    from scipy.sparse import csr_matrix, diags  # type: ignore[import-untyped]

    titles = fold([example.title for example in examples])
    bodies = fold([example.body for example in examples])
    codes = encode([f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)])
    lengths = np.array([len(title) for title in titles], dtype=np.int64)
    zones = linear.zones_of(codes, lengths, listened)
    every = linear.places_of(np.arange(HASHED, dtype=np.int32), HASHED)
    bounds, slots, said = kernels_classify.count_marks(
        codes.points, zones, longest, every.bits, every.before, HASHED
    )
    standing = np.bincount(slots, minlength=HASHED)
    known = np.flatnonzero(standing >= rarest).astype(np.int32)
    marks = csr_matrix((said, slots, bounds), shape=(len(zones) * _ZONES, HASHED))[:, known]
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
    sheet = Sheet(_marks(texts, plan)[rows], truth, trust)
    weights, biases = _separate(sheet, plan.cost)
    wished = dict(plan.expected)
    task = Task(
        plan.name, tuple(labels.tolist()),
        tuple(wished.get(label, 1.0) for label in labels.tolist()), doubt=plan.doubt,
    )  # fmt: skip
    task, sharpness = _calibrated(task, sheet, plan.cost) if calibrated else (task, 1.0)
    known = len(texts.slots)
    scales = _zone_scales(texts, plan)[:, None]
    return Learnt(
        task, weights[:known] * scales * sharpness, biases * sharpness,
        weights[known:] * plan.lexicon * sharpness,
    )  # fmt: skip


def _marks(texts: Read, plan: Plan) -> Matrix:
    """Weigh the zones as planned, and put what the lexicon says beside them."""
    from scipy.sparse import csr_matrix, hstack

    weighed = sum(zone * scale for zone, scale in zip(texts.zones, plan.zones, strict=True))
    return hstack([weighed, csr_matrix(texts.says * plan.lexicon)]).tocsr()


def _zone_scales(texts: Read, plan: Plan) -> NDArray[np.float64]:
    """Return the weight of each mark's zone: a slot is of the zone it was mostly seen in."""
    seen = np.array([zone.getnnz(axis=0) for zone in texts.zones])
    scales: NDArray[np.float64] = np.array(plan.zones)[seen.argmax(axis=0)]
    return scales


def _separate(sheet: Sheet, cost: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit one line for each label against the others: weights (marks, labels) and biases."""
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

    machine = LinearSVC(
        C=cost, class_weight="balanced", tol=1e-2, max_iter=2000, random_state=0, dual=True
    )
    machine.fit(sheet.marks, sheet.truth, sample_weight=sheet.trust)
    weights, biases = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:
        weights, biases = np.hstack([-weights, weights]), np.hstack([-biases, biases])
    return weights, biases


def _calibrated(task: Task, sheet: Sheet, cost: float) -> tuple[Task, float]:
    """Learn on held-out parts how sharp the scores are and how often they are right."""
    truth = sheet.truth
    parts = folds(truth)
    scores = np.full((len(truth), len(task.labels)), -2.0)
    for part in range(FOLDS):
        inside, outside = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        present, kept = np.unique(truth[inside], return_inverse=True)
        if len(present) < 2:
            return task, 1.0
        weights, biases = _separate(replace(sheet.part(inside), truth=kept), cost)
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
