"""`huiyin eval kind FILE`: name what messages want with the model that comes with the desk.

Rows have title, body and kind. Complaint, hazard and report are one grievance here. `unsure` is
the share of messages where the desk would say "don't know"; their best guess is counted.
"""

import time
from pathlib import Path

import click

from huiyin.engine.speech import _
from huiyin.faces.cli import eval_rows
from huiyin.flows.learning.measures import accuracy, macro_f1
from huiyin.rules.text import model_files
from huiyin.rules.text.classify import answers
from huiyin.rules.text.normalise import fold

_GRIEVANCES = {"report": "complaint", "hazard": "complaint"}


@click.command(name="kind", help=_("Measure what messages of FILE want, with the shipped model."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """See the help above; the result is one JSON object on the last line."""
    rows = eval_rows.rows(file)
    model = model_files.shipped()
    answers([""], [""], model)
    begin = time.perf_counter()
    titles = fold([str(row.get("title") or "") for row in rows])
    bodies = fold([str(row.get("body") or "") for row in rows])
    found = answers(titles, bodies, model)["kind"]
    seconds = time.perf_counter() - begin
    best = [merged(found.task.labels[label]) for label in found.best.tolist()]
    truth = [merged(str(row["kind"])) for row in rows]
    eval_rows.report(
        {
            "rows": len(rows),
            "accuracy": accuracy(truth, best),
            "macro_f1": macro_f1(truth, best),
            "unsure": float((found.confidence < found.task.doubt).mean()),
            "docs_per_s": len(rows) / seconds,
        }
    )


def merged(kind: str) -> str:
    """Return the kind as it is measured: complaint, question, suggestion or request."""
    return _GRIEVANCES.get(kind, kind)
