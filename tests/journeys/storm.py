"""Who kills the parts of a desk, and the mail server that notices what is on its way meanwhile."""

import asyncio
import contextlib
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from types import TracebackType
from typing import Any, Self

import psutil  # type: ignore[import-untyped]
import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from huiyin.engine.postgres import WORKER
from tests.cli.desks import alive, until
from tests.journeys.desk import KeptDesk
from tests.loopback import free_ports

VICTIMS = {
    "worker": 1, "worker at work": 1, "worker in delivery": 1, "console": 1, "portal": 2,
    "portal's server": 1, "postgres": 2, "backend": 3, "supervisor": 1,
}  # fmt: skip
YOUNGEST_SECONDS = {"worker": 5.0}  # it gets as far as storing what it fetched
PATIENCE_SECONDS = 30.0
MOMENT_SECONDS = 5.0
WRITES = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND backend_xid IS NOT NULL"


class Letterbox:
    """A mail server that takes its time; `taken` counts how often each Message-ID arrived."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.readers: dict[str, set[str]] = {}
        self.in_hand = threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        name = message_from_bytes(content)["Message-ID"]
        self.taken[name] += 1
        self.readers.setdefault(name, set()).update(envelope.rcpt_tos)
        self.in_hand.set()
        await asyncio.sleep(0.03)
        self.in_hand.clear()
        return "250 taken"

    def __enter__(self) -> Self:
        (port,) = free_ports(1)
        self.url = f"smtp://127.0.0.1:{port}"
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()


class Killer:
    """Kills one part after another, in an order and at moments drawn from a seed."""

    def __init__(self, desk: KeptDesk, letterbox: Letterbox, seed: int) -> None:
        self._desk, self._letterbox = desk, letterbox
        self._random = random.Random(seed)
        self.killed: Counter[str] = Counter()

    def storm(self, seconds: float) -> None:
        """All kills, spread over about so many seconds."""
        victims = [name for name, times in VICTIMS.items() for _time in range(times)]
        self._random.shuffle(victims)
        pause = seconds / len(victims)
        for victim in victims:
            time.sleep(self._random.uniform(0.3, 1.7) * pause)
            self._kill(victim)
            self.killed[victim] += 1

    def _kill(self, victim: str) -> None:
        """Kill it once it lives; it is not asked, and may not clean up."""
        latest = time.monotonic() + PATIENCE_SECONDS
        youngest = YOUNGEST_SECONDS.get(victim.split()[0], 1.5)
        while True:
            if victim == "worker in delivery":
                self._letterbox.in_hand.wait(MOMENT_SECONDS)
            elif victim == "worker at work":
                self._wait_until_it_writes(WORKER)
            try:
                found = self._find(victim)
                if found is not None and time.time() - found.create_time() > youngest:
                    with self._nobody_outlives(found):
                        found.send_signal(signal.SIGKILL)
                    return
            except psutil.NoSuchProcess:
                pass
            assert time.monotonic() < latest, f"no {victim} to kill"
            time.sleep(0.2)

    @contextlib.contextmanager
    def _nobody_outlives(self, process: psutil.Process) -> Iterator[None]:
        """The children that it has when it is killed end with it."""
        children = process.children(recursive=True)
        yield
        until(lambda: alive(children) == [], PATIENCE_SECONDS, lambda: str(alive(children)))

    def _wait_until_it_writes(self, role: str) -> None:
        """Return in the middle of a transaction of this role that has written something."""
        latest = time.monotonic() + MOMENT_SECONDS
        with contextlib.suppress(psycopg.OperationalError), self._desk.tables() as tables:
            while time.monotonic() < latest and not tables.number(WRITES, role):
                time.sleep(0.01)

    def _find(self, victim: str) -> psutil.Process | None:
        if victim == "supervisor":
            return self._desk.supervisor()
        if victim == "backend":
            backends = self._desk.backends()
            return self._random.choice(backends) if backends else None
        if victim == "portal's server":
            portal = self._desk.part("portal")
            children = portal.children() if portal else []
            return children[0] if children else None
        return self._desk.part(victim.split()[0])
