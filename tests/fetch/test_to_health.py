"""From a hostile server to the word that an office reads: fetched, read, judged."""

from datetime import timedelta

import pytest

from huiyin.engine.clock import real_now
from huiyin.engine.fetch import FetchFailure, Request, Result
from huiyin.plugins.sources.feed import plugin
from huiyin.rules.watching import Attempt, Health, health, next_try
from tests.fetch.asking import ask, got
from tests.nasty import Nasty, failing, packed

PAGE = packed("identity", b"<html><body>Not a feed</body></html>")


def attempt(result: Result) -> Attempt:
    if isinstance(result, FetchFailure):
        return Attempt(result.code, seconds=result.seconds)
    readable = result.unchanged or not plugin.read(result.document()).refused
    return Attempt(unchanged=result.unchanged, readable=readable, seconds=result.seconds)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/feed", Health.HEALTHY),
        ("/moved", Health.HEALTHY),
        ("/gzip", Health.HEALTHY),
        ("/charset", Health.HEALTHY),
        ("/bomb", Health.HEALTHY),
        ("/page", Health.MALFORMED),
        ("/busy", Health.FAILING),
        ("/broken", Health.FAILING),
        ("/drip", Health.FAILING),
        ("/huge", Health.FAILING),
        ("/endless/0", Health.FAILING),
        ("/gone", Health.GONE),
    ],
)
def test_what_a_server_does_becomes_a_health(path: str, expected: Health) -> None:
    with Nasty(pages={"/page": PAGE}) as server:
        (result,) = ask(server.url(path))
    assert health(attempt(result), 1, real_now()) is expected


def test_nothing_new_is_told_from_read() -> None:
    with Nasty() as server:
        (result,) = ask(Request(server.url("/feed"), '"v1"', allow_private=True))
    assert health(attempt(result), 0, real_now()) is Health.UNCHANGED


def test_robots_and_the_guard_have_healths_of_their_own() -> None:
    with Nasty(robots="User-agent: *\nDisallow: /") as server:
        denied, refused = ask(server.url("/feed"), Request(server.url("/feed")))
    assert health(attempt(denied), 1, real_now()) is Health.BLOCKED
    assert health(attempt(refused), 1, real_now()) is Health.REFUSED


def test_a_wrong_charset_and_a_bomb_are_read_and_said() -> None:
    with Nasty() as server:
        charset, bomb = (got(result) for result in ask(server.url("/charset"), server.url("/bomb")))
    reading = plugin.read(charset.document())
    assert reading.entries[0].title == "化工厂爆炸 多人受伤"
    assert "charset_wrong" in [refusal.code for refusal in reading.refusals]
    assert "entities_ignored" in [one.code for one in plugin.read(bomb.document()).refusals]


def test_the_next_try_waits_as_long_as_the_server_asked() -> None:
    page = failing("429 Too Many Requests", "Retry-After: 7200")
    with Nasty(pages={"/wait": page}) as server:
        (result,) = ask(server.url("/wait"))
    assert isinstance(result, FetchFailure)
    due = next_try(1, result.at, timedelta(minutes=5), result.retry_after)
    assert due - result.at == timedelta(hours=2)
