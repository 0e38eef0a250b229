"""A migrated database of a benchmark's own, with the rights of all parts; nothing is synced."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from huiyin.engine.postgres import CONSOLE, OWNER, PORTAL, WORKER, Cluster
from tests.postgres import new_data_dir


@contextmanager
def own_database(settings: str = "huiyin.conf.test") -> Iterator[None]:
    """Set Django up on it, its folder being the desk's; both are gone after the block."""
    folder = new_data_dir()
    server = Cluster(folder, durable=False)
    try:
        server.ensure()
        server.start(death_signal=signal.SIGQUIT)
        server.wait_ready()
        os.environ["HUIYIN_DB"] = server.url(OWNER)
        os.environ["HUIYIN_DATA"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
        from huiyin.faces.cli.migrations import migrate

        migrate(CONSOLE, WORKER, PORTAL)
        yield
    finally:
        server.stop(seconds=5)
        shutil.rmtree(folder, ignore_errors=True)
