"""`huiyin eval charter`: how many clauses of the founding documents this version carries.

The last line is one JSON object. With `--state` the clauses of that state stand before it.
"""

import json

import click

from huiyin.engine.speech import _
from huiyin.faces.cli.charter import State, clauses, counts


@click.command(
    name="charter", help=_("Count how many clauses of the charter work, and how many do not yet.")
)
@click.option(
    "--state",
    type=click.Choice([state.value for state in State]),
    help=_("List the clauses of this state."),
)
def command(state: str | None) -> None:
    """See the help above."""
    rows = clauses()
    for row in rows:
        if row.state == state:
            click.echo(f"{row.number}\t{row.text}\t{row.substitute or row.capability}")
    click.echo(json.dumps(counts(rows)))
