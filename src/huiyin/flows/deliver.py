"""Sends waiting mails by SMTP, at least once, each with one Message-ID for all its tries.

A mail is held by its row lock, sent, marked. A sender that dies in between lets go of the lock
and the mail is sent again under the same Message-ID; it is never lost. Without a mail server the
mails wait in the outbox, where `huiyin check` counts them.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.apps.notify.actions import (
    hold_next_mail,
    mails_due,
    mark_failed,
    mark_sent,
    postpone_mail,
)
from huiyin.apps.notify.models import Notice
from huiyin.apps.notify.wording import notice_text
from huiyin.apps.org.queries import zone_of

TIMEOUT = 20.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MailRoute:
    """Through which server (None: mails wait), in whose name, and where a reader is led."""

    smtp_url: str | None
    sender: str
    console_url: str


def deliver_mail(route: MailRoute, now: datetime) -> int:
    """Send what is due, one transaction a mail; gives how many mails the server took."""
    if not route.smtp_url or not mails_due(now).exists():
        return 0
    sent = 0
    try:
        with connected(route.smtp_url) as server:
            while (taken := _send_next(server, route, now)) is not None:
                sent += taken
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail.unreachable", error=str(error), waiting=postpone_mail(now))
    return sent


@contextmanager
def connected(smtp_url: str) -> Iterator[smtplib.SMTP]:
    """A session with the server of `smtp://user:password@host:port?tls=starttls|tls|none`."""
    parts = urlsplit(smtp_url)
    tls = parse_qs(parts.query).get("tls", ["none"])[0]
    host, port = parts.hostname or "localhost", parts.port or (465 if tls == "tls" else 25)
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if tls == "tls":
        server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    with server:
        if tls == "starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def message_of(notice: Notice, route: MailRoute) -> EmailMessage:
    """The mail of a notice in its reader's language."""
    with translation.override(notice.person.language):
        sentence = notice_text(notice.code, notice.params, zone_of(notice.office))
        mark = _("[Urgent] ") if notice.urgent else ""
        desk = route.console_url.rstrip("/")
        where = f"{desk}/cases/{notice.case_id}" if notice.case_id else desk
        closing = _("Open it at the desk: %(where)s") % {"where": where}
        body = f"{sentence}\n\n{closing}\n\n— {notice.office.name}\n"
    message = EmailMessage()
    message["From"] = route.sender
    message["To"] = notice.person.email
    message["Subject"] = " ".join(f"{mark}{sentence}".split())[:180]
    message["Date"] = format_datetime(notice.created_at)
    message["Message-ID"] = message_id(notice.key.replace(":", "."), route)
    message.set_content(body)
    return message


def send_at_once(message: EmailMessage, route: MailRoute) -> bool:
    """Whether the server took a mail that waits in no outbox; the caller tries again."""
    if not route.smtp_url:
        return False
    try:
        with connected(route.smtp_url) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail.not_sent", subject=message["Subject"], error=str(error))
        return False
    return True


def message_id(name: str, route: MailRoute) -> str:
    """The id of a mail: its name at the domain of the sender."""
    domain = parseaddr(route.sender)[1].rpartition("@")[2] or "desk"
    return f"<{name}@{domain}>"


@transaction.atomic
def _send_next(server: smtplib.SMTP, route: MailRoute, now: datetime) -> int | None:
    """1 if the server took the next mail, 0 if it refused it, None if no mail waits."""
    notice = hold_next_mail(now)
    if notice is None:
        return None
    try:
        server.send_message(message_of(notice, route))
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError) as error:
        log.warning("mail.refused", notice=notice.pk, error=str(error))
        mark_failed(notice, str(error), now)
        return 0
    mark_sent(notice, now)
    return 1
