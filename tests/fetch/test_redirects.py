"""Redirects are followed hop by hop and never past the limits."""

import pytest

from huiyin.engine.fetch import Request
from tests.fetch.asking import ask, failed, got
from tests.nasty import Nasty, redirect


def test_a_permanent_chain_tells_where_the_source_lives_now() -> None:
    with Nasty() as server:
        (result,) = ask(server.url("/moved"))
        assert got(result).moved_to == server.url("/feed")
        assert got(result).final_url == server.url("/feed")
    assert server.paths() == ["/moved", "/moved/2", "/feed"]


@pytest.mark.parametrize(
    ("path", "moved_to"), [("/moved/for-now", ""), ("/moved/mixed", "/moved/for-now")]
)
def test_only_the_permanent_part_of_a_chain_moves_the_source(path: str, moved_to: str) -> None:
    with Nasty() as server:
        (result,) = ask(server.url(path))
        assert got(result).moved_to == (server.url(moved_to) if moved_to else "")
        assert got(result).final_url == server.url("/feed")


@pytest.mark.parametrize(
    ("path", "code", "asked"),
    [
        ("/endless/0", "redirect_too_many", 6),
        ("/circle", "redirect_endless", 2),
        ("/to-file", "address_unfit", 1),
        ("/to-nowhere", "redirect_broken", 1),
    ],
)
def test_a_redirect_that_leads_nowhere_is_refused(path: str, code: str, asked: int) -> None:
    with Nasty() as server:
        (result,) = ask(server.url(path))
    assert failed(result).code == code
    assert len(server.paths()) == asked


def test_a_redirect_passes_the_robots_of_its_new_host() -> None:
    with Nasty(robots="User-agent: *\nDisallow: /") as other, Nasty() as server:
        server.pages["/away"] = redirect(302, other.url("/feed"))
        (result,) = ask(server.url("/away"))
    assert failed(result).code == "robots_denied"
    assert other.paths() == []


def test_a_forbidden_address_behind_a_redirect_is_never_asked() -> None:
    with Nasty(pages={"/away": redirect(302, "http://169.254.169.254/latest/")}) as server:
        (result,) = ask(Request(server.url("/away"), allow_private=True))
    assert failed(result).code == "address_forbidden"
