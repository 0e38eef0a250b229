"""The tests' own PostgreSQL: one server a test process, started by the first test that needs it.

A database folder takes a second to make, so one is made and kept in the machine's temporary folder
under the name of what it was made from; each server starts on a copy. Nothing is synced to disk.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from huiyin.engine.postgres import OWNER, Cluster, cluster, install, layout


def new_data_dir() -> Path:
    """A data folder with a prepared database that never started; the caller removes it."""
    made = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
    subprocess.run(["cp", "-a", f"{_template()}/.", str(made)], check=True)
    return made


def _template() -> Path:
    """The prepared data folder, made by whichever test process comes first."""
    sources = [cluster.__file__, layout.__file__]
    told = b"".join(Path(source).read_bytes() for source in sources) + str(install.find()).encode()
    mark = hashlib.sha256(told).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"huiyin-test-template-{os.geteuid()}-{mark}"
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = Path(tempfile.mkdtemp(prefix="huiyin-test-draft-"))
            Cluster(draft, durable=False).ensure()
            shutil.rmtree(draft / "run", ignore_errors=True)
            draft.rename(folder)
    return folder


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A running server of this test process."""
    data_dir = new_data_dir()
    server = Cluster(data_dir, durable=False)
    try:
        server.ensure()
        server.start(death_signal=signal.SIGQUIT)
        server.wait_ready()
        yield server
    finally:
        server.stop(seconds=5)
        shutil.rmtree(data_dir, ignore_errors=True)


@pytest.fixture(scope="session")
def _tests_address(postgres_cluster: Cluster) -> None:
    """Point Django at the server, before pytest-django names and creates the test database."""
    from django.conf import settings

    url = postgres_cluster.url(OWNER)
    parts = urlsplit(url)
    os.environ["HUIYIN_DB"] = url
    settings.DATABASES["default"].update(
        NAME=layout.DATABASE,
        USER=parts.username,
        PASSWORD=parts.password,
        HOST=str(postgres_cluster.socket_folder),
        PORT="",
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    _tests_address: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Named by pytest-django: the last word on settings before the test database is made."""
