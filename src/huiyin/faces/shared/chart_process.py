"""The process that draws charts: started at the first chart, gone when idle.

Altair and the Vega engine take some 120 MB once loaded. A face that shows a chart now and then
should not keep that, so a child process draws, one JSON line in and one out, and leaves by
itself after two idle minutes or when its parent closes the pipe.
"""

from __future__ import annotations

import contextlib
import json
import select
import subprocess
import sys
import threading
from pathlib import Path

DRAWING = Path(__file__).with_name("chart_drawing.py")  # imports nothing of ours
PATIENCE_SECONDS = 8.0  # a cold start takes 2 to 3; a page waits no longer for its picture


class ChartError(Exception):
    """The chart could not be drawn; the page goes on with its table."""


class _Drawer:
    """Talks to one child at a time; a dead or silent child is replaced once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None

    def get_ready(self) -> None:
        if self._lock.acquire(blocking=False):
            try:
                with contextlib.suppress(OSError):
                    self._running()
            finally:
                self._lock.release()

    def draw(self, asked: str) -> str:
        with self._lock:
            for last_try in (False, True):
                try:
                    return self._ask(asked)
                except (OSError, ValueError, KeyError) as wrong:
                    self._drop()
                    if last_try:
                        raise ChartError(str(wrong)) from wrong
        raise ChartError

    def _ask(self, asked: str) -> str:
        child = self._running()
        if child.stdin is None or child.stdout is None:
            raise OSError("the drawing process has no pipes")
        child.stdin.write(asked + "\n")
        child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], PATIENCE_SECONDS)
        if not ready:
            raise OSError("the drawing process is silent")
        answer = json.loads(child.stdout.readline())
        return str(answer["svg"])

    def _running(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(  # noqa: S603 - our own file, no shell
                [sys.executable, "-P", str(DRAWING)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(OSError):
                child.kill()
            child.wait()


_drawer = _Drawer()


def draw(asked: str) -> str:
    """The SVG for one request, a JSON object in one line; raises `ChartError`."""
    return _drawer.draw(asked)


def get_ready() -> None:
    """Start the process without waiting: for pages that lead to one with a chart."""
    _drawer.get_ready()
