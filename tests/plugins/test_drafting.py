"""The plug-in that asks a chat endpoint: what it sends, and a code for whatever goes wrong."""

import socket

from huiyin.ports.drafting import (
    TROUBLES,
    Asked,
    DraftingPlugin,
    Endpoint,
    Limits,
    NotWritten,
    Written,
)
from huiyin.ports.registry import DRAFTING, load
from tests.endpoint import chat, endpoint
from tests.loopback import free_ports
from tests.ports.plugged import points

KEY = "sk-do-not-tell"
ASKED = Asked("写初稿", "［1］晚报\n三人受伤")
PLUGIN = load(DRAFTING, DraftingPlugin, points(DRAFTING)).plugins["chat"]  # type: ignore[type-abstract]
TABLE = [
    (401, f'{{"error": {{"message": "Incorrect key {KEY}"}}}}'.encode(), {}, "key_refused"),
    (404, b"", {}, "not_there"),
    (429, b"", {}, "too_often"),
    (413, b"", {}, "too_much"),
    (400, b'{"error": "no"}', {}, "refused"),
    (503, b"<html>", {}, "endpoint_failed"),
    (302, b"", {"Location": "http://127.0.0.1:1/"}, "redirected"),
    (200, b"not json", {}, "not_understood"),
    (200, b"[" * 19_000, {}, "not_understood"),
    (200, b'{"choices": []}', {}, "not_understood"),
    (200, chat("  "), {}, "no_text"),
    (200, chat("半句", finish_reason="length"), {}, "cut_off"),
    (200, b" " * 20_001, {}, "too_large"),
]


def test_what_is_asked_is_sent_and_every_fault_has_a_code_without_the_key() -> None:
    limits = Limits(connect=2, total=5, octets=20_000)
    with endpoint() as served:
        where = Endpoint(served.url, "small", KEY)
        assert KEY not in repr(where)
        served.body = chat("情况说明\n\n三人受伤［1］。")
        written = PLUGIN.draft(where, ASKED, limits)
        assert written == Written("情况说明\n\n三人受伤［1］。", "small-1")
        headers, asked = served.got[0]
        assert headers["Authorization"] == f"Bearer {KEY}"
        assert asked["model"] == "small"
        assert [said["content"] for said in asked["messages"]] == ["写初稿", ASKED.material]
        for status, body, given, code in TABLE:
            served.status, served.body, served.headers = status, body, given
            found = PLUGIN.draft(where, ASKED, limits)
            assert isinstance(found, NotWritten), code
            assert found.code == code
            assert code in TROUBLES
            assert KEY not in found.detail
        served.body = b""
        elsewhere = Endpoint(served.url + "x", "small")
        assert PLUGIN.draft(elsewhere, ASKED, limits) == NotWritten("not_there", "HTTP 404")


def test_an_endpoint_that_is_not_there_or_never_answers_is_told_apart() -> None:
    gone = Endpoint(f"http://127.0.0.1:{free_ports(1)[0]}", "small", KEY)
    found = PLUGIN.draft(gone, ASKED, Limits(connect=1, total=2))
    assert isinstance(found, NotWritten)
    assert found.code == "not_reached"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = Endpoint(f"http://127.0.0.1:{silent.getsockname()[1]}", "small")
        found = PLUGIN.draft(where, ASKED, Limits(connect=1, total=0.2))
    assert found == NotWritten("took_too_long", "0.2 s")
