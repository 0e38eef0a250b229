"""A migrated database of a benchmark's own, on a server that syncs nothing to disk."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from huiyin.engine.postgres import OWNER, Cluster
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
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield
    finally:
        server.stop(seconds=5)
        shutil.rmtree(folder, ignore_errors=True)
