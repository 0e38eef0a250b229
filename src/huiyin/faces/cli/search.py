"""``huiyin search``: how far the full-text index has come, and to build it anew."""

import json
import sys

import click

from huiyin.conf.env import load
from huiyin.engine.speech import _
from huiyin.faces.cli.database import open_desk

PARTS = {"none": _("there is none yet"), "unreadable": _("it cannot be read")}


@click.group(help=_("The full-text index."))
def command() -> None:
    """Nothing is done without a subcommand."""


@command.command(help=_("Say how many items the index holds; exit with 1 where it cannot be read."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
def status(as_json: bool) -> None:
    with open_desk(load()):
        from huiyin.apps.intake.indexing import state_of_index

        state = state_of_index()
    if as_json:
        click.echo(json.dumps({"items": state.items, "indexed": state.indexed, "code": state.code}))
    elif state.code:
        told = _("The search index: {what}; {items} items wait. The worker builds it.")
        click.echo(told.format(what=PARTS[state.code], items=state.items))
    else:
        told = _("The search index holds {indexed} of {items} items.")
        click.echo(told.format(indexed=state.indexed, items=state.items))
    sys.exit(1 if state.code == "unreadable" else 0)


@command.command(help=_("Have the worker build the index anew; the old one answers until then."))
def rebuild() -> None:
    with open_desk(load()):
        from huiyin.apps.intake.indexing import place

        where = place()
        if where is not None:
            where.ask_to_rebuild()
    click.echo(_("The worker builds the search index anew, now or as soon as the desk is up."))
