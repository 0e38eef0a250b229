"""The tests' own PostgreSQL: one server a test process, started by the first test that needs it.

A database folder takes a second to make and the migrations take several, so both are made once and
kept in the machine's temporary folder under the name of what they were made from; each server
starts on a copy, and Django's test database is a copy inside that. Nothing is synced to disk.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from huiyin.engine.postgres import CONSOLE, OWNER, PORTAL, WORKER, Cluster, cluster, install, layout
from huiyin.faces.cli import demo
from huiyin.faces.cli.migrations import migrations_mark

ROOT = Path(__file__).parents[1]
MIGRATED = "huiyin_migrated"
UNUSED_SECONDS = 24 * 3600
PREFIX = f"huiyin-test-{os.geteuid()}-"


def new_data_dir() -> Path:
    """A data folder with a fresh database that never started; the caller removes it."""
    return _copy_of(_fresh())


def new_desk_dir() -> Path:
    """A data folder whose desk database has all migrations; the caller removes it."""
    return _copy_of(_migrated())


def _fresh() -> Path:
    sources = [cluster.__file__, layout.__file__]
    told = b"".join(Path(source).read_bytes() for source in sources) + str(install.find()).encode()
    return _kept("fresh", told, _make_fresh)


def _migrated() -> Path:
    return _kept("migrated", f"{_fresh()} {migrations_mark()}".encode(), _make_migrated)


def _make_fresh(draft: Path) -> None:
    Cluster(draft, durable=False).ensure()


def _make_migrated(draft: Path) -> None:
    """Migrate the desk's database; add a copy for Django to copy in its turn, and the demo's."""
    subprocess.run(["cp", "-a", f"{_fresh()}/.", str(draft)], check=True)
    with _running(draft) as server:
        migrate = [sys.executable, "-m", "huiyin.faces.cli.migrations", CONSOLE, WORKER, PORTAL]
        kept = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
        told = {"PYTHONPATH": str(ROOT / "src"), "HUIYIN_DB": server.url(OWNER)}
        subprocess.run(migrate, check=True, cwd=ROOT, env={**kept, **told})
        server.note(f"migrated-{layout.DATABASE}", migrations_mark())
        for copy in (MIGRATED, demo.TEMPLATE):
            server.create_database(copy, template=layout.DATABASE)
        server.note(demo.EMPTY, migrations_mark())


def _kept(kind: str, told: bytes, make: Callable[[Path], None]) -> Path:
    """The folder made from exactly this, made by whichever test process comes first."""
    mark = hashlib.sha256(told).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"{PREFIX}{kind}-{mark}"
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = Path(tempfile.mkdtemp(prefix="huiyin-test-draft-"))
            make(draft)
            shutil.rmtree(draft / "run", ignore_errors=True)
            draft.rename(folder)
            _forget_older(kind, folder)
    return folder


def _forget_older(kind: str, folder: Path) -> None:
    """Remove what nobody has used for a day; every version takes 50 MB.

    Another checkout at work has migrations of its own and goes on using what it made of them.
    """
    long_ago = time.time() - UNUSED_SECONDS
    for older in folder.parent.glob(f"{PREFIX}{kind}-*[0-9a-f]"):
        used = Path(f"{older}.lock")
        with contextlib.suppress(OSError):
            if older == folder or used.stat().st_mtime > long_ago:
                continue
            with used.open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(older)


def _copy_of(template: Path) -> Path:
    made = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
    with Path(f"{template}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        subprocess.run(["cp", "-a", f"{template}/.", str(made)], check=True)
    return made


@contextlib.contextmanager
def _running(data_dir: Path) -> Iterator[Cluster]:
    server = Cluster(data_dir, durable=False)
    try:
        server.ensure()
        server.start(death_signal=signal.SIGQUIT)
        server.wait_ready()
        yield server
    finally:
        server.stop(seconds=5)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A running server of this test process."""
    data_dir = _copy_of(_migrated())
    try:
        with _running(data_dir) as server:
            yield server
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)


@pytest.fixture(scope="session")
def _tests_address(postgres_cluster: Cluster) -> None:
    """Point Django at the server, before pytest-django names and creates the test database."""
    from django.conf import settings

    url = postgres_cluster.url(OWNER)
    parts = urlsplit(url)
    os.environ["HUIYIN_DB"] = url
    database = settings.DATABASES["default"]
    database.update(
        NAME=layout.DATABASE,
        USER=parts.username,
        PASSWORD=parts.password,
        HOST=str(postgres_cluster.socket_folder),
        PORT="",
    )
    database.setdefault("TEST", {})["TEMPLATE"] = MIGRATED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    _tests_address: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Named by pytest-django: the last word on settings before the test database is made."""
