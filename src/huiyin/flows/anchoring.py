"""Anchoring the chain once a day: its signed head is written to a file, and mailed where asked.

The file is the memory: a day is done when it has a line of that day. What was mailed is noted
beside it, so a mail that fails is tried again with everything that came since; twice sent is
harmless, for an anchor only repeats what was so.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.apps.audit import anchors
from huiyin.apps.audit.anchors import Anchor
from huiyin.apps.audit.queries import head, own_anchors
from huiyin.flows.deliver import MailRoute, send_at_once
from huiyin.ports.channels import Message

log = structlog.get_logger()


def anchor_now(now: datetime) -> tuple[Anchor, Path] | None:
    """Write an anchor of the chain as it stands, and where; None while nothing happened yet.

    Raises OSError where the folder cannot be written.
    """
    folder: Path | None = settings.ANCHOR_FOLDER
    seq, last = head()
    if folder is None or not seq:
        return None
    key = anchors.signing_key(settings.CONFIG.data_dir)
    anchor = anchors.sign(seq, last, now, key)
    path = anchors.file_of(folder, anchor.key)
    anchors.keep(path, anchor)
    return anchor, path


def anchor_daily(route: MailRoute, now: datetime) -> int:
    """Write today's anchor if there is none yet, mail what was not mailed; gives 1 if it wrote."""
    folder: Path | None = settings.ANCHOR_FOLDER
    if folder is None:
        return 0
    try:
        made = own_anchors()
        wrote = not made or made[-1].told_at.date() < now.date()
        written = anchor_now(now) if wrote else None
    except (OSError, anchors.AnchorUnreadable) as error:
        log.error("anchor.not_written", error=str(error))  # noqa: TRY400 - the line says it all
        return 0
    if written is not None:
        made.append(written[0])
        log.info("anchor.written", seq=written[0].seq, path=str(written[1]))
    _mail(route, made, folder)
    return int(written is not None)


def _mail(route: MailRoute, made: Sequence[Anchor], folder: Path) -> None:
    to: str | None = settings.CONFIG.anchor_mail
    if not (to and made):
        return
    mark = anchors.file_of(folder, made[-1].key).with_suffix(".mailed")
    sent = int(mark.read_text("ascii")) if mark.exists() else 0
    if sent >= len(made):
        return
    if send_at_once(letter(made[sent:], to), route):
        mark.write_text(f"{len(made)}\n", "ascii")


def letter(made: Sequence[Anchor], to: str) -> Message:
    """The mail that carries these anchors, one a line."""
    last = made[-1]
    told = _("Please keep this mail. Each line below proves what the chain was on that day.")
    return Message(
        key=f"anchor.{last.seq}.{last.signature[:16]}",
        to=to,
        subject=_("Anchor of the chain of events: %(seq)s") % {"seq": last.seq},
        text="\n".join([told, "", *(anchor.line() for anchor in made), ""]),
        at=last.told_at,
    )
