"""What a server answers becomes a document or a named failure."""

import asyncio

import pytest

from huiyin.engine.fetch import Client, Request, Result
from huiyin.engine.fetch.politeness import Tally
from tests.fetch.asking import SHORT, ask, failed, got
from tests.nasty import FEED, Nasty, Visit, failing, feed


def test_a_document_comes_with_its_validators() -> None:
    with Nasty() as server:
        (result,) = ask(server.url("/feed"))
    document = got(result)
    assert document.body == FEED.encode()
    assert (document.status, document.etag) == (200, '"v1"')
    assert document.last_modified == "Sun, 22 Nov 2026 00:00:00 GMT"
    assert document.content_type == "application/rss+xml"


def test_the_fetcher_says_who_it_is_and_where_to_complain() -> None:
    with Nasty() as server:
        ask(server.url("/feed"))
    agent = server.seen[-1].headers["user-agent"]
    assert agent.startswith("Huiyin/")
    assert agent.endswith("(+https://desk.example/contact)")
    assert "cookie" not in server.seen[-1].headers


@pytest.mark.parametrize(
    ("path", "etag", "modified"),
    [("/feed", '"v1"', ""), ("/dated", "", "Sun, 22 Nov 2026 00:00:00 GMT")],
)
def test_a_known_version_is_not_sent_again(path: str, etag: str, modified: str) -> None:
    with Nasty() as server:
        (result,) = ask(Request(server.url(path), etag, modified, allow_private=True))
    assert got(result).unchanged
    assert got(result).body == b""


@pytest.mark.parametrize(
    ("path", "code", "status", "retry_after", "permanent"),
    [
        ("/busy", "too_many_requests", 429, 120.0, False),
        ("/down", "unavailable", 503, 7 * 24 * 3600.0, False),
        ("/broken", "server_error", 500, None, False),
        ("/gone", "gone", 410, None, True),
        ("/nowhere", "not_found", 404, None, False),
        ("/forbidden", "forbidden", 403, None, False),
        ("/teapot", "status_unexpected", 418, None, False),
    ],
)
def test_a_status_becomes_a_named_failure(
    path: str, code: str, status: int, retry_after: float | None, permanent: bool
) -> None:
    with Nasty() as server:
        (result,) = ask(server.url(path))
    failure = failed(result)
    assert (failure.code, failure.status) == (code, status)
    assert (failure.retry_after, failure.permanent) == (retry_after, permanent)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/drip", "timeout_total"),
        ("/stalled", "timeout_read"),
        ("/cut", "ended_early"),
        ("/nonsense", "answer_broken"),
        ("/silence", "ended_early"),
    ],
)
def test_a_broken_answer_becomes_a_named_failure(path: str, code: str) -> None:
    with Nasty() as server:
        (result,) = ask(server.url(path))
    assert failed(result).code == code


def test_a_closed_port_is_a_failed_connection() -> None:
    with Nasty() as server:
        address = server.url("/feed")
    (result,) = ask(address)
    assert failed(result).code == "connection_failed"


def test_an_unknown_host_is_said_to_be_unknown() -> None:
    (result,) = ask("http://no-such-host.invalid/feed")
    assert failed(result).code == "name_unknown"


def test_a_server_that_asked_for_silence_is_left_alone() -> None:
    with Nasty() as server:
        first, second = ask(server.url("/busy"), server.url("/feed"))
    assert failed(first).code == "too_many_requests"
    assert failed(second).code == "cooling_down"
    assert 0 < (failed(second).retry_after or 0) <= 120
    assert server.paths() == ["/busy"]


def test_a_server_that_says_no_time_rests_for_a_minute_and_all_is_counted() -> None:
    async def run(server: Nasty) -> tuple[list[Result], Tally]:
        async with Client(SHORT) as client:
            urls = map(server.url, ("/forbidden", "/much", "/feed"))
            asked = [Request(url, allow_private=True) for url in urls]
            results = [await client.fetch(request) for request in asked]
            return results, client.gates.counted()[f"127.0.0.1:{server.port}"]

    pages = {"/much": failing("429 Too Many Requests")}
    with Nasty(robots="User-agent: *\nDisallow: /no", pages=pages) as server:
        results, tally = asyncio.run(run(server))
    assert failed(results[2]).code == "cooling_down"
    assert (tally.requests, tally.forbidden, tally.busy, tally.rested) == (3, 1, 1, 1)
    assert (tally.longest_rest, tally.robots) == (60.0, "allowed")
    assert tally.rules == "User-agent: *\nDisallow: /no"


def test_the_time_on_the_network_is_told() -> None:
    async def late(visit: Visit) -> None:
        await asyncio.sleep(0.05)
        await feed(visit)

    with Nasty(pages={"/late": late}) as server:
        (result,) = ask(server.url("/late"))
    assert got(result).seconds >= 0.05
