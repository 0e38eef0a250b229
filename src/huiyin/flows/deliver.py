"""Sends what waits, at least once, each message with one key for all its tries.

A batch is leased in one short transaction that locks the clocks it speaks of: whatever was finished
or moved in between is spared, so nobody is nagged about it. The batch is then sent over one line,
each message marked as soon as the other side has taken it. A sender that dies at the worst moment -
taken, not yet marked - leaves one message that is sent again under the same key. While machine and
database disagree about the time nothing is sent. Without a mail server mails wait in the outbox,
where `huiyin check` counts them.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.apps.cases.models import Clock
from huiyin.apps.notify import outbox
from huiyin.apps.notify.models import Channel, Notice, Reach
from huiyin.apps.notify.routes import MAIL
from huiyin.apps.notify.wording import notice_text
from huiyin.apps.org.queries import zone_of
from huiyin.engine.agreement import refuse_wrong_clock
from huiyin.engine.sealed import unseal
from huiyin.ports.channels import ChannelPlugin, Line, Message, Unreachable
from huiyin.ports.registry import channels
from huiyin.rules.documents import Value

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MailRoute:
    """Through which server (None: mails wait), in whose name, and where a reader is led."""

    smtp_url: str | None
    sender: str
    console_url: str


@dataclass(frozen=True, slots=True)
class Way:
    """A channel that can be opened now, and the desk's address to lead readers to."""

    channel: str
    plugin: ChannelPlugin
    settings: dict[str, Value]
    console_url: str


def deliver_mail(route: MailRoute, now: datetime) -> int:
    """Send the mails that are due; gives how many the server took. Raises ClocksDiffer."""
    if not route.smtp_url or not outbox.waiting(MAIL, now).exists():
        return 0
    way = mail_way(route)
    return _deliver(way, now) if way else _plugin_missing(MAIL, "smtp", now)


def deliver_channels(now: datetime) -> int:
    """Send what is due by the offices' own channels; gives how many were taken."""
    sent = 0
    for name in outbox.channels_waiting(now):
        row = outbox.channel_row(name)
        if row is None or not row.active:
            outbox.postpone(name, "switched off", now)
            continue
        plugin = channels().plugins.get(row.plugin)
        told = {**row.settings, **unseal(row.sealed)}
        if plugin is None:
            sent += _plugin_missing(name, row.plugin, now)
        else:
            sent += _deliver(Way(name, plugin, told, settings.CONSOLE_URL), now)
    return sent


def mail_way(route: MailRoute) -> Way | None:
    """The desk's own mail server; None where none is set or its plug-in is not installed."""
    plugin = channels().plugins.get("smtp")
    if plugin is None or not route.smtp_url:
        return None
    told: dict[str, Value] = {"url": route.smtp_url, "sender": route.sender}
    return Way(MAIL, plugin, told, route.console_url)


def send_at_once(message: Message, route: MailRoute) -> bool:
    """Whether the server took a mail that waits in no outbox; the caller tries again."""
    way = mail_way(route)
    if way is None:
        return False
    try:
        with way.plugin.open(way.settings) as line:
            outcome = line.send(message)
    except Unreachable as error:
        log.warning("mail.not_sent", subject=message.subject, error=str(error))
        return False
    if not outcome.taken:
        log.warning("mail.not_sent", subject=message.subject, error=outcome.detail)
    return outcome.taken


def message_of(notice: Notice, to: str, console_url: str) -> Message:
    """The message of a notice in its reader's language."""
    with translation.override(notice.person.language):
        sentence = notice_text(notice.code, notice.params, zone_of(notice.office))
        mark = _("[Urgent] ") if notice.urgent else ""
        desk = console_url.rstrip("/")
        where = f"{desk}/cases/{notice.case_id}" if notice.case_id else desk
        closing = _("Open it at the desk: %(where)s") % {"where": where}
    return Message(
        key=notice.key.replace(":", "."),
        to=to,
        subject=f"{mark}{sentence}",
        text=f"{sentence}\n\n{closing}\n\n— {notice.office.name}\n",
        at=notice.created_at,
        urgent=notice.urgent,
        link=where,
    )


def _deliver(way: Way, now: datetime) -> int:
    """Lease, send and mark batch after batch over one line."""
    refuse_wrong_clock()
    name, began, sent = token_hex(8), time.monotonic(), 0
    try:
        with way.plugin.open(way.settings) as line:
            at = now
            while held := _lease(way.channel, name, at):
                sent += _send(line, way, held, at)
                at = now + timedelta(seconds=time.monotonic() - began)
        outbox.note_success(way.channel, now)
    except Unreachable as error:
        waiting = outbox.postpone(way.channel, str(error), now)
        log.warning("channel.unreachable", channel=way.channel, error=str(error), waiting=waiting)
    finally:
        outbox.release(name)
    return sent


@transaction.atomic
def _lease(channel: str, name: str, now: datetime) -> list[Notice]:
    """The next messages that are still wanted, leased. What is not is spared under the locks of
    its clock and its notice, so that no act can come in between."""
    while held := outbox.hold(channel, now):
        clocks = (
            Clock.objects.select_for_update(no_key=True).order_by("pk").only("state", "due_version")
        )
        known = clocks.in_bulk({n.clock_id for n in held if n.clock_id is not None})
        wanted = [notice for notice in held if _still_wanted(notice, known)]
        idle = [notice for notice in held if notice not in wanted]
        if idle:
            outbox.spare(idle)
        if wanted:
            outbox.lease(wanted, name, now)
            return wanted
    return []


def _still_wanted(notice: Notice, clocks: dict[int, Clock]) -> bool:
    """A clock's notice is wanted while the clock is under way with the due it speaks of."""
    if notice.clock_id is None:
        return True
    clock = clocks.get(notice.clock_id)
    under_way = (Clock.State.RUNNING, Clock.State.PAUSED)
    return (
        clock is not None and clock.state in under_way and clock.due_version == notice.due_version
    )


def _send(line: Line, way: Way, held: list[Notice], now: datetime) -> int:
    """Send a batch while its lease lasts; gives how many were taken."""
    ends = time.monotonic() + outbox.LEASE.total_seconds() / 3
    addresses = _addresses(way.channel, held)
    sent = 0
    for notice in held:
        if time.monotonic() > ends:
            break
        message = message_of(notice, addresses[notice.person_id], way.console_url)
        outcome = line.send(message)
        if outcome.taken:
            outbox.mark_sent(notice, now)
            sent += 1
        else:
            log.warning("channel.refused", notice=notice.pk, error=outcome.detail)
            outbox.mark_failed(notice, outcome.detail, now)
    return sent


def _addresses(channel: str, held: list[Notice]) -> dict[int, str]:
    """Where each person is reached by the channel: their own address, else the known one."""
    found = {n.person_id: n.person.email if channel == MAIL else "" for n in held}
    if channel == MAIL:
        rows = Reach.objects.filter(channel__office=None, channel__name=MAIL)
    else:
        rows = Reach.objects.filter(channel=int(channel.removeprefix("to:")))
    rows = rows.filter(person__in=found).exclude(address=None)
    for person, address in rows.values_list("person_id", "address"):
        found[person] = unseal(address).get("address", "") or found[person]
    return found


def _plugin_missing(channel: str, plugin: str, now: datetime) -> int:
    waiting = outbox.postpone(channel, f"plug-in {plugin} is not installed", now)
    log.error("channel.plugin_missing", channel=channel, plugin=plugin, waiting=waiting)
    return 0


def problem_of(row: Channel) -> str:
    """Why a channel cannot be opened now, in a line; empty where it can. Sends nothing."""
    plugin = channels().plugins.get(row.plugin)
    if plugin is None:
        return f"plug-in {row.plugin} is not installed"
    try:
        with plugin.open({**row.settings, **unseal(row.sealed)}):
            return ""
    except Unreachable as error:
        return str(error) or "unreachable"
