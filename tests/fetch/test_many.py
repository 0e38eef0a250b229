"""Many sources at once: a slow or hostile host delays only itself."""

import asyncio
import socket
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from yarl import URL

from huiyin.engine.fetch import Client, FetchFailure, Limits, Request, Result, robots
from huiyin.engine.fetch.politeness import Gates
from huiyin.engine.fetch.values import Refused
from huiyin.ports import Fetched
from tests.fetch.asking import SHORT
from tests.nasty import Nasty, Visit, feed


def test_good_hosts_finish_while_a_hostile_one_still_holds_its_answer() -> None:
    """The held page is released only after every good source has answered."""
    with ExitStack() as stack:
        hostile = stack.enter_context(Nasty())
        good = [stack.enter_context(Nasty()) for _number in range(5)]
        requests = [Request(hostile.url("/held"), allow_private=True)]
        requests += [Request(one.url("/feed"), allow_private=True) for one in good]

        async def run() -> list[str]:
            finished: list[str] = []
            async with Client(Limits(host_interval=0)) as client:
                for done in asyncio.as_completed([client.fetch(one) for one in requests]):
                    result = await done
                    assert isinstance(result, Fetched)
                    finished.append(result.url)
                    if len(finished) == len(good):
                        hostile.release()
            return finished

        finished = asyncio.run(run())
    assert finished[-1] == hostile.url("/held")
    assert len(finished) == 6


def test_many_sources_of_a_hostile_host_take_no_room_from_the_others() -> None:
    """Twenty sources wait for one host; with room for two connections the others still pass."""
    with Nasty() as hostile, Nasty() as good:
        waiting = [Request(hostile.url("/held"), allow_private=True) for _number in range(20)]
        wanted = [Request(good.url("/feed"), allow_private=True) for _number in range(5)]

        async def run() -> int:
            async with Client(Limits(host_interval=0, connections=2)) as client:
                blocked = [asyncio.create_task(client.fetch(one)) for one in waiting]
                results = [await client.fetch(one) for one in wanted]
                assert not any(task.done() for task in blocked)
                hostile.release()
                results += await asyncio.gather(*blocked)
            return sum(isinstance(result, Fetched) for result in results)

        assert asyncio.run(run()) == 25


def test_names_that_do_not_resolve_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty look-ups hang; the good host's, asked last, is answered all the same."""
    answered = threading.Event()
    look_up = socket.getaddrinfo

    def getaddrinfo(host: str, *rest: Any) -> Any:
        if host.endswith(".invalid"):
            answered.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return look_up("127.0.0.1", *rest)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with Nasty() as good:
        lost = [Request(f"http://n{number}.invalid/feed") for number in range(20)]

        async def run() -> list[Result]:
            async with Client(Limits(host_interval=0)) as client:
                hanging = [asyncio.create_task(client.fetch(one)) for one in lost]
                await asyncio.sleep(0)
                good_url = f"http://good.example:{good.port}/feed"
                first = await client.fetch(Request(good_url, allow_private=True))
                answered.set()
                return [first, *await asyncio.gather(*hanging)]

        first, *rest = asyncio.run(run())
    assert isinstance(first, Fetched)
    codes = {one.code for one in rest if isinstance(one, FetchFailure)}
    assert codes == {"name_unknown"}


def test_every_hostile_host_gets_its_own_verdict_and_the_good_one_its_document() -> None:
    wanted = {
        "/drip": "timeout_total",
        "/stalled": "timeout_read",
        "/huge": "too_large",
        "/endless/0": "redirect_too_many",
        "/busy": "too_many_requests",
        "/broken": "server_error",
        "/feed": "",
    }
    with ExitStack() as stack:
        servers = {path: stack.enter_context(Nasty()) for path in wanted}
        requests = [
            Request(server.url(path), allow_private=True, key=path)
            for path, server in servers.items()
        ]

        async def run() -> dict[str, str]:
            async with Client(SHORT) as client:
                results = await asyncio.gather(*(client.fetch(one) for one in requests))
            return {
                request.key: result.code if isinstance(result, FetchFailure) else ""
                for request, result in zip(requests, results, strict=True)
            }

        assert asyncio.run(run()) == wanted


def test_one_host_is_asked_one_request_at_a_time() -> None:
    now = most = 0

    async def counted(visit: Visit) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        await feed(visit)
        now -= 1

    paths = [f"/page/{number}" for number in range(6)]
    with Nasty(pages=dict.fromkeys(paths, counted)) as server:
        requests = [Request(server.url(path), allow_private=True) for path in paths]

        async def run() -> int:
            async with Client(SHORT) as client:
                results = await asyncio.gather(*(client.fetch(one) for one in requests))
                return sum(isinstance(result, Fetched) for result in results)

        assert asyncio.run(run()) == 6
    assert most == 1


def test_the_pause_between_two_requests_of_a_host_is_kept() -> None:
    """The clock is the test's own: what counts is how long the gate asks to sleep."""
    moment = 100.0
    gates = Gates(interval=5.0, clock=lambda: moment)

    async def run() -> tuple[float, float]:
        async with gates.passing("a"):
            pass
        first = gates.host("a").free_at
        gates.host("b").crawl_delay = 12.0
        async with gates.passing("b"):
            pass
        return first, gates.host("b").free_at

    assert asyncio.run(run()) == (105.0, 112.0)


def test_what_was_kept_is_counted_host_by_host() -> None:
    moment = 100.0
    gates = Gates(interval=5.0, clock=lambda: moment)

    async def passed() -> None:
        async with gates.passing("a"):
            pass

    async def run() -> None:
        nonlocal moment
        await passed()
        moment = 107.0
        await passed()
        gates.cool("a", 60)
        with pytest.raises(Refused):
            await passed()

    asyncio.run(run())
    tally = gates.counted()["a"]
    assert (tally.requests, tally.smallest_gap, tally.rested) == (2, 7.0, 1)
    assert gates.counted() == {}


def test_what_robots_said_is_counted() -> None:
    with Nasty(robots="User-agent: *\nDisallow: /dated") as server:

        async def run() -> tuple[str, int, int]:
            async with Client(SHORT) as client:
                for path in ("/feed", "/dated"):
                    await client.fetch(Request(server.url(path), allow_private=True))
                (tally,) = client.gates.counted().values()
            return tally.robots, tally.denied, tally.requests

        assert asyncio.run(run()) == ("denied", 1, 2)  # robots.txt and one page


def test_what_is_remembered_of_sites_and_hosts_stays_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rules are kept for a day, yet a round of many sites drops the oldest of them."""
    monkeypatch.setattr(robots, "MOST", 10)
    known = robots.Robots(clock=lambda: 0.0)

    async def none(address: str) -> FetchFailure:
        return FetchFailure(address, "not_found", "", datetime.now(UTC))

    async def run() -> None:
        for number in range(100):
            await known.rules(URL(f"http://h{number}.example/"), none, allow_private=False)

    asyncio.run(run())
    assert len(known.known) <= 11
    assert len(known.locks) <= 12
    assert ("http://h99.example", False) in known.known
