"""Model cards: what a model was learnt from and how right it is, before and after, for people.

"Before" is the model that comes with the desk, which saw none of the office's labels. "After" is
measured in five parts: each part of the office's labels is judged by a model that learnt from the
other four and the seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import numpy as np

from huiyin.flows.learning.examples import Example
from huiyin.flows.learning.fit import FOLDS, Plan, folds, train
from huiyin.flows.learning.measures import accuracy, macro_f1
from huiyin.flows.learning.plans import RAREST
from huiyin.rules.text.classify import answers
from huiyin.rules.text.linear import Model
from huiyin.rules.text.normalise import fold

FEWEST = 10
"""Labels below which a figure would say nothing."""


@dataclass(frozen=True)
class Figures:
    """How right guesses are: share of right ones, and the mean over the labels of F1."""

    accuracy: float
    macro_f1: float


@dataclass(frozen=True)
class Compared:
    """One task on the office's own labels."""

    labels: int
    before: Figures
    after: Figures


@dataclass(frozen=True)
class Card:
    """What there is to know about a model. `labels` counts what was learnt from, by task."""

    version: str
    made_at: str
    seed: int
    labels: Mapping[str, int]
    tasks: Mapping[str, Compared]

    def as_json(self) -> dict[str, object]:
        """Return the card as plain JSON values."""
        return asdict(self)


def card(
    version: str, at: datetime, seed: Sequence[Example], own: Sequence[Example],
    plans: Sequence[Plan], shipped: Model,
) -> Card:  # fmt: skip
    """Write the card of a model that learns the plans from the seed and the office's own labels."""
    counts = {plan.name: sum(plan.name in one.labels for one in own) for plan in plans}
    compared = {
        plan.name: compare(seed, own, plan, shipped)
        for plan in plans
        if counts[plan.name] >= FEWEST
    }
    return Card(version, at.isoformat(), len(seed), counts, compared)


def compare(
    seed: Sequence[Example], own: Sequence[Example], plan: Plan, shipped: Model
) -> Compared:
    """Measure one task on the office's labels, before learning from them and after."""
    asked = [one for one in own if plan.name in one.labels]
    truth = [one.labels[plan.name] for one in asked]
    parts = folds(np.unique(truth, return_inverse=True)[1])
    after = [""] * len(asked)
    for part in range(FOLDS):
        outside = np.flatnonzero(parts == part).tolist()
        learnt_from = [one for one, at in zip(asked, parts.tolist(), strict=True) if at != part]
        known = [one for one in seed if plan.name in one.labels]
        model = train([*known, *learnt_from], [plan], "part", rarest=RAREST, calibrated=False)
        for row, label in zip(outside, guessed(model, plan.name, [asked[row] for row in outside]),
                              strict=True):  # fmt: skip
            after[row] = label
    before = guessed(shipped, plan.name, asked)
    return Compared(len(asked), _figures(truth, before), _figures(truth, after))


def guessed(model: Model, task: str, asked: Sequence[Example]) -> list[str]:
    """Return the best label of each example, sure or not."""
    titles, bodies = fold([one.title for one in asked]), fold([one.body for one in asked])
    found = answers(titles, bodies, model)[task]
    return [found.task.labels[label] for label in found.best.tolist()]


def weighed(own: Sequence[Example], weight: float) -> list[Example]:
    """Return the examples counting so much more than those of the seed."""
    return [replace(one, weight=weight) for one in own]


def _figures(truth: Sequence[str], guesses: Sequence[str]) -> Figures:
    return Figures(round(accuracy(truth, guesses), 4), round(macro_f1(truth, guesses), 4))
