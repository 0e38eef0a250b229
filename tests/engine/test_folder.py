"""A data folder that cannot be used is refused in words; the programs come within reach."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huiyin.engine import folder, secrets
from huiyin.engine.postgres import Cluster, install
from huiyin.engine.trouble import CannotStart

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account to run under")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every account can reach, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="huiyin-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def refused(data_dir: Path) -> CannotStart:
    with pytest.raises(CannotStart) as trouble:
        folder.prepare(data_dir)
    return trouble.value


def test_a_missing_folder_is_made_for_us_alone(place: Path) -> None:
    folder.prepare(place / "a" / "b")
    assert (place / "a" / "b").stat().st_mode & 0o777 == 0o700
    assert list((place / "a" / "b").iterdir()) == []


@as_root
def test_a_folder_of_another_account_is_refused_with_its_owner(place: Path) -> None:
    os.chown(place, 1, 1)
    trouble = refused(place)
    assert trouble.code == "folder_foreign"
    assert "daemon" in trouble.problem


def test_a_file_in_its_place_is_refused(place: Path) -> None:
    (place / "data").write_text("")
    assert refused(place / "data").code in {"not_a_folder", "folder_unwritable"}


@as_root
def test_too_small_a_disk_is_refused_with_what_is_left(place: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", place], check=False)
    if mounted.returncode != 0:
        pytest.skip("nothing may be mounted here")
    try:
        trouble = refused(place)
        assert trouble.code == "disk_full"
        assert " 20 MB" in trouble.problem
    finally:
        subprocess.run(["umount", place], check=True)


@as_root
def test_a_disk_that_fills_up_while_the_database_is_made_is_said(place: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", place], check=False)
    if mounted.returncode != 0:
        pytest.skip("nothing may be mounted here")
    try:
        with pytest.raises(CannotStart) as trouble:
            Cluster(place).ensure()
        assert trouble.value.code == "disk_full"
    finally:
        subprocess.run(["umount", place], check=True)


@as_root
def test_a_read_only_disk_is_refused(place: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", place], check=False)
    if mounted.returncode != 0:
        pytest.skip("nothing may be mounted here")
    try:
        assert refused(place).code == "folder_unwritable"
    finally:
        subprocess.run(["umount", place], check=True)


@as_root
def test_a_folder_behind_a_closed_one_is_refused_with_the_closed_one(place: Path) -> None:
    closed = place / "home"
    closed.mkdir(mode=0o700)
    folder.prepare(closed / "data")
    with pytest.raises(CannotStart) as trouble:
        Cluster(closed / "data").ensure()
    assert trouble.value.code == "folder_closed"
    assert str(closed) in trouble.value.problem


@as_root
def test_programs_behind_a_closed_folder_are_copied(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = install.find()
    closed = place / "venv"
    closed.mkdir(mode=0o700)
    wheel = real.root.parent
    shutil.copytree(real.root, closed / wheel.name / real.root.name)
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), closed / f"{wheel.name}.libs")
    hidden = install.Install(closed / wheel.name / real.root.name)
    monkeypatch.setattr(install, "find", lambda: hidden)
    data = place / "data"
    folder.prepare(data)
    server = Cluster(data, durable=False)
    server.ensure()
    server.start()
    try:
        server.wait_ready()
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE EXTENSION vector")
    finally:
        server.stop()
    assert [path.name[:6] for path in (data / "runtime").iterdir()] == ["pg-18-"]


def test_a_secret_is_made_once_and_is_for_us_alone(place: Path) -> None:
    first = secrets.read_or_make(place, "key")
    assert secrets.read_or_make(place, "key") == first
    assert len(first) == 64
    assert (place / "secrets" / "key").stat().st_mode & 0o777 == 0o600
    assert (place / "secrets").stat().st_mode & 0o777 == 0o700
