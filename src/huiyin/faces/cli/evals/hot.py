"""`huiyin eval hot FILE`: group citizens' messages into matters and score them by B-cubed.

Rows have `time`, `title`, `body`; those with `event` are scored, those without one count against
precision, those with `ignore` are left out. A matter lives for months here, so nothing fades.
"""

from datetime import UTC, datetime
from pathlib import Path

import click

from huiyin.engine.speech import _
from huiyin.faces.cli.eval_rows import report, rows
from huiyin.faces.cli.grouping_scores import measured, undated


@click.command("hot", help=_("Group citizens' messages into matters, and score them by B-cubed."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """See the help above."""
    from huiyin.rules.text.policies import TOLD

    kept = [row for row in rows(file) if not row.get("ignore")]
    figures = measured(
        [row.get("title") or "" for row in kept],
        [row.get("body") or "" for row in kept],
        [_time(row.get("time")) for row in kept],
        [row.get("event") for row in kept],
        undated(TOLD),
    )
    report(figures)


def _time(written: str | None) -> datetime:
    """The time of a row; rows without one come first."""
    at = datetime.fromisoformat(written) if written else datetime(1970, 1, 1, tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
