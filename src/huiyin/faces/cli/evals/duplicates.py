"""`huiyin eval duplicates FILE`: are reprints found, and nothing else taken for one?

Every pair of rows with the same `orig` is a reprint, whatever was done to it; no other pair is, and
so no lookalike (same words, other places and figures) is one of the text it was made from. All
pairs of the file count. The documents a second are those of folding, keys, candidates and
comparing, from title and body as strings, by the clock.
"""

import time
from collections import Counter
from pathlib import Path

import click

from huiyin.engine.speech import _
from huiyin.faces.cli.eval_rows import report, rows
from huiyin.rules.text.duplicates import reprints
from huiyin.rules.text.prints import prints

_WARM = 500
"""Documents read before the clock starts: enough for both threads to load what they need."""


@click.command(name="duplicates", help=_("Count which reprints of FILE (JSON lines) are found."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """See the help above; the result is one JSON object on the last line."""
    documents = rows(file)
    missing = [name for name in ("orig", "body") if any(name not in row for row in documents)]
    if missing:
        raise click.ClickException(_("a row has no {names}").format(names=", ".join(missing)))
    titles = [row.get("title") or "" for row in documents]
    bodies = [row["body"] or "" for row in documents]
    reprints(prints(titles[:_WARM], bodies[:_WARM]))
    begun = time.perf_counter()
    found = reprints(prints(titles, bodies)).tolist()
    seconds = time.perf_counter() - begun
    origins = [row["orig"] for row in documents]
    right = sum(origins[one] == origins[other] for one, other in found)
    wanted = sum(count * (count - 1) // 2 for count in Counter(origins).values())
    precision, recall = right / max(len(found), 1), right / max(wanted, 1)
    report(
        {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / max(precision + recall, 1e-9),
            "docs_per_s": int(len(documents) / seconds),
        }
    )
