"""``huiyin migrate``: bring the database up to this version."""

import hashlib
import importlib.metadata
import os
from pathlib import Path

import click

from huiyin.engine.speech import _


def migrations_mark() -> str:
    """A mark that changes whenever there may be something to migrate.

    It covers the text of every migration of ours and the version of Django, whose own apps have
    migrations too; a database that bears it needs none.
    """
    package = Path(__file__).resolve().parent.parent.parent
    told = hashlib.sha256(importlib.metadata.version("django").encode())
    for path in sorted(package.glob("**/migrations/*.py")):
        told.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def migrate() -> None:
    """Apply what is missing on the database this process was given."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


@click.command(help=_("Bring the database up to this version."))
def command() -> None:
    from huiyin.conf.env import load
    from huiyin.faces.cli.database import desk_database, stand_django_up

    config = load()
    with desk_database(config) as urls:
        stand_django_up(config, urls.owner)
        migrate()
    click.echo(_("The database is up to date."))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.conf.worker")
    migrate()
