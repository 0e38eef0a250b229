"""`huiyin eval stories FILE`: group news without dates into stories and score them by B-cubed.

Rows have `text` (its first line is the title) and `story`, the happening it tells of.
"""

from datetime import UTC, datetime
from pathlib import Path

import click

from huiyin.engine.speech import _
from huiyin.faces.cli.eval_rows import report, rows
from huiyin.faces.cli.grouping_scores import measured

ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@click.command("stories", help=_("Group news into stories, and score them by B-cubed."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """See the help above."""
    from huiyin.rules.text.policies import ARCHIVE

    found = rows(file)
    texts = [row.get("text") or "" for row in found]
    figures = measured(
        [text.partition("\n")[0] for text in texts],
        texts,
        [ANY_TIME] * len(texts),
        [row.get("story") for row in found],
        ARCHIVE,
    )
    report(figures)
