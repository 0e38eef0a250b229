"""A whole desk: it comes up, mends itself, stops cleanly, and answers other commands meanwhile."""

import json
import os
import signal
import urllib.request

import psutil  # type: ignore[import-untyped]
import pytest
from tests.cli.desks import Desk, alive, data_folder, huiyin, running, until

pytestmark = pytest.mark.slow
PARTS = ("worker", "portal", "console", "postgres")


def answers(desk: Desk, face: str) -> bool:
    url = f"http://127.0.0.1:{desk.settings[f'HUIYIN_{face.upper()}_PORT']}/healthz"
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def test_a_desk_from_the_empty_folder_to_the_clean_stop() -> None:
    with data_folder() as settings:
        with running(settings) as desk:
            assert answers(desk, "console")
            assert answers(desk, "portal")
            assert "huiyin admin create" in desk.said()
            assert "child.done child=migrate" in desk.said()
            everyone = desk.everyone()
            assert len(everyone) > 6
            made = huiyin(
                "admin", "create", "--username", "first", "--name", "Li", "--office", "Office",
                "--password-stdin", told="a long password\n", **settings,
            )  # fmt: skip
            assert made.returncode == 0, made.stderr
            verified = huiyin("audit", "verify", "--json", **settings)
            assert json.loads(verified.stdout)["broken"] is None
            assert desk.stop() == 0
        assert alive(everyone) == []
        with running(settings) as desk:
            assert "huiyin admin create" not in desk.said()
            assert "child=migrate" not in desk.said()
            checked = json.loads(huiyin("check", "--json", **settings).stdout)
        levels = {found["check"]: found["level"] for found in checked}
        assert {name: levels[name] for name in ("version", "clocks", "migrations", "people")} == {
            "version": "ok", "clocks": "ok", "migrations": "ok", "people": "ok",
        }  # fmt: skip


def test_whatever_dies_comes_back() -> None:
    with data_folder() as settings, running(settings) as desk:
        for part in PARTS:
            os.kill(desk.pid_of(part), signal.SIGKILL)
            desk.wait_for(f"child.died child={part}")
            desk.wait_for(f"child.restarted child={part}")
            desk.wait_for(f"child.ready child={part}", times=2)
        until(lambda: answers(desk, "console") and answers(desk, "portal"), 20, desk.said)
        assert desk.stop() == 0


def test_a_killed_supervisor_leaves_nobody_behind_and_the_next_one_starts() -> None:
    with data_folder() as settings:
        with running(settings) as desk:
            everyone = desk.everyone()
            desk.process.kill()
            desk.process.wait()
            until(lambda: alive(everyone) == [], 20, lambda: str(alive(everyone)))
        with running(settings) as desk:
            assert answers(desk, "console")


def test_a_second_desk_on_the_same_folder_is_refused() -> None:
    with data_folder() as settings, running(settings) as desk:
        with data_folder() as other:
            done = huiyin("up", **{**other, "HUIYIN_DATA": settings["HUIYIN_DATA"]})
        assert done.returncode == 2
        assert str(desk.process.pid) in done.stderr
        assert answers(desk, "console")


def test_the_idle_desk_stays_small() -> None:
    with data_folder() as settings, running(settings) as desk:
        everyone = desk.everyone()
        assert sum(process.memory_full_info().pss for process in everyone) < 600 * 2**20
        assert psutil.Process(desk.process.pid).memory_full_info().pss < 30 * 2**20
