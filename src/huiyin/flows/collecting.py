"""Documents on their way: a thread of its own speaks to the servers, so that a slow one keeps
nobody waiting; finished requests are taken from a queue.

One client lives as long as the process: it remembers robots.txt, and which hosts asked for rest.
Beside the requests stand the trips they belong to (`flows.trips`), by the same keys.
"""

import asyncio
import queue
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from functools import cache

from django.conf import settings

from huiyin.engine.clock import real_now
from huiyin.engine.fetch import Client, FetchFailure, Limits, Request, Result
from huiyin.engine.fetch.politeness import Tally
from huiyin.flows.trips import Trip

# Waiting for a host's turn costs next to nothing, so a host with many sources keeps nobody out;
# how many hosts are spoken to at the same moment is the client's own limit.
MOST_UNDER_WAY = 2000


class Collector:
    """Asks for documents in the background. `close` ends its thread."""

    def __init__(self, contact: str = "", limits: Limits | None = None) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="collector", daemon=True)
        self._client = Client(limits, contact)
        self._done: queue.Queue[tuple[Request, Result]] = queue.Queue()
        self._asked: dict[str, Future[None]] = {}
        self.trips: dict[str, Trip] = {}
        self._thread.start()

    @property
    def room(self) -> int:
        """How many more trips may begin now."""
        return max(MOST_UNDER_WAY - len(self.trips), 0)

    def ask(self, requests: Iterable[Request]) -> None:
        """Hand requests in, by `key`; one that is still on its way is not asked twice."""
        for request in requests:
            if request.key not in self._asked:
                fetch = self._fetch(request)
                self._asked[request.key] = asyncio.run_coroutine_threadsafe(fetch, self._loop)

    def answers(self, seconds: float) -> list[tuple[Request, Result]]:
        """What has finished: waits for the first at most so long, and for no other."""
        answers: list[tuple[Request, Result]] = []
        if not self._asked:
            return answers
        try:
            answers.append(self._done.get(timeout=seconds))
            while True:
                answers.append(self._done.get_nowait())
        except queue.Empty:
            pass
        for request, _result in answers:
            self._asked.pop(request.key, None)
        return answers

    def politeness(self) -> dict[str, Tally]:
        """How each host was treated since the last call."""

        async def counted() -> dict[str, Tally]:
            return self._client.gates.counted()

        return asyncio.run_coroutine_threadsafe(counted(), self._loop).result(10)

    def close(self) -> None:
        """Drop what is on its way and end the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _fetch(self, request: Request) -> None:
        try:
            result = await self._client.fetch(request)
        except Exception as error:  # a fault of the client itself must not lose the source
            detail = f"{type(error).__name__}: {error}"[:300]
            result = FetchFailure(request.url, "answer_broken", detail, real_now())
        self._done.put((request, result))

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(self._client.__aexit__(None, None, None))
        self._loop.close()


@cache
def collector() -> Collector:
    """The collector of this process."""
    return Collector(getattr(settings, "CONTACT_URL", ""))
