"""Bodies are unpacked under a cap and memory stays flat."""

import tracemalloc
from collections.abc import Callable

import pytest

from huiyin.engine.fetch import Limits
from tests.fetch.asking import ask, failed, got
from tests.nasty import FEED, MEGABYTE, Nasty, brotli_bomb, gzip_bomb, packed

ROOMY = Limits(read=5, total=20, body=2 * MEGABYTE, host_interval=0)
FLAT = 16 * MEGABYTE


@pytest.mark.parametrize(
    "path", ["/gzip", "/gzip/members", "/br", "/deflate", "/deflate/raw", "/feed"]
)
def test_every_common_packing_is_unpacked(path: str) -> None:
    with Nasty() as server:
        (result,) = ask(server.url(path))
    assert got(result).body == FEED.encode()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/gzip/cut", "ended_early"),
        ("/gzip/bad", "packing_broken"),
        ("/packed/unknown", "packing_unknown"),
    ],
)
def test_a_damaged_packing_is_said(path: str, code: str) -> None:
    with Nasty() as server:
        (result,) = ask(server.url(path))
    assert failed(result).code == code


@pytest.mark.parametrize("path", ["/huge", "/huge/announced"])
def test_a_500_mb_body_is_cut_off_early(path: str) -> None:
    with Nasty() as server:
        failure, peak = measured(lambda: failed(ask(server.url(path), limits=ROOMY)[0]).code)
        sent = server.sent
    assert failure == "too_large"
    assert peak < FLAT
    assert sent < 50 * MEGABYTE


@pytest.mark.parametrize("packing", ["gzip", "br"])
def test_a_bomb_costs_no_more_than_the_cap(packing: str) -> None:
    body = gzip_bomb() if packing == "gzip" else brotli_bomb()
    assert len(body) < MEGABYTE
    with Nasty(pages={"/bomb": packed(packing, body)}) as server:
        failure, peak = measured(lambda: failed(ask(server.url("/bomb"), limits=ROOMY)[0]).code)
    assert failure == "too_large"
    assert peak < FLAT


def measured(act: Callable[[], str]) -> tuple[str, int]:
    """The outcome, and the most memory that Python held meanwhile."""
    tracemalloc.start()
    try:
        return act(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
