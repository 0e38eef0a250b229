"""Mail by SMTP: one connection for many mails, each under its own Message-ID for all its tries.

The Message-ID is the message's key at the sender's domain, so mail systems drop a repeat. The
server is `smtp://user:password@host:port?tls=starttls|tls|none`.
"""

import smtplib
import ssl
from base64 import b64encode, encodebytes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

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

WORD_OCTETS = 42  # of an encoded word, so that a line stays under 76
NO_SERVER = Words("Please begin with smtp://.", "请以 smtp:// 开头。")


class Mail:
    """The plug-in."""

    name = "smtp"
    about = AboutChannel(
        Words("Mail server (SMTP)", "邮件服务器（SMTP）"),
        Words("Sends mails by a server of the office.", "通过本机关的邮件服务器发送邮件。"),
        (
            Setting(
                "url",
                Words("Server", "服务器"),
                Kind.SECRET,
                Words(
                    "smtp://user:password@mail.example:587?tls=starttls; it is stored sealed.",
                    "smtp://用户:密码@mail.example:587?tls=starttls；加密保存。",
                ),
                required=True,
                check=lambda text: None if text.startswith("smtp://") else NO_SERVER,
            ),
            Setting("sender", Words("Sender's address", "发件地址"), required=True),
        ),
        Words("E-mail address; empty: the one known to the office", "邮箱；留空则用登记的邮箱"),
    )

    @contextmanager
    def open(self, settings: Mapping[str, Value]) -> Iterator["Session"]:
        """A session with the server."""
        url = str(settings["url"])
        password = unquote(urlsplit(url).password or "")
        try:
            server = _connected(url)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Unreachable(in_a_line(str(error), password)) from None
        try:
            yield Session(server, str(settings["sender"]))
        finally:
            _quit(server)


class Session:
    """A session with a mail server."""

    def __init__(self, server: smtplib.SMTP, sender: str) -> None:
        self._server, self._sender = server, sender
        self._from = parseaddr(sender)[1]

    def send(self, message: Message) -> Outcome:
        """Hand one mail to the server."""
        try:
            self._server.sendmail(self._from, [message.to], octets_of(message, self._sender))
        except smtplib.SMTPServerDisconnected as error:
            raise Unreachable(in_a_line(str(error))) from None
        except (smtplib.SMTPException, ValueError) as error:
            return Outcome(False, in_a_line(str(error)))
        except OSError as error:
            raise Unreachable(in_a_line(str(error))) from None
        return Outcome(True)


def octets_of(message: Message, sender: str) -> bytes:
    """The mail as it is sent: a head of ASCII lines and a body of UTF-8 in base64."""
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2] or "desk"
    recipient = message.to.replace("\r", "").replace("\n", "")
    head = (
        f"From: {formataddr((name, address))}",
        f"To: {recipient}",
        f"Subject: {_encoded(' '.join(message.subject.split())[:180])}",
        f"Date: {format_datetime(message.at)}",
        f"Message-ID: <{message.key}@{domain}>",
        *(("X-Priority: 1",) if message.urgent else ()),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
    )
    body = encodebytes(message.text.encode()).replace(b"\n", b"\r\n")
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + body


def _encoded(text: str) -> str:
    """A header's text as encoded words, folded; plain ASCII stays as it is if it is short."""
    if text.isascii() and text.isprintable() and len(text) < 60:
        return text
    words, part = [], b""
    for letter in text:
        octets = letter.encode()
        if len(part) + len(octets) > WORD_OCTETS:
            words.append(part)
            part = b""
        part += octets
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in (*words, part))


def _connected(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["none"])[0]
    host, port = parts.hostname or "localhost", parts.port or (465 if tls == "tls" else 25)
    context = ssl.create_default_context() if tls != "none" else None
    server: smtplib.SMTP
    if tls == "tls":
        server = smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
    if tls == "starttls":
        server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    server.ehlo_or_helo_if_needed()
    return server


def _quit(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


plugin = Mail()
