"""What a person has not read yet, and whether the background duties are alive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.apps.notify.models import Heartbeat, Notice
from huiyin.apps.org.models import Person

SILENT_AFTER = timedelta(minutes=2)
CLOCKS_DIFFER = "clocks_differ"  # the sign a duty leaves while it refuses to act
WATCHED = ("sweeper", "notices", "mail")


@dataclass(frozen=True, slots=True)
class Health:
    """Since when each duty is silent that should not be, and by how much the clocks differ."""

    silent: dict[str, datetime]
    differ_seconds: int = 0


def unread(person: Person, limit: int = 20) -> list[Notice]:
    """Console notices not read yet, newest first."""
    rows = Notice.objects.filter(person=person, channel=Notice.Channel.CONSOLE, read_at=None)
    return list(rows.order_by("-id")[:limit])


def unread_count(person: Person) -> int:
    """How many console notices are not read yet."""
    rows = Notice.objects.filter(person=person, channel=Notice.Channel.CONSOLE, read_at=None)
    return rows.count()


def health(real_now: datetime) -> Health:
    """Signs of life, in one query. A duty that never ran on this desk is not missed."""
    beats = {row.name: row for row in Heartbeat.objects.filter(name__in=(*WATCHED, CLOCKS_DIFFER))}
    differ = beats.pop(CLOCKS_DIFFER, None)
    silent = {
        name: row.beat_at for name, row in beats.items() if real_now - row.beat_at > SILENT_AFTER
    }
    if differ is None or abs(real_now - differ.beat_at) > SILENT_AFTER:
        return Health(silent)
    return Health(silent, int(differ.detail.get("seconds", 0)))
