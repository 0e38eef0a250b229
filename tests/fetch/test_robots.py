"""robots.txt is asked first, obeyed, and remembered."""

import pytest

from huiyin.engine.fetch.robots import meant_for_us
from tests.fetch.asking import ask, failed, got
from tests.nasty import Nasty


def test_a_denied_address_is_never_asked() -> None:
    with Nasty(robots="User-agent: *\nDisallow: /feed") as server:
        (result,) = ask(server.url("/feed"))
    assert failed(result).code == "robots_denied"
    assert server.paths() == []


def test_a_rule_for_us_by_name_counts() -> None:
    with Nasty(robots="User-agent: *\nDisallow: /\n\nUser-agent: Huiyin\nAllow: /") as server:
        (result,) = ask(server.url("/feed"))
    assert got(result).status == 200


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone"])
def test_without_a_file_everything_is_allowed(status: str) -> None:
    with Nasty(robots=status) as server:
        (result,) = ask(server.url("/feed"))
    assert got(result).status == 200


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "429 Slow Down"])
def test_a_server_that_cannot_say_is_left_alone(status: str) -> None:
    with Nasty(robots=status) as server:
        first, second = ask(server.url("/feed"), server.url("/dated"))
    assert failed(first).code == failed(second).code == "robots_unreachable"
    assert [one.path for one in server.seen] == ["/robots.txt"]


def test_the_file_is_asked_once_for_many_documents() -> None:
    with Nasty(robots="User-agent: *\nAllow: /") as server:
        ask(server.url("/feed"), server.url("/dated"), server.url("/gzip"))
    assert [one.path for one in server.seen].count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("User-agent: a\nUser-agent: *\nDisallow: /x # why\n\nUser-agent: b\nDisallow: /", "*: /x"),
        ("user-agent: *\nDisallow: /\nUser-Agent: HuiYin/2\nDisallow: /y", "huiyin: /y"),
        ("User-agent: b\nDisallow: /", ""),
        ("Disallow: /\n\x00<html>\nSitemap: http://a.example/", ""),
    ],
)
def test_what_a_file_says_to_us_is_told(text: str, kept: str) -> None:
    agent, _colon, path = kept.partition(": ")
    assert meant_for_us(text) == (kept and f"User-agent: {agent}\nDisallow: {path}")
