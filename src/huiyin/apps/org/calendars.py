"""Calendars in the database: any version read again, and edits that make the next one.

The rows hold the newest version; each edit keeps what stood there before. A clock remembers the
version it started on and is counted with the edits made since (`edits_after`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import transaction

from huiyin.apps.org.models import Calendar, CalendarDay, CalendarEdit, Person
from huiyin.rules.calendar_files import read_calendar, read_hours
from huiyin.rules.calendars import Calendar as OfficeCalendar
from huiyin.rules.clock_events import ClockEvent, DayEdited, Edit, YearEntered

Spans = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class DayChange:
    """What a day is to become: `kind` holiday, workday, hours (with `hours`) or normal."""

    day: date
    kind: str
    note: str = ""
    hours: Spans | None = None


@lru_cache(maxsize=256)
def calendar_at(pk: int, version: int) -> OfficeCalendar:
    """The calendar as it was in that version; versions never change, so they are kept."""
    row = Calendar.objects.get(pk=pk)
    days = {str(day.day): (day.kind, day.hours) for day in row.days.all()}
    years = set(row.years.values_list("year", flat=True))
    for edit in row.edits.filter(version__gt=version).order_by("-version"):
        for day, _kind, _hours, kind, hours, _note in edit.days:
            days[day] = (kind, hours)
        if edit.year_is_new:
            years.discard(edit.year)
    return read_calendar(
        row.name,
        {
            "tz": row.time_zone,
            "week": row.week,
            "holidays": [day for day, (kind, _hours) in days.items() if kind == "holiday"],
            "moved_workdays": [day for day, (kind, _hours) in days.items() if kind == "workday"],
            "moved_hours": row.moved_hours,
            "hours": {day: hours for day, (kind, hours) in days.items() if kind == "hours"},
            "years": sorted(years),
            "version": version,
        },
    )


@lru_cache(maxsize=256)
def edits_after(pk: int, version: int, newest: int) -> tuple[ClockEvent, ...]:
    """The edits that made the versions above `version` up to `newest`, as events of a clock."""
    rows = CalendarEdit.objects.filter(
        calendar_id=pk, version__gt=version, version__lte=newest
    ).order_by("version")
    return tuple(_as_event(row) for row in rows)


@transaction.atomic
def change_days(
    calendar: Calendar,
    changes: Iterable[DayChange],
    *,
    actor: Person | None,
    now: datetime,
    reason: str = "",
    year: int | None = None,
) -> CalendarEdit:
    """Make the next version of the calendar. `year` says that all its days are known now.

    Raises CalendarError for hours that cannot be read; then nothing is changed.
    """
    row = Calendar.objects.select_for_update().get(pk=calendar.pk)
    wanted = list(changes)
    for change in wanted:
        read_hours(row.name, str(change.day), change.hours or [])
    stood = {
        day.day: day
        for day in CalendarDay.objects.filter(calendar=row, day__in=[c.day for c in wanted])
    }
    known = year is None or row.years.filter(year=year).exists()
    row.version += 1
    row.save(update_fields=["version"])
    calendar.version = row.version
    edit = CalendarEdit.objects.create(
        calendar=row, version=row.version, at=now, by=actor, reason=reason[:200], year=year,
        year_is_new=not known,
        days=[_kept(change, stood.get(change.day)) for change in wanted],
    )  # fmt: skip
    CalendarDay.objects.filter(pk__in=[day.pk for day in stood.values()]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=row, day=change.day, kind=change.kind, note=change.note[:120],
                    hours=change.hours if change.kind == "hours" else None, entered_at=now)
        for change in wanted
        if change.kind != Edit.NORMAL
    )  # fmt: skip
    return edit


def _kept(change: DayChange, before: CalendarDay | None) -> list[object]:
    kind, hours = (before.kind, before.hours) if before else (Edit.NORMAL.value, None)
    return [str(change.day), change.kind, change.hours, kind, hours, change.note]


def _as_event(row: CalendarEdit) -> ClockEvent:
    days = tuple(
        DayEdited(
            row.at, date.fromisoformat(day), Edit(kind), read_hours("edit", str(day), hours or [])
        )
        for day, kind, hours, _kind, _hours, _note in row.days
    )
    if row.year is not None or len(days) != 1:
        return YearEntered(row.at, row.year or days[0].day.year, days)
    return days[0]
