"""One request at a time a host, a pause between two, and silence when the host asks for it.

What was kept is counted host by host, so that it can be shown and proved."""

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
    answered_at: float | None = None


@dataclass(slots=True)
class Tally:
    """How a host was treated since the last count. `smallest_gap` is in seconds, from the end of
    an answer to the start of the next request; `robots` is the last verdict. `busy` counts answers
    that asked for fewer requests (429, 503), `forbidden` those that gave the public nothing
    (401, 403, 451); `longest_rest` is how long in seconds the host was left alone for. `rules` is
    what robots.txt says to us, where it was read since then."""

    requests: int = 0
    denied: int = 0
    rested: int = 0
    smallest_gap: float | None = None
    crawl_delay: float = 0.0
    robots: str = ""
    busy: int = 0
    forbidden: int = 0
    longest_rest: float = 0.0
    rules: str | None = None


class Gates:
    """The gate of every host."""

    def __init__(self, interval: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.interval = interval
        self.clock = clock
        self.hosts: dict[str, Host] = {}
        self.tallies: dict[str, Tally] = {}
        self._most = MOST_HOSTS

    def host(self, name: str) -> Host:
        if len(self.hosts) > self._most:
            self._forget_idle()
        return self.hosts.setdefault(name, Host())

    def tally(self, name: str) -> Tally:
        """The running count of a host."""
        return self.tallies.setdefault(name, Tally())

    def counted(self) -> dict[str, Tally]:
        """The counts of all hosts since the last call; begins new ones."""
        counted, self.tallies = self.tallies, {}
        return counted

    @asynccontextmanager
    async def passing(self, name: str) -> AsyncIterator[None]:
        """Wait for the host's turn, hold it, and start its pause afterwards."""
        host = self.host(name)
        async with host.lock:
            left = host.cool_until - self.clock()
            if left > 0:
                self.tally(name).rested += 1
                raise Refused("cooling_down", f"{left:.0f} s left", retry_after=left)
            await asyncio.sleep(max(0.0, host.free_at - self.clock()))
            self._count(name, host)
            try:
                yield
            finally:
                host.answered_at = self.clock()
                host.free_at = host.answered_at + max(self.interval, host.crawl_delay)

    def _count(self, name: str, host: Host) -> None:
        tally = self.tally(name)
        tally.requests += 1
        tally.crawl_delay = host.crawl_delay
        if host.answered_at is not None:
            gap = self.clock() - host.answered_at
            known = tally.smallest_gap
            tally.smallest_gap = gap if known is None else min(known, gap)

    def cool(self, name: str, seconds: float) -> None:
        """Leave the host alone for so long."""
        host, tally = self.host(name), self.tally(name)
        tally.longest_rest = max(tally.longest_rest, seconds)
        host.cool_until = max(host.cool_until, self.clock() + seconds)

    def _forget_idle(self) -> None:
        now = self.clock()
        self.hosts = {
            name: host
            for name, host in self.hosts.items()
            if host.lock.locked() or max(host.free_at, host.cool_until) > now
        }
        self._most = max(MOST_HOSTS, 2 * len(self.hosts))  # so that looking stays rare
