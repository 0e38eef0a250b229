"""What a person has not read yet, and whether the background duties are alive."""

from datetime import datetime, timedelta

from huiyin.apps.notify.models import Heartbeat, Notice
from huiyin.apps.org.models import Person

SILENT_AFTER = timedelta(minutes=2)


def unread(person: Person, limit: int = 20) -> list[Notice]:
    """Console notices not read yet, newest first."""
    rows = Notice.objects.filter(person=person, channel=Notice.Channel.CONSOLE, read_at=None)
    return list(rows.order_by("-id")[:limit])


def unread_count(person: Person) -> int:
    """How many console notices are not read yet."""
    rows = Notice.objects.filter(person=person, channel=Notice.Channel.CONSOLE, read_at=None)
    return rows.count()


def silent_since(name: str, real_now: datetime) -> datetime | None:
    """The last sign of life of a duty when that is too long ago, else None."""
    last = Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()
    if last is not None and real_now - last > SILENT_AFTER:
        return last
    return None
