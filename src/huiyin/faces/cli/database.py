"""The desk's database for one command: the running desk's, or one started for the moment."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from huiyin.conf.env import Config
from huiyin.engine import folder, secrets
from huiyin.engine.postgres import CONSOLE, DATABASE, OWNER, PORTAL, WORKER, Cluster
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart
from huiyin.faces.cli.migrations import migrate_by_process, migrations_mark

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Addresses:
    """The libpq address of one database for each role."""

    owner: str
    console: str
    worker: str
    portal: str

    @property
    def accounts(self) -> tuple[str, str, str]:
        """Account names of console, worker and portal."""
        console, worker, portal = (
            unquote(urlsplit(url).username or "")
            for url in (self.console, self.worker, self.portal)
        )
        return console, worker, portal


def addresses(config: Config, database: str = DATABASE) -> Addresses:
    """Of the embedded server by role; of an own server as the settings name them."""
    if config.database_url is not None:
        url = config.database_url
        owner, portal = config.owner_database_url or url, config.portal_database_url or url
        return Addresses(owner=owner, console=url, worker=url, portal=portal)
    cluster = Cluster(config.data_dir)
    owner, console, worker, portal = (
        cluster.url(role, database) for role in (OWNER, CONSOLE, WORKER, PORTAL)
    )
    return Addresses(owner=owner, console=console, worker=worker, portal=portal)


@contextmanager
def desk_database(config: Config, database: str = DATABASE) -> Iterator[Addresses]:
    """Within the block the database answers; a server started here is stopped at the end."""
    if not config.embedded:
        yield addresses(config)
        return
    folder.prepare(config.data_dir)
    if folder.is_held(config.data_dir):
        _wait_for_running(config)
        yield addresses(config, database)
        return
    cluster = Cluster(config.data_dir)
    with folder.held(config.data_dir):
        cluster.ensure()
        try:
            cluster.start()
            cluster.wait_ready()
            yield addresses(config, database)
        finally:
            cluster.stop()


def stand_django_up(config: Config, address: str) -> None:
    """Set Django up in this process on the given address, with the worker's settings."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="huiyin.conf.worker",
        HUIYIN_DB=address,
        HUIYIN_SECRET_KEY=secrets.read_or_make(config.data_dir, "key-console"),
    )
    import django

    django.setup()


@contextmanager
def open_desk(config: Config, database: str = DATABASE) -> Iterator[Addresses]:
    """`desk_database` with Django set up on it; the embedded database is brought up to date."""
    with desk_database(config, database) as urls:
        stand_django_up(config, urls.owner)
        cluster = Cluster(config.data_dir)
        if config.embedded and cluster.noted(f"migrated-{database}") != migrations_mark():
            migrate_by_process(urls.owner, urls.accounts)
            cluster.note(f"migrated-{database}", migrations_mark())
        yield urls


def _wait_for_running(config: Config) -> None:
    cluster = Cluster(config.data_dir)
    until = time.monotonic() + PATIENCE_SECONDS
    while not cluster.is_ready():
        if time.monotonic() > until:
            raise CannotStart(
                "desk_silent",
                _("A desk runs on {folder}, but its database does not answer.").format(
                    folder=config.data_dir
                ),
                _("Look at what that desk says, or stop it and try again."),
            )
        time.sleep(0.1)
