"""``huiyin migrate``: bring the database up to this version."""

import click

from huiyin.conf.env import load
from huiyin.engine.postgres import DATABASE, Cluster
from huiyin.engine.speech import _
from huiyin.faces.cli.database import desk_database
from huiyin.faces.cli.migrations import migrate_by_process, migrations_mark


@click.command(help=_("Bring the database up to this version."))
def command() -> None:
    config = load()
    with desk_database(config) as urls:
        migrate_by_process(urls.owner, urls.accounts)
        if config.embedded:
            Cluster(config.data_dir).note(f"migrated-{DATABASE}", migrations_mark())
    click.echo(_("The database is up to date."))
