"""One clock for the desk: real, scripted for the demo, fixed for a test."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from huiyin.engine import clock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def ask(**environ: str) -> subprocess.CompletedProcess[str]:
    """What a process of its own says the time is."""
    code = "from huiyin.engine.clock import now; print(now().isoformat())"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "PYTHONPATH": "src", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_script_the_time_is_real() -> None:
    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


def test_a_fixed_clock_stands_still_and_is_given_back() -> None:
    with clock.clock_at(NOON.astimezone(timezone(timedelta(hours=8)))):
        assert clock.now() == NOON
        with clock.clock_at(NOON + timedelta(hours=1)):
            assert clock.now() == NOON + timedelta(hours=1)
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_a_fixed_clock_needs_an_aware_moment() -> None:
    with pytest.raises(ValueError, match="aware"), clock.clock_at(NOON.replace(tzinfo=None)):
        pass


@pytest.mark.parametrize(
    ("real_minutes", "rate", "shown"),
    [(0, 60, timedelta(0)), (1, 60, timedelta(hours=1)), (10, 0.5, timedelta(minutes=5))],
)
def test_a_script_runs_at_its_rate(real_minutes: int, rate: float, shown: timedelta) -> None:
    started = datetime(2026, 11, 22, tzinfo=UTC)
    script = clock.Script(started, NOON, rate)
    assert script.at(started + timedelta(minutes=real_minutes)) == NOON + shown
    assert clock.read_script(str(script)) == script


@pytest.mark.parametrize(
    "written", ["", "soon", "2026-11-22T00:00:00|2026-03-02T12:00:00+00:00|60", f"{NOON}|{NOON}|0"]
)
def test_a_script_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        clock.read_script(written)


def test_every_process_of_a_demo_is_told_the_same_time() -> None:
    started = clock.real_now()
    script = str(clock.Script(started, NOON, 60))
    told = ask(HUIYIN_DEMO="true", HUIYIN_SCRIPTED_CLOCK=script)
    shown = datetime.fromisoformat(told.stdout.strip())
    passed = clock.real_now() - started
    assert NOON <= shown <= NOON + passed * 60


def test_a_real_desk_refuses_a_scripted_clock() -> None:
    told = ask(HUIYIN_SCRIPTED_CLOCK=str(clock.Script(NOON, NOON, 60)))
    assert told.returncode != 0
    assert "HUIYIN_SCRIPTED_CLOCK" in told.stderr
