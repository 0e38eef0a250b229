"""What every plug-in must keep, whatever it is given."""

import io
import random
import socket
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from huiyin.ports import (
    REASONS,
    About,
    Document,
    Entry,
    FormatPlugin,
    Further,
    ListedSource,
    Reading,
    Refusal,
    Row,
    SourcePlugin,
    Words,
)
from huiyin.ports.contract import check_source
from tests.nasty import BOMB, FEED
from tests.ports.plugged import FORMAT_PLUGINS, SOURCE_PLUGINS, format_shelf, source_shelf

NOISE = random.Random(20261122).randbytes(5000)
JUNK = [
    b"",
    b"\x00",
    b" \n\t",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<",
    b"<<<<<<<<",
    b"<?xml",
    b"<!DOCTYPE rss [",
    b"{",
    b"[" * 100_000,
    b'{"items": 5}',
    b'{"items": [1, null, "x", {}, {"url": {}}]}',
    b"<a>" * 100_000,
    b"<html><body>hello</body></html>",
    b"PK\x03\x04" + b"\0" * 100,
    b"\x1f\x8b\x08\x00" + b"\0" * 20,
    b'"' * 100_000,
    b"a,b\n" * 1000,
    FEED.encode()[:200],
    FEED.encode("utf-16"),
    BOMB.encode(),
    NOISE,
]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("a plug-in asked the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_no_built_in_plug_in_is_set_aside() -> None:
    assert source_shelf().set_aside == format_shelf().set_aside == ()


@pytest.mark.parametrize("value", [Entry, Row, Reading, ListedSource, Document])
def test_no_value_has_a_place_for_an_author(value: type) -> None:
    names = {field.name for field in fields(value)}
    assert not names & {"author", "authors", "creator", "user", "account", "by"}


@pytest.mark.parametrize(("name", "plugin"), SOURCE_PLUGINS)
def test_a_source_keeps_the_contract(name: str, plugin: SourcePlugin) -> None:
    assert plugin.name == name
    assert check_source(plugin) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (RuntimeError("no"), "read raised RuntimeError"),
        (Reading(), "refused without a reason"),
        (Reading(refusals=(Refusal("document", "whatever"),)), "not known"),
        (Reading((Entry("a\nb", url="javascript:x"),), dialect="x"), "several lines"),
        (Reading(dialect="x", further=(Further("file:///x", "2"),)), "without a web address"),
    ],
)
def test_the_contract_tells_what_a_plug_in_does_not_keep(
    answer: Reading | Exception, said: str
) -> None:
    class Careless:
        name = "careless"
        about = About(Words("Careless", "粗心"))

        def read(self, document: Document) -> Reading:
            if isinstance(answer, Exception):
                raise answer
            return answer

    assert any(said in fault for fault in check_source(Careless()))


@pytest.mark.parametrize(("name", "plugin"), FORMAT_PLUGINS)
@pytest.mark.parametrize("body", JUNK, ids=range(len(JUNK)))
def test_a_format_reads_or_refuses_anything(name: str, plugin: FormatPlugin, body: bytes) -> None:
    stream = io.BytesIO(body)
    values = list(plugin.read(stream, f"file{plugin.suffixes[0]}", ZoneInfo("Asia/Shanghai")))
    assert plugin.name == name
    assert plugin.gives in {"messages", "sources"}
    assert not stream.closed
    assert values
    for value in values:
        if isinstance(value, Refusal):
            assert value.code in REASONS
        else:
            assert isinstance(value, Row if plugin.gives == "messages" else ListedSource)


@pytest.mark.parametrize(("_name", "plugin"), FORMAT_PLUGINS)
def test_a_format_is_read_as_a_stream(_name: str, plugin: FormatPlugin) -> None:
    """Nothing is read before it is asked for."""
    assert isinstance(plugin.read(io.BytesIO(b""), "x", UTC), Iterator)
