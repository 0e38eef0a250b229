"""What ``postmaster.pid`` tells about the server of a database folder, and what it may hide.

A server killed at once leaves the file behind, and its number may meanwhile be another process's.
The desk holds the lock of the data folder before it looks, so a server still alive is an orphan.
"""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

FILE = "postmaster.pid"
READY = "ready"


@dataclass(frozen=True)
class Postmaster:
    """Process number, socket folder (None until it listens) and state, as the server wrote them."""

    pid: int
    socket_folder: Path | None
    state: str


def read(database_folder: Path) -> Postmaster | None:
    """None while there is no file, or only the beginning of one."""
    try:
        lines = (database_folder / FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 5 or not lines[0].strip().isdecimal():
        return None
    state = lines[7].strip() if len(lines) > 7 else ""
    return Postmaster(int(lines[0]), Path(lines[4]) if lines[4] else None, state)


def clear_away(database_folder: Path, *, seconds: float = 15) -> None:
    """End an orphaned server of this folder, and remove the file of a dead one.

    The processes of a server that was killed end by themselves, but some take their time; no new
    server starts while one of them holds the shared memory, so they are killed too.
    """
    found = read(database_folder)
    if found is None:
        (database_folder / FILE).unlink(missing_ok=True)
        return
    if _serves(found.pid, database_folder):
        os.kill(found.pid, signal.SIGINT)
        if not _gone(found.pid, database_folder, seconds):
            os.kill(found.pid, signal.SIGQUIT)
            _gone(found.pid, database_folder, seconds)
    _kill_left_behind(database_folder)
    (database_folder / FILE).unlink(missing_ok=True)


def _kill_left_behind(database_folder: Path) -> None:
    import psutil  # type: ignore[import-untyped]

    left = [one for one in psutil.process_iter() if _serves(one.pid, database_folder)]
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    for process in left:
        _gone(process.pid, database_folder, 5)


def _gone(pid: int, database_folder: Path, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not _serves(pid, database_folder):
            return True
        time.sleep(0.05)
    return False


def _serves(pid: int, database_folder: Path) -> bool:
    """Whether the process is a server whose working folder is this database folder."""
    import psutil

    try:
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and Path(process.cwd()).resolve() == database_folder.resolve()
    except (psutil.Error, OSError):
        return False
