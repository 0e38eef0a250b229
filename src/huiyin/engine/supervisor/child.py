"""One part of the desk: how it starts, when it is ready, and what becomes of it.

A child is *waiting* for what it needs, *starting*, *ready*, *resting* before its next start, or
*done* (a step that runs once). It rests longer after every quick death, up to half a minute.
"""

import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    RESTING = "resting"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Child:
    """What the supervisor is told of a part: `start` spawns it, `is_ready` asks it.

    A part that cannot be asked (`is_ready` is None) is ready once it has lived for a second.
    A part with `once` is a step: it is done when it ends with 0, and the desk fails if it does not.
    """

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    is_ready: Callable[[], bool] | None = None
    when_done: Callable[[], None] = lambda: None
    needs: tuple[str, ...] = ()
    once: bool = False
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10
    start_seconds: float = 90


FIRST_REST_SECONDS = 0.2
LONGEST_REST_SECONDS = 30.0
STEADY_SECONDS = 60.0
HOPELESS_STARTS = 3
FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM)
SETTLED_SECONDS = 1.0


@dataclass
class Life:
    """What has become of a child so far; instants are of the monotonic clock."""

    child: Child
    state: State = State.WAITING
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wakes: float = 0.0
    deaths: int = 0
    faults: int = 0
    silent: bool = False
    was_ready: bool = False
    asks: float = 0.0

    def is_ready(self, now: float) -> bool:
        """Ask the child, more seldom the longer it keeps us waiting."""
        if self.child.is_ready is None:
            return now - self.started >= SETTLED_SECONDS
        if now < self.asks:
            return False
        self.asks = now + (now - self.started) / 10
        return self.child.is_ready()

    @property
    def hopeless(self) -> bool:
        """It never came up and keeps failing: another try would not help."""
        return not self.was_ready and self.faults >= HOPELESS_STARTS

    def judge(self, code: int) -> None:
        """Count a death that it brought on itself; a kill from outside tells nothing of it."""
        if self.silent or -code not in FROM_OUTSIDE:
            self.faults += 1
        self.silent = False

    def rest(self, now: float) -> float:
        """Note a death at `now`; returns the seconds until the next start."""
        if self.state is State.READY and now - self.started > STEADY_SECONDS:
            self.deaths = 0
        seconds = min(FIRST_REST_SECONDS * 2.0 ** min(self.deaths, 10), LONGEST_REST_SECONDS)
        self.deaths += 1
        self.state, self.wakes, self.process = State.RESTING, now + seconds, None
        return seconds
