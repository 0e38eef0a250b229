"""The embedded PostgreSQL keeps what it promised, whatever kills it."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
import pytest

from huiyin.engine import folder
from huiyin.engine.postgres import CONSOLE, OWNER, PORTAL, ROLES, Cluster, layout, postmaster
from huiyin.engine.trouble import CannotStart
from tests.postgres import new_data_dir


@pytest.fixture
def durable() -> Iterator[Cluster]:
    """A server of its own, with every promise of durability kept."""
    data_dir = new_data_dir()
    server = Cluster(data_dir)
    server.ensure()
    yield server
    server.stop(seconds=5)
    shutil.rmtree(data_dir, ignore_errors=True)


def started(server: Cluster) -> subprocess.Popen[bytes]:
    process = server.start()
    server.wait_ready()
    return process


@pytest.mark.parametrize("role", ROLES)
def test_every_role_signs_in_as_itself(postgres_cluster: Cluster, role: str) -> None:
    with psycopg.connect(postgres_cluster.url(role)) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (role,)


def test_a_wrong_password_is_refused(postgres_cluster: Cluster) -> None:
    wrong = postgres_cluster.url(PORTAL).replace(":", ":x", 2).replace(":x//", "://")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_no_port_is_opened(postgres_cluster: Cluster) -> None:
    with psycopg.connect(postgres_cluster.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_the_face_roles_may_create_nothing(postgres_cluster: Cluster) -> None:
    with (
        psycopg.connect(postgres_cluster.url(CONSOLE)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE own (id int)")


def test_a_database_is_made_from_another_and_dropped(postgres_cluster: Cluster) -> None:
    postgres_cluster.create_database("first")
    with psycopg.connect(postgres_cluster.url(OWNER, "first")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    postgres_cluster.create_database("second", template="first")
    with psycopg.connect(postgres_cluster.url(OWNER, "second")) as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == (7,)
    for name in ("first", "second"):
        postgres_cluster.drop_database(name)
        assert not postgres_cluster.has_database(name)


@pytest.mark.slow
def test_a_killed_server_loses_nothing_that_was_committed(durable: Cluster) -> None:
    confirmed: list[int] = []

    def write() -> None:
        with psycopg.connect(durable.url(), autocommit=True) as connection:
            for value in range(1_000_000):
                connection.execute("INSERT INTO written VALUES (%s)", [value])
                confirmed.append(value)

    process = started(durable)
    with psycopg.connect(durable.url()) as connection:
        connection.execute("CREATE TABLE written (value int PRIMARY KEY)")
    enough = threading.Event()

    def run() -> None:
        with pytest.raises(psycopg.OperationalError):
            write()
        enough.set()

    writer = threading.Thread(target=run)
    writer.start()
    while len(confirmed) < 200:
        enough.wait(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    writer.join()

    started(durable)
    with psycopg.connect(durable.url()) as connection:
        found = [value for (value,) in connection.execute("SELECT value FROM written ORDER BY 1")]
    assert found[: len(confirmed)] == confirmed
    assert len(found) <= len(confirmed) + 1


def test_the_server_dies_with_its_parent(durable: Cluster) -> None:
    script = (
        "import sys, time; from pathlib import Path; from huiyin.engine.postgres import Cluster\n"
        "server = Cluster(Path(sys.argv[1])); server.start(); server.wait_ready()\n"
        "print('up', flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(durable.data_dir)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"up\n"
    found = postmaster.read(durable.folder)
    assert found is not None
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert postmaster._gone(found.pid, durable.folder, seconds=10)


def test_an_orphaned_server_is_ended_before_the_next_start(durable: Cluster) -> None:
    orphan = started(durable)
    again = Cluster(durable.data_dir)
    again.ensure()
    assert orphan.wait(timeout=10) == 0
    started(again)
    again.stop()


def test_a_killed_server_starts_at_once_though_a_process_of_its_own_still_works(
    durable: Cluster,
) -> None:
    killed = started(durable)
    connection = psycopg.connect(durable.url(), autocommit=True)
    busy = psutil.Process(connection.info.backend_pid)
    connection.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000000)")
    killed.kill()
    killed.wait()
    assert works(busy)
    assert started(durable).poll() is None
    assert not works(busy)
    connection.close()


def works(process: psutil.Process) -> bool:
    """Whether the process still runs; one that only waits to be buried does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_a_left_over_process_file_does_not_hinder_the_start(durable: Cluster) -> None:
    stale = [str(os.getpid()), str(durable.folder), "0", "5432", "/tmp", "", "0 0", "ready   "]
    (durable.folder / postmaster.FILE).write_text("\n".join(stale))
    started(durable)
    assert durable.is_ready()


def test_a_server_that_does_not_listen_yet_has_the_address_it_will_have(tmp_path: Path) -> None:
    server = Cluster(tmp_path)
    to_be = server.url()
    server.folder.mkdir(parents=True)
    begun = [str(os.getpid()), str(server.folder), "0", "5432", "", ""]
    (server.folder / postmaster.FILE).write_text("\n".join(begun))
    assert server.url() == to_be


def test_lost_secrets_are_made_anew(durable: Cluster) -> None:
    shutil.rmtree(durable.data_dir / "secrets")
    again = Cluster(durable.data_dir)
    again.ensure()
    started(again)
    with psycopg.connect(again.url(PORTAL)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    again.stop()


def test_a_long_data_folder_still_gets_a_socket() -> None:
    short = new_data_dir()
    long = short.with_name(short.name + "-" + "长" * 60)
    short.rename(long)
    server = Cluster(long)
    try:
        server.ensure()
        started(server)
        assert len(os.fsencode(server.socket_folder)) < 90
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        sockets = server.socket_folder
        server.stop()
        shutil.rmtree(long, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def test_another_version_of_the_database_is_refused(durable: Cluster) -> None:
    (durable.folder / "PG_VERSION").write_text("15\n")
    with pytest.raises(CannotStart) as refused:
        durable.ensure()
    assert refused.value.code == "other_postgres"


def test_own_settings_win(durable: Cluster) -> None:
    (durable.folder / layout.OWN_SETTINGS).write_text("work_mem = '11MB'\n")
    (durable.folder / layout.OWN_SETTINGS).chmod(0o644)
    started(durable)
    with psycopg.connect(durable.url()) as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("11MB",)


def test_a_server_that_cannot_start_says_why(durable: Cluster) -> None:
    (durable.folder / layout.OWN_SETTINGS).write_text("no_such_setting = 1\n")
    (durable.folder / layout.OWN_SETTINGS).chmod(0o644)
    durable.start()
    with pytest.raises(CannotStart, match="no_such_setting"):
        durable.wait_ready()


def test_one_data_folder_holds_one_desk(tmp_path: Path) -> None:
    with folder.held(tmp_path):
        assert folder.is_held(tmp_path)
        with pytest.raises(CannotStart, match=str(os.getpid())), folder.held(tmp_path):
            pass
    assert not folder.is_held(tmp_path)
