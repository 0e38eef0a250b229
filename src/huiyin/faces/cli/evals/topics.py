"""`huiyin eval topics TRAIN TEST`: learn the topics of one file's messages, and name the other's.

Rows have title, body and label; where a body is missing, its tokens are read as the text. The
trainer is the one of `huiyin train`, the reading the one every item gets. Title and body are read
as they stand, so that the figures are those of an office that labelled TRAIN by hand.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from huiyin.engine.speech import _
from huiyin.faces.cli import eval_rows
from huiyin.flows.learning.examples import Example
from huiyin.flows.learning.fit import train
from huiyin.flows.learning.measures import accuracy, macro_f1
from huiyin.flows.learning.plans import OFFICE_TOPICS, RAREST, WIDE
from huiyin.rules.text.classify import answers
from huiyin.rules.text.normalise import fold

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WARM = 64


@click.command(name="topics", help=_("Learn topics from TRAIN and measure them on TEST."))
@click.argument("train_file", metavar="TRAIN", type=FILE)
@click.argument("test_file", metavar="TEST", type=FILE)
def command(train_file: Path, test_file: Path) -> None:
    """See the help above; the result is one JSON object on the last line."""
    given = [read(row) for row in eval_rows.rows(train_file)]
    asked = [read(row) for row in eval_rows.rows(test_file)]
    model = train(given, [OFFICE_TOPICS], "eval", rarest=RAREST, hashed=WIDE)
    answers([""] * _WARM, [""] * _WARM, model)
    begin = time.perf_counter()
    titles, bodies = fold([row.title for row in asked]), fold([row.body for row in asked])
    found = answers(titles, bodies, model)["topic"]
    seconds = time.perf_counter() - begin
    truth = [row.labels["topic"] for row in asked]
    best = [found.task.labels[label] for label in found.best.tolist()]
    eval_rows.report(
        {
            "rows": len(asked),
            "macro_f1": macro_f1(truth, best),
            "accuracy": accuracy(truth, best),
            "top2": _top2(truth, found.task.labels, (found.best, found.second)),
            "docs_per_s": len(asked) / seconds,
        }
    )


def read(row: dict[str, Any]) -> Example:
    """Read a row uniformly: title and body as they are, else the tokens without their spaces."""
    title, body = str(row.get("title") or ""), str(row.get("body") or "")
    if row.get("title_from") == "tokens":
        title = title.replace(" ", "")
    if not body:
        body = str(row.get("tokens") or "").replace(" ", "")
    return Example(title, body, {"topic": str(row["label"])})


def _top2(truth: Sequence[str], labels: Sequence[str], guesses: Sequence[Any]) -> float:
    wanted = np.array([labels.index(label) if label in labels else -1 for label in truth])
    return float((np.array(guesses) == wanted).any(axis=0).mean())
