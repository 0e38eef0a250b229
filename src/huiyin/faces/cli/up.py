"""``huiyin up``: the whole desk under one parent, until it is stopped."""

import sys

import click

from huiyin.conf.env import Config, load
from huiyin.engine.postgres import DATABASE, Cluster
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart
from huiyin.faces.cli.database import desk_database
from huiyin.faces.cli.desk import run_desk

IN_USE = "in-use"


@click.command(help=_("Start the desk and keep it running until Ctrl-C."))
@click.option(
    "--demo-when-empty",
    is_flag=True,
    help=_("Play the demo instead while nobody works at the real desk yet."),
)
def command(demo_when_empty: bool) -> None:
    config = load()
    if config.demo:
        raise CannotStart(
            "demo",
            _("HUIYIN_DEMO is set, but a real desk has no demonstration in it."),
            _("Remove it; “huiyin demo” plays the demonstration."),
        )
    empty = is_empty(config)
    if empty and demo_when_empty:
        from huiyin.faces.cli.demo import command as demo

        demo.main(args=[], standalone_mode=False)
        return
    sys.exit(run_desk(config, when_ready=_say_how_to_begin if empty else lambda: None))


def is_empty(config: Config) -> bool:
    """Whether nobody works at the real desk yet; remembered once somebody does."""
    cluster = Cluster(config.data_dir) if config.embedded else None
    if cluster is not None:
        if not cluster.folder.exists() or not cluster.noted(f"migrated-{DATABASE}"):
            return True
        if cluster.noted(IN_USE):
            return False
    with desk_database(config) as urls:
        used = _has_people(urls.owner)
    if used and cluster is not None:
        cluster.note(IN_USE, "yes")
    return not used


def _has_people(address: str) -> bool:
    import psycopg

    with psycopg.connect(address) as connection:
        (table,) = connection.execute("SELECT to_regclass('org_person')").fetchone() or (None,)
        if table is None:
            return False
        (used,) = connection.execute("SELECT EXISTS (SELECT FROM org_person)").fetchone() or (
            False,
        )
        return bool(used)


def _say_how_to_begin() -> None:
    click.echo(_("  Nobody can sign in yet. In another terminal, create the first administrator:"))
    click.echo(_("      huiyin admin create"))
