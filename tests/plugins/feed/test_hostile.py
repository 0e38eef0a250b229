"""Nothing a document holds makes the reader fail, hang or grow without bound."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.plugins.sources.feed import item, walk
from huiyin.ports import REASONS
from tests.nasty import BOMB, FEED
from tests.plugins.feed.reading import codes, read
from tests.plugins.feed.test_dialects import DIALECTS

SEEDS = [*(text.encode() for text in DIALECTS.values()), FEED.encode("gb18030"), BOMB.encode()]
SPLICES = [
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?", b"\x00", b"\xff\xfe", b"&#0;",
    b"&#xffffffff;", b"<item>", b"</item>", b"<entry", b"xmlns:a='x'", b'"', b"\xed\xa0\x80",
    b"<!DOCTYPE a [", b"<!ENTITY b 'c'>", b"xml:base='http://['", b"{", b"}", b"\xe4\xbd",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.randoms(use_true_random=False), st.integers(1, 12))
def test_a_damaged_feed_is_read_or_refused(seed: bytes, dice: random.Random, cuts: int) -> None:
    body = seed
    for _number in range(cuts):
        at, until = sorted(dice.randrange(len(body) + 1) for _end in range(2))
        if dice.random() < 0.5:
            body = body[:at] + dice.choice(SPLICES) + body[at:]
        else:
            body = body[:at] + body[min(until, at + 40) :]
    reading = read(body)
    assert reading.refusals or not reading.refused
    assert all(refusal.code in REASONS for refusal in reading.refusals)
    for entry in reading.entries:
        assert entry.published_at is None or entry.published_at.utcoffset() == timedelta(0)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for wrapped in (body, b"<rss><channel><item><title>" + body, b'{"items":[{"title":"' + body):
        reading = read(wrapped)
        assert reading.refusals or not reading.refused


@pytest.mark.parametrize(
    "body",
    [
        b"<a>" * 200_000,
        b"<rss><channel>" + b"<item>" * 100_000,
        b"<rss" + b"".join(b" xmlns:n%d='u%d'" % (n, n) for n in range(20_000)) + b"/>",
        b"<rss" + b"".join(b" a%d='1'" % n for n in range(50_000)) + b"/>",
        b"<rss><channel><item><title>" + b"&" * 500_000,
        b"<rss><channel><item><title>" + b"&#" * 300_000,
        b"<rss><channel><item><description>" + b"&lt;" * 300_000,
        b"<rss><channel><item><description>" + b"&lt;div&gt;" * 100_000,
        b"<!--" * 200_000,
        b"<?xml " * 200_000,
        b"<!DOCTYPE [" + b"<!ENTITY a 'b'>" * 100_000,
        b"<!DOCTYPE rss [" + b"]" * 500_000,
        b"<![CDATA[" * 100_000,
        b"<rss><channel><item><pubDate>" + b"1" * 500_000,
        b"<rss><channel><item><link>" + b"/" * 500_000,
        b"[" * 500_000,
        b'{"items":[' + b"{}," * 300_000 + b"{}]}",
    ],
    ids=range(17),
)
def test_long_nonsense_is_over_soon(body: bytes) -> None:
    reading = read(body)
    assert reading.refusals or reading.entries == ()


def test_endless_entries_are_cut_and_said() -> None:
    items = "<item><title>t</title></item>" * (walk.MOST + 50)
    reading = read(f"<rss><channel>{items}</channel></rss>")
    assert len(reading.entries) == walk.MOST
    assert codes(reading) == ["too_many"]


def test_a_reading_that_takes_too_long_stops_and_keeps_what_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments = iter(range(0, 10_000, 6))
    monkeypatch.setattr("huiyin.plugins.sources.feed.walk.time.monotonic", lambda: next(moments))
    reading = read("<rss><channel>" + "<item><title>t</title></item>" * 20 + "</channel></rss>")
    assert len(reading.entries) == 3
    assert codes(reading) == ["took_too_long"]


def test_people_are_not_entered_whatever_they_hold() -> None:
    for name in ("author", "contributor", "managingEditor", "webMaster"):
        inside = f"<{name}><title>张三</title><link>http://z/</link><id>z</id></{name}>"
        reading = read(f"<rss><channel><item><title>t</title>{inside}</item></channel></rss>")
        assert "张三" not in repr(reading)
        assert reading.entries[0].url == ""
    assert "author" in item.NOT_ENTERED
