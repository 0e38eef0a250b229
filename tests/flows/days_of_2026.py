"""The calendar of the scripted days: office day until 17:30, holidays and moved days of 2026."""

from datetime import datetime
from zoneinfo import ZoneInfo

from huiyin.apps.org.models import CalendarDay
from tests.personas import Desk, make_desk

ZONE = ZoneInfo("Asia/Shanghai")
MOVED = {"2026-09-20": "workday", "2026-10-10": "workday"}
OFF = {f"2026-09-{day}": "holiday" for day in (25, 26, 27)}


def at(written: str) -> datetime:
    """A local minute of 2026, e.g. "09-21 09:58"."""
    return datetime.strptime(f"2026-{written}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def make_days() -> Desk:
    """A desk whose calendar is the scenarios' own (the October holidays are there already)."""
    desk = make_desk()
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=desk.office.calendar, day=day, kind=kind, entered_at=at("01-02 09:00"))
        for day, kind in (MOVED | OFF).items()
    )
    return desk
