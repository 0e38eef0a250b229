"""What every source plug-in must keep, as checks that anybody can run on their own.

    from huiyin.ports.contract import check_source
    def test_my_source():
        assert check_source(my_plugin) == []

Each check gives sentences in English; an empty list means that all is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from huiyin.ports.refusals import REASONS
from huiyin.ports.settings import Kind, Setting, Value, defaults, settle
from huiyin.ports.sources import Comes, Document, Entry, Reading, SourcePlugin, schema_of

ADDRESS: Final = "http://example.org/list"
AT: Final = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
MOST_FURTHER: Final = 20
RUNS: Final = ("javascript:", "data:", "file:", "vbscript:")
NAMES_A_PERSON: Final = frozenset({"author", "authors", "creator", "user", "account", "sender"})
FEED: Final = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>a</title>'
    "<link>javascript:alert(1)</link><author>somebody@example.org</author></item></channel></rss>"
)
JUNK: Final[tuple[bytes, ...]] = (
    b"", b"\x00", b" \n\t", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"<<<<<<<<", b"<?xml",
    b"<!DOCTYPE rss [", b"{", b"[" * 100_000, b'{"items": 5}', b"null", b'"text"', b"[[], 1, null]",
    b'{"items": [1, null, "x", {}, {"url": {}}]}', b"<a>" * 100_000, b"<div>" * 200_000,
    (
        b"<html><body><a href='javascript:alert(1)'>a headline of some length</a>"
        b"<a href='javascript:alert(2)'>another headline like it</a></body></html>"
    ),
    b"PK\x03\x04" + b"\0" * 100, b"\x1f\x8b\x08\x00" + b"\0" * 20, b'"' * 100_000,
    b"From \n\n", b"From a@b\nSubject: =?bad?\nContent-Type: multipart/mixed; boundary=x\n\n--x",
    b"a,b\n" * 1000, FEED.encode(), FEED.encode("utf-16"), bytes(range(256)) * 20,
)  # fmt: skip


def check_source(plugin: SourcePlugin) -> list[str]:
    """Everything that a source plug-in does not keep."""
    return [*_described(plugin), *_set_up(plugin), *_reads(plugin)]


def _described(plugin: SourcePlugin) -> Iterator[str]:
    about = plugin.about
    if not plugin.name.isidentifier() or not plugin.name.islower():
        yield f"the name {plugin.name!r} is not a small identifier"
    if not (about.label.en and about.label.zh):
        yield "the label lacks a language"
    for setting in schema_of(plugin):
        yield from _setting(setting)
    names = [setting.name for setting in schema_of(plugin)]
    if len(set(names)) != len(names):
        yield "two settings have the same name"


def _setting(setting: Setting) -> Iterator[str]:
    texts = [setting.label, *(words for _value, words in setting.choices)]
    if not all(words.en and words.zh for words in texts) or bool(setting.hint.en) != bool(
        setting.hint.zh
    ):
        yield f"the setting {setting.name} lacks a language"
    if not setting.name.isidentifier():
        yield f"the setting {setting.name!r} is not an identifier"
    if setting.kind is Kind.CHOICE and not setting.choices:
        yield f"the setting {setting.name} offers no choice"
    if setting.kind is Kind.SECRET and setting.default:
        yield f"the setting {setting.name} has a secret that everybody knows"


def _set_up(plugin: SourcePlugin) -> Iterator[str]:
    schema = schema_of(plugin)
    settled = settle(schema, defaults(schema))
    needed = {setting.name for setting in schema if setting.required}
    odd = set(settled.faults) - needed
    if odd:
        yield f"its own defaults are refused: {', '.join(sorted(odd))}"
    for text in ("\x00", "((((", "a" * 5000, "[[", "//", "${jndi}"):
        try:
            settle(schema, dict.fromkeys((setting.name for setting in schema), text))
        except Exception as error:
            yield f"checking {text[:10]!r} raised {type(error).__name__}"
    if plugin.about.comes is Comes.ASKED and plugin.about.address is not None:
        try:
            plugin.about.address(settled.values)
        except Exception as error:
            yield f"making the address raised {type(error).__name__}"


def _reads(plugin: SourcePlugin) -> Iterator[str]:
    settings = settle(schema_of(plugin), defaults(schema_of(plugin))).values
    for number, body in enumerate(JUNK):
        document = Document(body, ADDRESS, "text/xml; charset=nonsense", settings=settings, at=AT)
        for part in ("", "2", "index"):
            yield from _reading(plugin, replace(document, part=part), f"junk {number}")
    yield from _pure(plugin, settings)


def _reading(plugin: SourcePlugin, document: Document, where: str) -> Iterator[str]:
    try:
        reading = plugin.read(document)
    except Exception as error:
        yield f"{where}: read raised {type(error).__name__}: {error}"
        return
    yield from (f"{where}: {fault}" for fault in faults_of(reading))


def _pure(plugin: SourcePlugin, settings: Mapping[str, Value]) -> Iterator[str]:
    """The same document twice gives the same reading."""
    document = Document(FEED.encode(), ADDRESS, settings=settings, at=AT)
    try:
        if plugin.read(document) != plugin.read(document):
            yield "the same document is read in two ways"
    except Exception:  # told above
        return


def faults_of(reading: Reading) -> Iterator[str]:
    """What is wrong with a reading, whatever document it is of."""
    if reading.refused and not reading.refusals:
        yield "a document is refused without a reason"
    for refusal in reading.refusals:
        if refusal.code not in REASONS:
            yield f"the reason {refusal.code} is not known"
    for entry in reading.entries:
        yield from _of_entry(entry)
    if len(reading.further) > MOST_FURTHER:
        yield f"more than {MOST_FURTHER} further documents are wanted at once"
    for further in reading.further:
        if not further.url.startswith(("http://", "https://")) or not further.part:
            yield f"a further document without a web address or a part: {further.url[:60]}"


def _of_entry(entry: Entry) -> Iterator[str]:
    if "\n" in entry.title:
        yield "a title has several lines"
    if entry.url.lower().startswith(RUNS):
        yield f"an address runs something: {entry.url[:60]}"
    if entry.published_at is not None and entry.published_at.utcoffset() != timedelta(0):
        yield "an instant is not in UTC"
    if NAMES_A_PERSON & set(entry.extra):
        yield "an entry keeps who wrote it"
