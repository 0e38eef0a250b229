"""Reading what was told, and the signs of life of background duties."""

from datetime import datetime
from typing import Any

from huiyin.apps.notify.models import Heartbeat, Notice
from huiyin.apps.org.models import Person


def beat(name: str, at: datetime, detail: dict[str, Any] | None = None) -> None:
    """Note that a background duty is alive; `at` is real time."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at, "detail": detail or {}})


def mark_read(person: Person, notice_ids: list[int] | None, now: datetime) -> int:
    """Mark these console notices (or all) of the person as read; gives how many were."""
    rows = Notice.objects.filter(person=person, channel=Notice.Channel.CONSOLE, read_at=None)
    if notice_ids is not None:
        rows = rows.filter(pk__in=notice_ids)
    return rows.update(read_at=now)
