"""Input as bad as it gets: a clear word for it, the memory flat, the rest unharmed."""

import resource
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from huiyin.apps.intake.actions import add_source
from huiyin.apps.intake.models import Item, Source
from huiyin.engine.fetch import Limits
from huiyin.flows.collecting import Collector
from huiyin.flows.watch import fetch_due
from huiyin.ports import Document, sources
from tests.nasty import FEED, Nasty, Page, Visit
from tests.personas import make_desk

NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
MEGABYTE = 2**20
ENTRY = b"<item><title>one of a million</title></item>"


async def million(visit: Visit) -> None:
    """A feed of a million entries, streamed without a length."""
    await visit.head("200 OK", "Content-Type: text/xml")
    visit.writer.write(b"<rss><channel>")
    for _piece in range(1000):
        visit.writer.write(ENTRY * 1000)
        await visit.writer.drain()


async def packed_page(visit: Visit) -> None:
    """A page of fifty megabytes that travels as fifty kilobytes."""
    body = zlib.compress(b"<p>" + b"a" * (50 * MEGABYTE), 9)
    await visit.say("200 OK", body, "Content-Type: text/html", "Content-Encoding: deflate")


async def nest(visit: Visit) -> None:
    body = b"<html><body>" + b"<div><a href='/x'>" * 100_000
    await visit.say("200 OK", body, "Content-Type: text/html")


@pytest.fixture
def by() -> Iterator[Collector]:
    made = Collector(limits=Limits(connect=5, read=5, total=20, host_interval=0))
    yield made
    made.close()


@pytest.mark.django_db
def test_each_gets_its_word_and_a_good_source_beside_them_is_read(by: Collector) -> None:
    desk = make_desk()
    pages: dict[str, Page] = {"/million": million, "/page": packed_page, "/nest": nest}
    kinds = {"/million": "feed", "/page": "html_list", "/nest": "html_list"}
    with Nasty(pages=pages) as server:
        add_source(desk.office, name="/feed", url=server.url("/feed"), now=NOW)
        Source.objects.update(allow_private=True)
        fetch_due(NOW, by=by, patience=60)
        for path, kind in kinds.items():
            add_source(desk.office, name=path, url=server.url(path), plugin=kind, now=NOW)
        Source.objects.update(allow_private=True, next_fetch_at=NOW)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        fetch_due(NOW, by=by, patience=60)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    words = dict(Source.objects.values_list("name", "health_code"))
    expected = {"/million": "too_large", "/page": "too_large", "/nest": "no_links", "/feed": ""}
    assert words == expected
    assert Item.objects.get().title in FEED
    assert grown < 150


@pytest.mark.parametrize("kind", sorted(sources().plugins))
@pytest.mark.parametrize(
    "body",
    [
        b"a",
        "𝄞👨‍👩‍👧‍👦\u202e\u200f混排 text\u2066".encode() * 50,
        b"\xff\xfe\x00\xd8" * 1000,
        b"<rss><channel><item><title>" + b"\xc3\x28\xa0\xa1" * 500,
        b"From x\nSubject: \xff\xfe\n\n" + b"\xf0\x28\x8c\xbc" * 500,
    ],
    ids=["one", "mixed", "surrogates", "invalid", "letter"],
)
def test_odd_characters_are_read_or_refused(kind: str, body: bytes) -> None:
    reading = (
        sources().plugins[kind].read(Document(body, "http://a.example/", "text/plain", at=NOW))
    )
    for entry in reading.entries:
        (entry.title + entry.body).encode("utf-8")
    assert reading.refusals or reading.entries
