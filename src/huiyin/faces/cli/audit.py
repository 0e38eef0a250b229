"""``huiyin audit``: verify the chain of events, anchor it, hand it to an outsider."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import click

from huiyin.conf.env import load
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart
from huiyin.faces.cli.database import open_desk

WORDS = {
    "missing": _("it is missing"),
    "altered": _("its content was altered"),
    "unlinked": _("it does not follow from the one before"),
    "cut": _("events after it were removed"),
    "rewritten": _("it is not the one that was anchored: the chain was written anew"),
}
HEX_OCTETS = 64


@click.group(help=_("The chain of events."))
def command() -> None:
    """Everything about the chain that needs no face."""


@command.command(help=_("Walk the whole chain; exit with 1 at a broken link."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
@click.option(
    "--anchors",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=_("A file of anchors kept elsewhere, in place of the desk's own."),
)
@click.option("--key", default="", help=_("The key that signed it, if not the desk's own."))
def verify(as_json: bool, file: Path | None, key: str) -> None:
    with open_desk(load()):
        from huiyin.apps.audit.queries import verify as walk

        anchored = _anchored(file, key)
        events, broken = walk(anchored)
    told = {"events": events, "anchors": len(anchored), "anchored": max(anchored, default=0)}
    if as_json:
        found = {"seq": broken.seq, "code": broken.code} if broken else None
        click.echo(json.dumps({**told, "broken": found}))
    elif broken:
        words = _("The chain is broken at event {seq}: {what}.")
        click.echo(words.format(seq=broken.seq, what=WORDS[broken.code]), err=True)
    else:
        click.echo(_("The chain of {events} events is whole.").format(events=events))
        _say_anchored(told)
    sys.exit(1 if broken else 0)


@command.command(help=_("Sign the head of the chain now and write it to the file of anchors."))
def anchor() -> None:
    with open_desk(load()):
        from huiyin.engine.clock import real_now
        from huiyin.flows.anchoring import anchor_now

        try:
            made = anchor_now(real_now())
        except OSError as error:
            raise CannotStart(
                "anchor_folder",
                _("The anchor cannot be written: {error}").format(error=error),
                _("Mend the folder, or point HUIYIN_ANCHOR_FOLDER at another one."),
            ) from error
    if made is None:
        click.echo(_("Nothing has happened yet, so there is nothing to anchor."), err=True)
        return
    click.echo(made[0].line())
    click.echo(_("Written to {path}.").format(path=made[1]), err=True)


@command.command(help=_("Write all events to a file that an outsider can verify; - for stdout."))
@click.argument("file", type=click.File("w", encoding="utf-8"))
def export(file: IO[str]) -> None:
    with open_desk(load()):
        from huiyin.apps.audit.queries import exported

        count = 0
        for line in exported():
            file.write(line + "\n")
            count += 1
    click.echo(_("{count} events exported.").format(count=count), err=True)


def _anchored(file: Path | None, key: str) -> Mapping[int, bytes]:
    """Hashes by number that the chain must have; raises CannotStart at a line that is forged."""
    from django.conf import settings

    from huiyin.apps.audit import anchors
    from huiyin.apps.audit.queries import own_anchors

    if key and len(key) != HEX_OCTETS:
        raise click.BadParameter(_("A key has 64 hexadecimal digits."), param_hint="--key")
    try:
        if file is None:
            return anchors.expected(own_anchors())
        own = key or anchors.public_key(anchors.signing_key(settings.CONFIG.data_dir))
        return anchors.expected(anchors.read(file, own))
    except anchors.AnchorUnreadable as error:
        raise CannotStart(
            "anchor_forged",
            _("Line {line} of {path} is no anchor signed by the expected key.").format(
                line=error.line, path=error.path
            ),
            _("Compare the file with the anchors that were mailed or noted elsewhere."),
        ) from error


def _say_anchored(told: Mapping[str, int]) -> None:
    if told["anchors"]:
        words = _("It agrees with {anchors} anchors, the last at event {anchored}.")
        click.echo(words.format(**told))
    else:
        click.echo(_("There is no anchor yet: that it was not written anew is unproven."))
