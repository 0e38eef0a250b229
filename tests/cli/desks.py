"""Real desks for tests: `huiyin` run as a process of its own, on a data folder of its own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from tests.loopback import free_ports
from tests.postgres import new_data_dir, new_desk_dir

START = "from huiyin.faces.cli.main import cli; cli(prog_name='huiyin')"
ROOT = Path(__file__).parents[2]


def environment(**settings: str) -> dict[str, str]:
    """The machine's environment without any setting of the desk but these, in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "HUIYIN_LANGUAGE": "en", **settings}


def huiyin(*arguments: str, told: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-c", START, *arguments],
        env=environment(**settings),
        input=told,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def data_folder(*, migrated: bool = False) -> Iterator[dict[str, str]]:
    """Settings of a desk with a data folder and ports of its own; its database is empty as yet."""
    folder = new_desk_dir() if migrated else new_data_dir()
    console, portal = free_ports(2)
    try:
        yield {
            "HUIYIN_DATA": str(folder),
            "HUIYIN_CONSOLE_PORT": str(console),
            "HUIYIN_PORTAL_PORT": str(portal),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Desk:
    """A running `huiyin up`; what it says is kept in a file."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings
        self.said_to = Path(settings["HUIYIN_DATA"]) / "said.txt"
        with self.said_to.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, "up"],
                env=environment(**settings),
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.said_to.read_text(encoding="utf-8")

    def wait_for(self, words: str, times: int = 1, seconds: float = 90) -> None:
        def heard() -> bool:
            assert self.process.poll() is None, self.said()
            return self.said().count(words) >= times

        until(heard, seconds, lambda: f"not heard: {words}\n{self.said()}")

    def pid_of(self, child: str) -> int:
        """The process of a child that was started last."""
        starts = [
            line
            for line in self.said().splitlines()
            if f" child={child} pid=" in line and ("started" in line or "restarted" in line)
        ]
        return int(starts[-1].rpartition("pid=")[2])

    def everyone(self) -> list[psutil.Process]:
        """The supervisor and everything that descends from it."""
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


@contextmanager
def running(settings: dict[str, str]) -> Iterator[Desk]:
    """A desk whose faces answer."""
    desk = Desk(settings)
    try:
        desk.wait_for("Portal, for the public")
        yield desk
    finally:
        if desk.process.poll() is None:
            desk.stop()


def until(true: Callable[[], bool], seconds: float, why: Callable[[], str]) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, why()
        time.sleep(0.05)


def alive(processes: list[psutil.Process]) -> list[str]:
    """Those of the processes that still run."""
    found = []
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(str(process))
    return found


def memory_of(processes: list[psutil.Process]) -> tuple[int, int]:
    """Octets the processes hold: shared pages counted once (PSS), and counted everywhere (RSS).

    One that has ended meanwhile, as the database's helpers do, holds nothing.
    """
    held = [(0, 0)]
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            info = process.memory_full_info()
            held.append((info.pss, info.rss))
    return sum(pss for pss, _rss in held), sum(rss for _pss, rss in held)
