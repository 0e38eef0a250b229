"""The readers that are tried, each with seeds, pieces that hurt, and what it must keep.

A target takes bytes and gives what kind of answer came: inputs with an answer of a new kind are
mutated further. It raises where the reader raises or gives something that it must not.
"""

import io
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from huiyin.plugins.formats.mbox import plugin as mbox
from huiyin.plugins.sources.feed import plugin as feed
from huiyin.plugins.sources.html_list import plugin as html_list
from huiyin.plugins.sources.mail import plugin as mail
from huiyin.plugins.sources.sitemap import plugin as sitemap
from huiyin.ports import REASONS, Document, Reading, SourcePlugin, schema_of, settle
from huiyin.ports.contract import faults_of
from huiyin.ports.pages import read_page
from huiyin.ports.settings import defaults
from huiyin.rules.text.extract import extract
from huiyin.rules.text.match import RuleError
from huiyin.rules.text.match import compile as compile_rules
from huiyin.rules.text.mending import mend
from huiyin.rules.text.word_lists import words
from tests.fuzz.seeds import FEEDS, HEADS, LETTERS, MARKS, PAGES, RULES, SIGNS, TAGS, TEXTS, WORDS

NOW: Final = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
LISTS: Final = {"单": words("爆炸、a*b\n泄漏")}
GROWTH: Final = 30  # a reader's answer may be so many times as long as what it was given


@dataclass(frozen=True, slots=True)
class Target:
    """A reader. `seconds` is the processor time that 64 KB may take it."""

    seeds: tuple[bytes, ...]
    splices: tuple[bytes, ...]
    run: Callable[[bytes], Hashable]
    seconds: float = 1.0


def _read(plugin: SourcePlugin, body: bytes) -> Hashable:
    settings = settle(schema_of(plugin), defaults(schema_of(plugin))).values
    document = Document(body, "http://helin.example/list/", settings=settings, at=NOW)
    reading = plugin.read(document)
    faults = list(faults_of(reading))
    assert not faults, faults
    size = sum(len(entry.title) + len(entry.body) for entry in reading.entries)
    assert size <= GROWTH * len(body) + 10_000, size
    return _kind(reading)


def _kind(reading: Reading) -> Hashable:
    first = reading.entries[0] if reading.entries else None
    return (
        frozenset(refusal.code for refusal in reading.refusals), reading.dialect, reading.encoding,
        len(reading.entries).bit_length(), bool(reading.title),
        first and (bool(first.title), bool(first.body), bool(first.url), bool(first.published_at)),
    )  # fmt: skip


def read_feed(body: bytes) -> Hashable:
    """As a feed, and as the sitemap that it might be."""
    return _read(feed, body), _read(sitemap, body)


def read_web_page(body: bytes) -> Hashable:
    """As an article, and as a list of links."""
    page = read_page(body, "http://helin.example/n/1.html", now=NOW)
    assert all(refusal.code in REASONS for refusal in page.refusals)
    assert page.text or page.refusals
    assert "\n" not in page.title
    assert page.published_at is None or page.published_at.utcoffset() == timedelta(0)
    assert len(page.text) + len(page.title) <= GROWTH * len(body) + 10_000
    marks = (page.encoding, bool(page.title), len(page.text).bit_length(), bool(page.outlet))
    codes = frozenset(refusal.code for refusal in page.refusals)
    return marks, codes, bool(page.published_at), _read(html_list, body)


def read_letters(body: bytes) -> Hashable:
    """As a mailbox asked by IMAP gives it, and as a file of letters."""
    kind = _read(mail, body)
    rows = list(mbox.read(io.BytesIO(body), "x.mbox", UTC))
    return kind, len(rows).bit_length()


def read_rule(body: bytes) -> Hashable:
    """A rule's expression is refused with a place inside it, or read and asked of a text."""
    expression = body.replace(b"\xed\xa0", b"?").decode("utf-8", "replace")
    expression = expression.replace("?", "\ud800", len(body) % 2)
    try:
        ruleset = compile_rules([("any", expression)], LISTS)
    except RuleError as error:
        return _refused(expression, error)
    hits = ruleset.match(["", expression.lower(), "爆炸a123b火灾"])
    return tuple(bool(hit) for hit in hits)


def _refused(expression: str, error: RuleError) -> Hashable:
    assert 0 <= error.position <= len(expression)
    assert expression.startswith(error.near, error.position)
    mended = mend(expression, LISTS)
    if mended:
        compile_rules([("any", mended)], LISTS)
    return error.message_code, bool(mended)


def read_text(body: bytes) -> Hashable:
    """What a text names stands where it is said to stand."""
    text = body.decode("utf-8", "replace")
    (facts,) = extract([text])
    spans = (*facts.places, *facts.times, *facts.bodies)
    assert all(0 <= one.begin < one.end <= len(text) for one in spans)
    assert all(0 <= one.begin < one.end <= len(text) for one in facts.figures)
    return tuple(len(kind).bit_length() for kind in (facts.places, facts.times, facts.figures))


TARGETS: Final = {
    "feed": Target(FEEDS, TAGS, read_feed),
    "page": Target(PAGES, MARKS, read_web_page, 3.0),
    "mail": Target(LETTERS, HEADS, read_letters),
    "rule": Target(RULES, SIGNS, read_rule),
    "text": Target(TEXTS, WORDS, read_text),
}
