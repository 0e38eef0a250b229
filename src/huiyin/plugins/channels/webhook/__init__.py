"""A signed webhook: one POST of JSON a message, which its receiver can check and knows again.

`Huiyin-Timestamp` holds seconds since 1970; `Huiyin-Signature` is `v1=` and the hexadecimal
HMAC-SHA256 of "{timestamp}.{body}" under the shared secret; `Idempotency-Key` stays the same over
all tries. Any answer from 200 to 299 takes the message. Redirects are not followed.
"""

import hmac
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from huiyin.ports.channels import (
    PATIENCE_SECONDS,
    AboutChannel,
    Message,
    Outcome,
    Unreachable,
    in_a_line,
)
from huiyin.ports.settings import Kind, Setting
from huiyin.ports.words import Words
from huiyin.rules.documents import Value

SHORTEST_SECRET = 16
TOO_SHORT = Words("Please give at least 16 characters.", "请至少填写 16 个字符。")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of `Huiyin-Signature`."""
    return "v1=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()


class Webhook:
    """The plug-in."""

    name = "webhook"
    about = AboutChannel(
        Words("Signed webhook", "带签名的 Webhook"),
        Words(
            "Posts each message as signed JSON to a system of the office.",
            "将每条消息以带签名的 JSON 推送到本机关的其他系统。",
        ),
        (
            Setting("url", Words("Address", "地址"), Kind.ADDRESS, required=True),
            Setting(
                "secret",
                Words("Shared secret", "共享密钥"),
                Kind.SECRET,
                Words(
                    "At least 16 characters; both sides know it.", "至少 16 个字符，双方各存一份。"
                ),
                required=True,
                check=lambda text: TOO_SHORT if len(text) < SHORTEST_SECRET else None,
            ),
        ),
        Words("Name that the other system knows you by", "对方系统中的用户名"),
    )

    @contextmanager
    def open(self, settings: Mapping[str, Value]) -> Iterator["Caller"]:
        """A connection to the receiver, made with the first message and kept."""
        caller = Caller(str(settings["url"]), str(settings["secret"]))
        try:
            caller.connect()
            yield caller
        finally:
            caller.close()


class Caller:
    """A connection to a receiver."""

    def __init__(self, url: str, secret: str) -> None:
        parts = urlsplit(url)
        self._secret = secret
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host, port = parts.hostname or "localhost", parts.port
        self._connection = (
            HTTPSConnection(
                host, port, timeout=PATIENCE_SECONDS, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
        )

    def connect(self) -> None:
        """Reach the receiver. Raises Unreachable."""
        try:
            self._connection.connect()
        except OSError as error:
            raise Unreachable(in_a_line(str(error))) from None

    def close(self) -> None:
        self._connection.close()

    def send(self, message: Message) -> Outcome:
        """Post one message."""
        body = json.dumps(_told(message), ensure_ascii=False).encode()
        timestamp = str(int(datetime.now(UTC).timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Huiyin-Timestamp": timestamp,
            "Huiyin-Signature": signature(self._secret, timestamp, body),
            "Idempotency-Key": message.key,
        }
        try:
            self._connection.request("POST", self._path, body, headers)
            answer = self._connection.getresponse()
            answer.read(65_536)
        except (OSError, HTTPException) as error:
            raise Unreachable(in_a_line(str(error) or type(error).__name__)) from None
        if answer.will_close or not answer.isclosed():
            self._connection.close()
        return Outcome(200 <= answer.status < 300, f"HTTP {answer.status}")


def _told(message: Message) -> dict[str, object]:
    return {
        "key": message.key,
        "to": message.to,
        "subject": message.subject,
        "text": message.text,
        "at": message.at.isoformat(),
        "urgent": message.urgent,
        "link": message.link,
    }


plugin = Webhook()
