"""Channels: what a receiver on the loopback really gets, and that secrets stand in no detail."""

import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from huiyin.plugins.channels.smtp import octets_of
from huiyin.ports.channels import ChannelPlugin, Message, Unreachable
from huiyin.ports.settings import settle
from tests.ports.plugged import channel_shelf

SECRET = "a secret of both sides"
AT = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
TOLD = Message(
    "clock.7.1.overdue.0.3.to.5", "li", "逾期：督办17", "请处理。", AT, True, "http://d/1"
)


class Receiver(ThreadingHTTPServer):
    """Keeps what is posted to it; answers with `status`."""

    status = 200
    got: list[tuple[dict[str, str], bytes]]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers.items()), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver(("127.0.0.1", 0), Handler)
    server.got = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def plugin(name: str) -> ChannelPlugin:
    return channel_shelf().plugins[name]


def test_all_built_in_channels_load() -> None:
    assert sorted(channel_shelf().plugins) == ["apprise", "console", "smtp", "webhook"]
    assert channel_shelf().set_aside == ()


def test_a_webhook_is_signed_and_a_repeat_is_known_by_its_key(receiver: Receiver) -> None:
    settings = {"url": f"http://127.0.0.1:{receiver.server_port}/in?x=1", "secret": SECRET}
    with plugin("webhook").open(settings) as line:
        assert line.send(TOLD).taken
        receiver.status = 302
        assert not line.send(TOLD).taken
    (first, body), (second, _again) = receiver.got
    signed = hmac.new(SECRET.encode(), f"{first['Huiyin-Timestamp']}.".encode() + body, sha256)
    assert first["Huiyin-Signature"] == f"v1={signed.hexdigest()}"
    assert first["Idempotency-Key"] == second["Idempotency-Key"] == TOLD.key
    assert json.loads(body) == {
        "key": TOLD.key, "to": "li", "subject": TOLD.subject, "text": TOLD.text,
        "at": AT.isoformat(), "urgent": True, "link": "http://d/1",
    }  # fmt: skip


def test_apprise_posts_to_its_service_with_the_readers_own_address(receiver: Receiver) -> None:
    settings = {"url": f"json://127.0.0.1:{receiver.server_port}/{{to}}"}
    with plugin("apprise").open(settings) as line:
        assert line.send(TOLD).taken
        receiver.status = 500
        refused = line.send(TOLD)
    assert not refused.taken
    assert str(receiver.server_port) not in refused.detail
    assert TOLD.subject in json.loads(receiver.got[0][1])["title"]
    schema = plugin("apprise").about.settings
    for url in ("nonsense", "file:///etc/passwd", "dbus://", "unknown://x"):
        assert not settle(schema, {"url": url}).sound, url
    assert settle(schema, {"url": "{to}"}).sound


def test_a_line_that_cannot_be_opened_says_so_without_its_secrets() -> None:
    nowhere = {
        "smtp": {"url": f"smtp://desk:{SECRET.replace(' ', '-')}@127.0.0.1:1", "sender": "d@e.x"},
        "webhook": {"url": "http://127.0.0.1:1/", "secret": SECRET},
    }
    for name, settings in nowhere.items():
        with pytest.raises(Unreachable) as error, plugin(name).open(settings):
            pass
        assert SECRET.replace(" ", "-") not in str(error.value)


def test_a_mail_reads_back_as_it_was_written() -> None:
    long = Message("a.b", "li@d.example", "逾期 Überfällig " * 20, "一行\n两行\n", AT)
    mail = message_from_bytes(octets_of(long, "督办 <desk@d.example>"), policy=default)
    assert (mail["Message-ID"], mail["To"]) == ("<a.b@d.example>", "li@d.example")
    assert mail["Subject"] == " ".join(long.subject.split())[:180]
    assert mail.get_content().replace("\r\n", "\n") == long.text
