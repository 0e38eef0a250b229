"""``huiyin demo``: a day at an invented bureau, in a database of its own, on a scripted clock.

The filled database is made once and kept as a template, so that every start begins the same day
at once. What visitors did in the last run is gone; the real desk beside it is never touched.
"""

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

import click

from huiyin.conf.env import Config, load
from huiyin.engine.clock import Script, real_now
from huiyin.engine.postgres import OWNER, WORKER, Cluster
from huiyin.engine.speech import _
from huiyin.engine.supervisor import Child
from huiyin.engine.trouble import CannotStart
from huiyin.faces.cli.database import Addresses, addresses
from huiyin.faces.cli.desk import python_start, run_desk
from huiyin.faces.cli.migrations import migrations_mark
from huiyin.flows.demo.script import day

DATABASE = "huiyin_demo"
TEMPLATE = "huiyin_demo_ready"
EMPTY = f"empty-{TEMPLATE}"  # noted where it has all migrations and nothing else
STARTING = timedelta(seconds=4)  # what the faces take to start
STAGE = "huiyin.faces.cli.demo_stage"


@click.command(help=_("Play a day at a fictional office: news, reports, clocks, answers."))
def command() -> None:
    config = load()
    if not config.embedded:
        raise CannotStart(
            "demo_external",
            _("The demonstration plays on the built-in database only."),
            _("Unset HUIYIN_DATABASE_URL for this command."),
        )
    code = run_desk(
        config, database=DATABASE, environ=_scripted, extra=_player,
        prepare=partial(_prepare, config), when_ready=_say_what_this_is,
    )  # fmt: skip
    sys.exit(code)


def _scripted() -> dict[str, str]:
    """The bureau's clock, which reaches the first minute when the faces are about to answer."""
    begins = real_now() + STARTING
    script = Script(begins, day().starts_at, day().rate)
    return {"HUIYIN_DEMO": "true", "HUIYIN_SCRIPTED_CLOCK": str(script)}


def _prepare(config: Config, cluster: Cluster, environ: Mapping[str, str]) -> None:
    """A fresh copy of the filled database, which is made first where it is missing or old."""
    mark = _mark()
    if cluster.noted("demo-ready") != mark:
        click.echo(_("Filling the fictional office; this happens once …"), err=True)
        urls = addresses(config, TEMPLATE)
        if cluster.noted(EMPTY) != migrations_mark():
            cluster.drop_database(TEMPLATE)
            cluster.create_database(TEMPLATE)
            owner = cluster.url(OWNER, TEMPLATE)
            _run(environ, owner, "huiyin.faces.cli.migrations", *urls.accounts)
        cluster.note(EMPTY, "no longer")
        _run(environ, cluster.url(WORKER, TEMPLATE), STAGE, "fill")
        cluster.note("demo-ready", mark)
    cluster.drop_database(DATABASE)
    cluster.create_database(DATABASE, template=TEMPLATE)
    cluster.note(f"migrated-{DATABASE}", migrations_mark())


def _run(environ: Mapping[str, str], address: str, *module: str) -> None:
    subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-P", "-m", *module], env={**environ, "HUIYIN_DB": address}, check=True
    )


def _mark() -> str:
    """Changes with the migrations and with everything the fictional office is made of."""
    told = hashlib.sha256(migrations_mark().encode())
    stage = Path(__file__).resolve().parent.parent.parent / "flows" / "demo"
    for path in sorted(stage.iterdir()):
        if path.suffix in {".py", ".toml"}:
            told.update(path.read_bytes())
    return told.hexdigest()


def _player(urls: Addresses, environ: Mapping[str, str]) -> list[Child]:
    start = python_start(environ, urls.worker)
    return [Child(name="player", start=partial(start, STAGE, "play"), needs=("console", "worker"))]


def _say_what_this_is() -> None:
    click.echo(_("  This is a demonstration: the bar at the top of the console takes any role."))
    click.echo(_("  A minute there passes every second. Every start begins the day afresh."))
