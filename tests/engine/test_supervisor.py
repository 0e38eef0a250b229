"""The supervisor keeps its children alive, and leaves none behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from huiyin.engine.processes import spawn
from huiyin.engine.supervisor import Child, State, Supervisor, ports
from huiyin.engine.supervisor.child import Life
from huiyin.engine.trouble import CannotStart

LIVES = "import sys, time, pathlib; pathlib.Path(sys.argv[1]).open('a').write('x'); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + LIVES


class Parts:
    """Children of a test, the marks they leave, and the processes that were started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: dict[str, list[subprocess.Popen[bytes]]] = {}

    def child(self, name: str, code: str = LIVES, *, needs: tuple[str, ...] = ()) -> Child:
        started = self.started(name, code)
        return Child(
            name=name, start=started, is_ready=(self.folder / name).exists, needs=needs,
            stop_seconds=1,
        )  # fmt: skip

    def started(self, name: str, code: str) -> Callable[[], subprocess.Popen[bytes]]:
        def start() -> subprocess.Popen[bytes]:
            argv = [sys.executable, "-S", "-c", code, str(self.folder / name)]
            process = spawn(argv, env=os.environ)
            self.processes.setdefault(name, []).append(process)
            return process

        return start

    def starts(self, name: str) -> int:
        return len(self.processes.get(name, []))

    def last(self, name: str) -> subprocess.Popen[bytes]:
        return self.processes[name][-1]

    def running(self) -> list[str]:
        return [
            name
            for name, started in self.processes.items()
            if any(process.poll() is None for process in started)
        ]


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = Parts(tmp_path)
    yield made
    for started in made.processes.values():
        for process in started:
            process.kill()
            process.wait()


def run(supervisor: Supervisor, meanwhile: Callable[[], None]) -> int:
    """Run the supervisor here, do something meanwhile in a thread, then ask it to stop."""
    troubles: list[BaseException] = []

    def act() -> None:
        try:
            meanwhile()
        except BaseException as trouble:  # told in the thread of the test
            troubles.append(trouble)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=act)
    thread.start()
    code = supervisor.run()
    thread.join()
    if troubles:
        raise troubles[0]
    return code


def until(true: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def alive_in_group(group: int) -> list[int]:
    """Processes of the group that run; a dead one that nobody has waited for does not count."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


def test_a_child_starts_after_what_it_needs(parts: Parts) -> None:
    first, second = parts.child("first"), parts.child("second", needs=("first",))
    ready = threading.Event()
    supervisor = Supervisor([second, first], when_ready=ready.set)
    assert run(supervisor, lambda: until(ready.is_set)) == 0
    assert list(parts.processes) == ["first", "second"]


def test_a_dead_child_is_started_again_and_it_is_said(
    parts: Parts, capfd: pytest.CaptureFixture[str]
) -> None:
    ready = threading.Event()
    supervisor = Supervisor([parts.child("part"), parts.child("other")], when_ready=ready.set)

    def kill() -> None:
        until(ready.is_set)
        parts.last("part").kill()
        until(lambda: parts.starts("part") == 2)

    assert run(supervisor, kill) == 0
    assert parts.starts("other") == 1
    said = capfd.readouterr().err
    assert "warning child.died child=part" in said
    assert "code=-9" in said
    assert "info child.restarted child=part" in said


def test_a_stop_leaves_no_process_and_stops_the_needed_last(
    parts: Parts, capfd: pytest.CaptureFixture[str]
) -> None:
    ready = threading.Event()
    children = [parts.child("base"), parts.child("upper", needs=("base",))]
    assert run(Supervisor(children, when_ready=ready.set), lambda: until(ready.is_set)) == 0
    assert parts.running() == []
    stopped = [line for line in capfd.readouterr().err.splitlines() if "child.stopped" in line]
    assert ["upper" in stopped[0], "base" in stopped[1]] == [True, True]


def test_a_child_that_will_not_end_is_killed(
    parts: Parts, capfd: pytest.CaptureFixture[str]
) -> None:
    ready = threading.Event()
    supervisor = Supervisor([parts.child("part", STUBBORN)], when_ready=ready.set)
    assert run(supervisor, lambda: until(ready.is_set)) == 0
    assert parts.running() == []
    assert "child.killed child=part" in capfd.readouterr().err


def test_a_child_that_never_comes_up_ends_the_desk(parts: Parts) -> None:
    supervisor = Supervisor([parts.child("broken", "raise SystemExit(3)"), parts.child("sound")])
    assert supervisor.run() == 1
    assert parts.starts("broken") == 3
    assert parts.running() == []


def test_a_child_that_never_answers_ends_the_desk(parts: Parts) -> None:
    silent = Child(
        name="silent", start=parts.started("silent", LIVES), is_ready=lambda: False,
        start_seconds=0.2,
    )  # fmt: skip
    assert Supervisor([silent]).run() == 1
    assert parts.starts("silent") == 3
    assert parts.running() == []


def test_a_child_rests_longer_after_every_quick_death_and_not_after_a_long_life() -> None:
    life = Life(Child(name="part", start=never), state=State.READY)
    assert [life.rest(now=1) for _ in range(3)] == [0.2, 0.4, 0.8]
    life.state, life.started = State.STARTING, 1
    assert life.rest(now=100) == 1.6
    life.state = State.READY
    assert life.rest(now=100) == 0.2
    life.deaths = 5000
    assert life.rest(now=2) == 30


def test_a_part_killed_from_outside_is_not_given_up_and_one_that_fails_is() -> None:
    life = Life(Child(name="part", start=never))
    for _time in range(10):
        life.judge(-signal.SIGKILL)
    assert not life.hopeless
    for code in (1, 0, -signal.SIGSEGV):
        assert not life.hopeless
        life.judge(code)
    assert life.hopeless


def never() -> subprocess.Popen[bytes]:
    raise AssertionError("nothing is started here")


def test_a_step_runs_once_before_those_who_need_it(parts: Parts) -> None:
    done: list[str] = []
    step = Child(
        name="step",
        start=parts.started("step", "pass"),
        once=True,
        when_done=partial(done.append, "step"),
    )
    ready = threading.Event()
    supervisor = Supervisor([step, parts.child("after", needs=("step",))], when_ready=ready.set)
    assert run(supervisor, lambda: until(ready.is_set)) == 0
    assert done == ["step"]
    assert parts.starts("step") == 1


def test_a_failed_step_ends_the_desk(parts: Parts) -> None:
    step = Child(name="step", start=parts.started("step", "raise SystemExit(1)"), once=True)
    assert Supervisor([step, parts.child("after", needs=("step",))]).run() == 1
    assert parts.starts("after") == 0


def test_the_other_processes_of_a_dead_child_are_ended(parts: Parts) -> None:
    code = "import os, sys\nif os.fork():\n    import time; time.sleep(0.3); os._exit(5)\n" + LIVES
    ready = threading.Event()
    group = parts.child("group", code)
    supervisor = Supervisor([group], when_ready=ready.set)

    def first_died() -> None:
        until(lambda: parts.starts("group") >= 2)

    run(supervisor, first_died)
    assert alive_in_group(parts.processes["group"][0].pid) == []


def test_a_taken_port_is_named_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart) as refused:
            ports.refuse_taken("127.0.0.1", port, "HUIYIN_CONSOLE_PORT", patience=0)
    assert refused.value.code == "port_taken"
    assert str(port) in refused.value.problem
    assert "HUIYIN_CONSOLE_PORT" in refused.value.mend


def test_a_port_that_is_just_being_left_is_waited_for() -> None:
    leaving = socket.create_server(("127.0.0.1", 0))
    port = leaving.getsockname()[1]
    threading.Timer(0.3, leaving.close).start()
    ports.refuse_taken("127.0.0.1", port, "HUIYIN_CONSOLE_PORT", patience=15)


def test_a_host_that_is_not_here_is_named_with_its_setting() -> None:
    with pytest.raises(CannotStart, match=r"192\.0\.2\.1") as refused:
        ports.refuse_taken("192.0.2.1", 8700, "HUIYIN_PORTAL_PORT")
    assert "HUIYIN_PORTAL_HOST" in refused.value.mend


def test_only_a_health_page_with_200_counts_as_an_answer() -> None:
    def serve(status: bytes) -> bool:
        with socket.create_server(("127.0.0.1", 0)) as server:

            def answer() -> None:
                connection, _address = server.accept()
                with connection:
                    connection.recv(1024)
                    connection.sendall(b"HTTP/1.1 " + status + b"\r\n\r\n")

            thread = threading.Thread(target=answer)
            thread.start()
            answered = ports.answers("127.0.0.1", server.getsockname()[1])
            thread.join()
            return answered

    assert serve(b"200 OK")
    assert not serve(b"500 Internal Server Error")


def test_nothing_listening_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert not ports.answers("127.0.0.1", port)
