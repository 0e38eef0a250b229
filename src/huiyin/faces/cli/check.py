"""``huiyin check``: configuration, data folder, database, clocks, people, calendars and mail.

Each line says ok, warning or error, and how to mend it. The exit code is 1 where an error is found.
"""

import json
import shutil
import sys
from collections.abc import Iterator

import click

from huiyin.conf.env import Config, load
from huiyin.engine import folder
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart
from huiyin.faces.cli import check_drafting, check_scanning, findings
from huiyin.faces.cli.findings import Finding, Level

SCARCE_BYTES = 2 * 2**30


@click.command(help=_("Look at settings, database, clocks, calendars and mail."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the findings as JSON."))
def command(as_json: bool) -> None:
    found = list(examine())
    if as_json:
        click.echo(json.dumps(findings.as_rows(found), ensure_ascii=False, indent=1))
    else:
        findings.say(found)
    sys.exit(1 if any(finding.level is Level.ERROR for finding in found) else 0)


def examine() -> Iterator[Finding]:
    """Everything in turn; what cannot be looked at because of an earlier error is left out."""
    try:
        config = load()
    except CannotStart as trouble:
        yield _said("settings", trouble)
        return
    yield findings.ok("settings", _("The settings can be read."))
    yield from _look_at_databases_named(config)
    yield _look_at_anchors(config)
    yield check_drafting.look(config)
    yield check_scanning.look(config)
    try:
        folder.prepare(config.data_dir)
    except CannotStart as trouble:
        yield _said("folder", trouble)
        return
    yield _look_at_space(config)
    yield from _look_inside(config)


def _look_at_databases_named(config: Config) -> Iterator[Finding]:
    if config.database_url and not config.portal_database_url:
        yield findings.warning(
            "roles",
            _("The portal uses the same database account as the console."),
            _("Give it an account of its own by HUIYIN_PORTAL_DATABASE_URL."),
        )


def _look_at_anchors(config: Config) -> Finding:
    folder = config.anchor_folder
    if config.anchor_mail or (folder and not folder.is_relative_to(config.data_dir)):
        return findings.ok("anchors", _("Anchors of the chain of events are kept elsewhere."))
    return findings.warning(
        "anchors",
        _("Anchors of the chain of events are kept beside the database only."),
        _("Name a folder of another machine by HUIYIN_ANCHOR_FOLDER, or HUIYIN_ANCHOR_MAIL."),
    )


def _look_at_space(config: Config) -> Finding:
    free = shutil.disk_usage(config.data_dir).free
    told = {"folder": config.data_dir, "free": f"{free / 2**30:.1f}"}
    if free < SCARCE_BYTES:
        return findings.warning(
            "space",
            _("The disk of {folder} has only {free} GB left.").format(**told),
            _("Free some space before it runs out."),
        )
    return findings.ok("space", _("The disk of {folder} has {free} GB left.").format(**told))


def _look_inside(config: Config) -> Iterator[Finding]:
    import psycopg

    from huiyin.faces.cli import check_database, check_mail
    from huiyin.faces.cli.database import desk_database, stand_django_up

    try:
        with desk_database(config) as urls:
            stand_django_up(config, urls.owner)
            yield from check_database.look(urls)
            if not check_database.missing_migrations():
                yield from check_mail.look_at_channels()
    except CannotStart as trouble:
        yield _said("database", trouble)
        return
    except psycopg.OperationalError as trouble:
        yield findings.error(
            "database",
            _("The database does not answer: {reason}").format(reason=str(trouble).strip()),
            _("Start it, or correct HUIYIN_DATABASE_URL."),
        )
        return
    yield check_mail.look(config)


def _said(check: str, trouble: CannotStart) -> Finding:
    return findings.error(check, trouble.problem, trouble.mend)
