"""`huiyin eval sentiment TRAIN TEST`: learn the tone of one file's texts, and name the other's.

Rows have text and label (1 positive, 0 negative). In the desk tone is asked of outlets' texts only.
"""

import time
from pathlib import Path

import click

from huiyin.engine.speech import _
from huiyin.faces.cli import eval_rows
from huiyin.flows.learning.examples import Example
from huiyin.flows.learning.fit import train
from huiyin.flows.learning.measures import accuracy
from huiyin.flows.learning.plans import REVIEWS
from huiyin.rules.text.classify import answers
from huiyin.rules.text.normalise import fold

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="sentiment", help=_("Learn the tone of texts from TRAIN and measure on TEST."))
@click.argument("train_file", metavar="TRAIN", type=FILE)
@click.argument("test_file", metavar="TEST", type=FILE)
def command(train_file: Path, test_file: Path) -> None:
    """See the help above; the result is one JSON object on the last line."""
    given = [
        Example("", str(row["text"]), {"sentiment": str(row["label"])})
        for row in eval_rows.rows(train_file)
    ]
    asked = eval_rows.rows(test_file)
    model = train(given, [REVIEWS], "eval", longest=3)
    answers([""], [""], model)
    begin = time.perf_counter()
    bodies = fold([str(row["text"]) for row in asked])
    found = answers([""] * len(bodies), bodies, model)["sentiment"]
    seconds = time.perf_counter() - begin
    best = [found.task.labels[label] for label in found.best.tolist()]
    eval_rows.report(
        {
            "rows": len(asked),
            "accuracy": accuracy([str(row["label"]) for row in asked], best),
            "docs_per_s": len(asked) / seconds,
        }
    )
