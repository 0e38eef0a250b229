"""A whole desk: it comes up, answers other commands meanwhile, and stops cleanly.

That it mends itself and begins where it was is shown where everything is killed (test_kill).
"""

import json
import urllib.request

import pytest

from tests.cli.desks import Desk, alive, data_folder, huiyin, memory_of, running
from tests.cli.sealed import a_reporter_stays_sealed

MEGABYTE = 2**20


def answers(desk: Desk, face: str) -> bool:
    url = f"http://127.0.0.1:{desk.settings[f'HUIYIN_{face.upper()}_PORT']}/healthz"
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.mark.slow
def test_a_desk_lives_through_its_first_day() -> None:
    """One desk for all of it, for a start of everything costs seconds."""
    with data_folder() as settings, running(settings) as desk:
        it_begins_on_an_empty_folder(desk)
        it_is_small(desk)
        a_second_one_on_its_folder_is_refused(desk)
        somebody_is_made_administrator(desk)
        a_reporter_stays_sealed(desk)
        it_is_well(desk)
        it_stops_and_leaves_nobody(desk)


def it_begins_on_an_empty_folder(desk: Desk) -> None:
    assert answers(desk, "console")
    assert answers(desk, "portal")
    assert "child.done child=migrate" in desk.said()
    assert "huiyin admin create" in desk.said()


def it_is_small(desk: Desk) -> None:
    everyone = desk.everyone()
    assert len(everyone) > 6
    assert memory_of(everyone)[0] < 600 * MEGABYTE
    assert memory_of(everyone[:1])[0] < 30 * MEGABYTE


def a_second_one_on_its_folder_is_refused(desk: Desk) -> None:
    done = huiyin("up", **desk.settings)
    assert done.returncode == 2
    assert str(desk.process.pid) in done.stderr
    assert answers(desk, "console")


def somebody_is_made_administrator(desk: Desk) -> None:
    made = huiyin(
        "admin", "create", "--username", "first", "--name", "Li", "--office", "Office",
        "--password-stdin", told="a long password\n", **desk.settings,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr


def it_is_well(desk: Desk) -> None:
    checked = huiyin("check", "--json", **desk.settings)
    assert checked.returncode == 0, checked.stderr
    levels = {found["check"]: found["level"] for found in json.loads(checked.stdout)}
    for check in ("settings", "version", "clocks", "migrations", "people"):
        assert levels[check] == "ok"
    assert levels["mail"] == "warning"


def it_stops_and_leaves_nobody(desk: Desk) -> None:
    everyone = desk.everyone()
    assert desk.stop() == 0
    assert alive(everyone) == []
    assert "desk.stopped" in desk.said()
