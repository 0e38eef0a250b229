"""The days of a year entered into an office's calendar, and confirmed by a person.

Every way in is `change_calendar`: earlier versions stay readable, and running clocks move later by
it, never earlier, unless their due was provisional.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.calendars import DayChange
from huiyin.apps.org.models import Calendar, CalendarYear, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.flows.calendar_edits import change_calendar
from huiyin.rules.clock_events import Edit
from huiyin.rules.refusals import Refusal

Days = Iterable[tuple[date, str, str]]


def import_year(calendar: Calendar, year: int, now: datetime) -> None:
    """Take a year's holidays and moved working days from two sources that must agree.

    Raises CalendarsDisagree. The year still waits for a person's confirmation.
    """
    from huiyin.flows.holidays import published_days  # slow to load, and rarely wanted

    _enter(calendar, year, published_days(year), "chinesecalendar + holidays", None, now)


def enter_year(
    calendar: Calendar, year: int, days: Days, *, origin: str, actor: Person, now: datetime
) -> int:
    """A year's days as a person has looked them through; gives how many clocks moved."""
    _check(calendar, actor)
    return _enter(calendar, year, days, origin, actor, now)


def edit_day(
    calendar: Calendar, change: DayChange, *, reason: str, actor: Person, now: datetime
) -> int:
    """One day becomes another; gives how many clocks moved. Raises StepRefused, CalendarError."""
    _check(calendar, actor)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    return change_calendar(calendar, [change], actor=actor, now=now, reason=reason.strip())


@transaction.atomic
def confirm_year(calendar: Calendar, year: int, *, actor: Person, now: datetime) -> CalendarYear:
    """A person says that the year's days are those of the notice."""
    _check(calendar, actor)
    row = CalendarYear.objects.select_for_update().get(calendar=calendar, year=year)
    if row.confirmed_at is None:
        row.confirmed_by, row.confirmed_at = actor, now
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        record(
            "calendar.confirmed", subject=f"calendar:{calendar.pk}", at=now, office=actor.office,
            actor=actor, body={"year": year, "origin": row.origin},
        )  # fmt: skip
    return row


def may_edit(calendar: Calendar, person: Person) -> bool:
    """Whether this person keeps the calendar: the office or an administrator, of its own body."""
    return person.office.calendar_id == calendar.pk and holds(person, "office", "admin")


def _enter(
    calendar: Calendar, year: int, days: Days, origin: str, actor: Person | None, now: datetime
) -> int:
    """The year is to have these days and no others; days with their own hours stay."""
    wanted = {day: (kind, note) for day, kind, note in days}
    stored = {
        row.day: (row.kind, row.note)
        for row in calendar.days.filter(day__year=year).exclude(kind=Edit.HOURS.value)
    }
    changes = [
        DayChange(day, kind, note)
        for day, (kind, note) in sorted(wanted.items())
        if stored.get(day) != (kind, note)
    ]
    changes += [DayChange(day, Edit.NORMAL.value) for day in sorted(stored.keys() - wanted.keys())]
    return change_calendar(calendar, changes, actor=actor, now=now, year=year, origin=origin)


def _check(calendar: Calendar, actor: Person) -> None:
    if not may_edit(calendar, actor):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
