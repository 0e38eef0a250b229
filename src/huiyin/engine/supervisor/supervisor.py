"""Starts the parts of the desk, restarts those that die, and stops them all.

Single-threaded: it sleeps until a child ends, a signal comes, or something is due. A part starts
when what it needs is ready; a part that dies is started again after a rest and the others are left
alone, for each of them bears a database that goes and comes back.
"""

import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from huiyin.engine.processes import kill_group
from huiyin.engine.supervisor import events
from huiyin.engine.supervisor.child import Child, Life, State

WATCH_SECONDS = 0.05
IDLE_SECONDS = 5.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """`run` returns the exit code: 0 after a stop that was asked for, 1 after a failure."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        when_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._lives = {child.name: Life(child) for child in children}
        self._when_ready = when_ready
        self._told = False
        self._asked = 0
        self._failed = False

    def run(self) -> int:
        with self._signals() as wake:
            try:
                while not self._asked and not self._failed:
                    self._turn()
                    self._sleep(wake)
            finally:
                self._stop(wake)
        return 1 if self._failed else 0

    def _turn(self) -> None:
        for life in self._lives.values():
            self._bury(life)
            self._wake(life)
            self._ask(life)
        if not self._told and all(
            life.state in {State.READY, State.DONE} for life in self._lives.values()
        ):
            self._told = True
            self._when_ready()

    def _bury(self, life: Life) -> None:
        """Take note of a child that ended."""
        if life.process is None or (code := life.process.poll()) is None:
            return
        name, pid, now = life.child.name, life.process.pid, time.monotonic()
        kill_group(life.process)
        if life.child.once and code == 0:
            life.state, life.process = State.DONE, None
            events.info("child.done", child=name, seconds=now - life.started)
            life.child.when_done()
            return
        life.judge(code)
        rest = life.rest(now)
        if life.child.once or life.hopeless:
            events.error("child.failed", child=name, pid=pid, code=code)
            self._failed = True
            return
        events.warning("child.died", child=name, pid=pid, code=code, restart_in=rest)

    def _wake(self, life: Life) -> None:
        """Start a child that waits or rests, once its needs are ready and its rest is over."""
        if life.state not in {State.WAITING, State.RESTING} or self._failed:
            return
        now = time.monotonic()
        needed = (self._lives[name].state for name in life.child.needs)
        if now < life.wakes or not all(state in {State.READY, State.DONE} for state in needed):
            return
        life.process, life.started = life.child.start(), now
        life.state = State.STARTING
        again = "child.restarted" if life.deaths else "child.started"
        events.info(again, child=life.child.name, pid=life.process.pid)

    def _ask(self, life: Life) -> None:
        """Mark a starting child ready when it says so; one that never does is started again."""
        if life.state is not State.STARTING or life.process is None or life.child.once:
            return
        now = time.monotonic()
        seconds = now - life.started
        if life.is_ready(now):
            life.state, life.was_ready = State.READY, True
            events.info("child.ready", child=life.child.name, seconds=seconds)
        elif seconds > life.child.start_seconds:
            events.warning("child.silent", child=life.child.name, pid=life.process.pid)
            life.silent = True
            kill_group(life.process)

    def _sleep(self, wake: int) -> None:
        calm = all(life.state in {State.READY, State.DONE} for life in self._lives.values())
        rests = [life.wakes for life in self._lives.values() if life.state is State.RESTING]
        starting = any(
            life.state in {State.STARTING, State.WAITING} for life in self._lives.values()
        )
        seconds = IDLE_SECONDS if calm else WATCH_SECONDS
        if rests and not starting:
            seconds = max(WATCH_SECONDS, min(rests) - time.monotonic())
        _wait(wake, seconds)

    def _stop(self, wake: int) -> None:
        """Stop in reverse order: a part is asked to end when nobody who needs it runs any more."""
        running = {
            name: life for name, life in self._lives.items() if life.process and not life.child.once
        }
        for life in self._lives.values():
            if life.child.once and life.process is not None:
                kill_group(life.process)
                life.process.wait()
        events.info("desk.stopping", children=len(running))
        asked: dict[str, float] = {}
        while running:
            for name in [name for name, life in running.items() if self._ended(life, asked)]:
                del running[name]
            needed = {need for life in running.values() for need in life.child.needs}
            for name in reversed([name for name in running if name not in needed | set(asked)]):
                process = running[name].process
                if process is not None:
                    process.send_signal(running[name].child.stop_signal)
                asked[name] = time.monotonic()
            if running:
                _wait(wake, WATCH_SECONDS)
        events.info("desk.stopped")

    def _ended(self, life: Life, asked: dict[str, float]) -> bool:
        process, name = life.process, life.child.name
        if process is None:
            return True
        if name in asked:
            waited = time.monotonic() - asked[name]
            if process.poll() is None and (
                waited > life.child.stop_seconds or (self._asked > 1 and waited > 1)
            ):
                events.warning("child.killed", child=name, pid=process.pid, waited=waited)
                kill_group(process)
        if process.poll() is None:
            return False
        kill_group(process)
        process.wait()
        events.info("child.stopped", child=name, pid=process.pid, code=process.returncode)
        return True

    @contextmanager
    def _signals(self) -> Iterator[int]:
        """Yield a descriptor that becomes readable when a child ends or a stop is asked for."""
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        heeded = [number for number in STOP_SIGNALS if not _is_ignored_hangup(number)]
        former = {number: signal.signal(number, self._note_stop) for number in heeded}
        former[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda number, frame: None)
        waker = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        try:
            yield reader
        finally:
            signal.set_wakeup_fd(waker)
            for number, handler in former.items():
                signal.signal(number, handler)
            os.close(reader)
            os.close(writer)

    def _note_stop(self, number: int, frame: FrameType | None) -> None:
        self._asked += 1


def _is_ignored_hangup(number: signal.Signals) -> bool:
    """Whether this is the hang-up that ``nohup`` told us not to heed."""
    return number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN


def _wait(wake: int, seconds: float) -> None:
    ready, _, _ = select.select([wake], [], [], seconds)
    if ready:
        os.read(wake, 4096)
