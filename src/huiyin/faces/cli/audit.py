"""``huiyin audit verify``: walk the chain of events and name the first broken link."""

import json
import sys

import click

from huiyin.conf.env import load
from huiyin.engine.speech import _
from huiyin.faces.cli.database import open_desk

WORDS = {
    "missing": _("it is missing"),
    "altered": _("its content was altered"),
    "unlinked": _("it does not follow from the one before"),
    "cut": _("events after it were removed"),
}


@click.group(help=_("The chain of events."))
def command() -> None:
    """A group of one, so that others can follow."""


@command.command(help=_("Walk the whole chain; exit with 1 at a broken link."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
def verify(as_json: bool) -> None:
    config = load()
    with open_desk(config):
        from huiyin.apps.audit.queries import verify as walk

        events, broken = walk()
    if as_json:
        found = {"seq": broken.seq, "code": broken.code} if broken else None
        click.echo(json.dumps({"events": events, "broken": found}))
    elif broken:
        told = _("The chain is broken at event {seq}: {what}.")
        click.echo(told.format(seq=broken.seq, what=WORDS[broken.code]), err=True)
    else:
        click.echo(_("The chain of {events} events is whole.").format(events=events))
    sys.exit(1 if broken else 0)
