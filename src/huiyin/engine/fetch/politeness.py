"""One request at a time a host, a pause between two, and silence when the host asks for it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from huiyin.engine.fetch.values import Refused

MOST_HOSTS: Final = 10_000


@dataclass(slots=True)
class Host:
    """What is remembered of a host; times are of the monotonic clock."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    cool_until: float = 0.0
    crawl_delay: float = 0.0


class Gates:
    """The gate of every host."""

    def __init__(self, interval: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.interval = interval
        self.clock = clock
        self.hosts: dict[str, Host] = {}

    def host(self, name: str) -> Host:
        if len(self.hosts) > MOST_HOSTS:
            self._forget_idle()
        return self.hosts.setdefault(name, Host())

    @asynccontextmanager
    async def passing(self, name: str) -> AsyncIterator[None]:
        """Wait for the host's turn, hold it, and start its pause afterwards."""
        host = self.host(name)
        async with host.lock:
            left = host.cool_until - self.clock()
            if left > 0:
                raise Refused("cooling_down", f"{left:.0f} s left", retry_after=left)
            await asyncio.sleep(max(0.0, host.free_at - self.clock()))
            try:
                yield
            finally:
                host.free_at = self.clock() + max(self.interval, host.crawl_delay)

    def cool(self, name: str, seconds: float) -> None:
        """Leave the host alone for so long."""
        host = self.host(name)
        host.cool_until = max(host.cool_until, self.clock() + seconds)

    def _forget_idle(self) -> None:
        now = self.clock()
        self.hosts = {
            name: host
            for name, host in self.hosts.items()
            if host.lock.locked() or max(host.free_at, host.cool_until) > now
        }
