"""The model that comes with the desk: learnt from the seed alone, and its page."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from huiyin.flows.learning.cards import Figures, guessed
from huiyin.flows.learning.examples import Example, seed
from huiyin.flows.learning.fit import FOLDS, Plan, folds, train
from huiyin.flows.learning.measures import accuracy, macro_f1
from huiyin.flows.learning.plans import RAREST, SHIPPED
from huiyin.rules.text import model_files

VERSION = "shipped-2"
_PAGE = """# The shipped model

Written by `huiyin train --shipped`; do not edit by hand. Version `{version}`, {size} bytes, learnt
from {texts} texts written for the project (`src/huiyin/data/seed`). It saw no message of any real
office; an office's own corrections improve it, see [Training](../how-to/train.md).

A linear support vector machine for each task, over characters and pairs of characters in four zones
of a text (whole, head, first and last sentence); kind and severity also listen to a lexicon. How
sure an answer is was learnt on held-out parts (isotonic regression). The same seed gives the same
bytes.

Figures on the seed itself, in five parts, each judged by what was learnt from the other four:

| task | labels | texts | accuracy | macro F1 |
|---|---|---|---|---|
{rows}

The seed has about as many texts of each kind, and far more rare topics than an office's post; kinds
are judged as among that post, where most is complaint, which costs right answers here.

Meant for: proposing kind, topic and severity to a person who decides, and telling the tone of what
outlets publish. Not meant for: deciding anything by itself, or judging how a citizen sounds. Tone
is never told of what citizens write.
"""


@dataclass(frozen=True)
class Shipment:
    """The model's bytes and its card in Markdown."""

    data: bytes
    page: str


def build() -> Shipment:
    """Learn the shipped model; the same seed gives the same bytes."""
    known = seed()
    data = model_files.to_bytes(train(known, SHIPPED, VERSION, rarest=RAREST))
    return Shipment(
        data, _page(known, {plan.name: measured(known, plan) for plan in SHIPPED}, data)
    )


def measured(known: tuple[Example, ...], plan: Plan) -> Figures:
    """Measure a task on the seed in five parts, each judged by what learnt from the others."""
    asked = [one for one in known if plan.name in one.labels]
    truth = [one.labels[plan.name] for one in asked]
    parts = folds(np.unique(truth, return_inverse=True)[1]).tolist()
    guesses = [""] * len(asked)
    for part in range(FOLDS):
        inside = [one for one, at in zip(asked, parts, strict=True) if at != part]
        rows = [row for row, at in enumerate(parts) if at == part]
        model = train(inside, [plan], "part", rarest=RAREST, calibrated=False)
        for row, label in zip(rows, guessed(model, plan.name, [asked[row] for row in rows]),
                              strict=True):  # fmt: skip
            guesses[row] = label
    return Figures(accuracy(truth, guesses), macro_f1(truth, guesses))


def _page(known: tuple[Example, ...], figures: dict[str, Figures], data: bytes) -> str:
    rows = []
    for plan in SHIPPED:
        said = Counter(one.labels[plan.name] for one in known if plan.name in one.labels)
        right = figures[plan.name]
        rows.append(
            f"| {plan.name} | {len(said)} | {said.total():,} | {right.accuracy:.3f}"
            f" | {right.macro_f1:.3f} |"
        )
    return _PAGE.format(
        version=VERSION, size=f"{len(data):,}", texts=f"{len(known):,}", rows="\n".join(rows)
    )
