"""A desk on a PostgreSQL of one's own is the same desk: migrated, granted, checked."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huiyin.engine.postgres import CONSOLE, OWNER, PORTAL, Cluster
from tests.cli.desks import huiyin

DATABASE = "own_server"


@pytest.fixture
def settings(postgres_cluster: Cluster, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The tests' server, told by addresses only, with three accounts."""
    postgres_cluster.create_database(DATABASE)
    yield {
        "HUIYIN_DATA": str(tmp_path),
        "HUIYIN_OWNER_DATABASE_URL": postgres_cluster.url(OWNER, DATABASE),
        "HUIYIN_DATABASE_URL": postgres_cluster.url(CONSOLE, DATABASE),
        "HUIYIN_PORTAL_DATABASE_URL": postgres_cluster.url(PORTAL, DATABASE),
    }
    postgres_cluster.drop_database(DATABASE)


def levels(**settings: str) -> dict[str, str]:
    done = huiyin("check", "--json", **settings)
    return {found["check"]: found["level"] for found in json.loads(done.stdout)}


def test_an_own_server_is_migrated_granted_and_checked(settings: dict[str, str]) -> None:
    assert levels(**settings)["migrations"] == "error"

    done = huiyin("migrate", **settings)
    assert done.returncode == 0, done.stderr

    found = levels(**settings)
    assert found["migrations"] == found["version"] == found["clocks"] == "ok"
    assert "roles" not in found
    with psycopg.connect(settings["HUIYIN_PORTAL_DATABASE_URL"]) as portal:
        assert portal.execute("SELECT count(*) FROM responses_publication").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute("SELECT * FROM intake_submission")
    with psycopg.connect(settings["HUIYIN_DATABASE_URL"]) as console:
        assert console.execute("SELECT count(*) FROM intake_submission").fetchone() == (0,)

    verified = huiyin("audit", "verify", "--json", **settings)
    assert json.loads(verified.stdout)["broken"] is None
    assert not (Path(settings["HUIYIN_DATA"]) / "postgres").exists()
