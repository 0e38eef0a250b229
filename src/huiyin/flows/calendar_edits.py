"""A change of an office's calendar, and what it does to the clocks that run on it.

A running clock may be due later by it, never earlier, unless its due was provisional. Clocks that
have stopped stay as they ended. Calendar and clocks change in one transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions.moving import move_clocks
from huiyin.apps.cases.actions.steps import lock_case
from huiyin.apps.cases.clocks import UNDER_WAY
from huiyin.apps.cases.models import Clock
from huiyin.apps.org.calendars import DayChange, calendar_at, change_days, edits_after
from huiyin.apps.org.models import Calendar, CalendarYear, Person


def change_calendar(
    calendar: Calendar,
    changes: Iterable[DayChange],
    *,
    actor: Person | None,
    now: datetime,
    reason: str = "",
    year: int | None = None,
    origin: str = "",
) -> int:
    """Change days, or enter all of a `year`; gives how many clocks moved. Raises CalendarError.

    A year that a person enters is confirmed by that person.
    """
    try:
        with transaction.atomic():
            return _change(calendar, list(changes), actor, now, reason, year, origin)
    except Exception:
        calendar_at.cache_clear()  # versions that were never stored must not be remembered
        edits_after.cache_clear()
        raise


def _change(
    calendar: Calendar,
    changes: list[DayChange],
    actor: Person | None,
    now: datetime,
    reason: str,
    year: int | None,
    origin: str,
) -> int:
    edit = change_days(calendar, changes, actor=actor, now=now, reason=reason, year=year)
    if year is not None:
        CalendarYear.objects.update_or_create(
            calendar=calendar, year=year,
            defaults={"origin": origin, "confirmed_by": actor,
                      "confirmed_at": now if actor else None},
        )  # fmt: skip
    moved = sum(_recount(pk, actor, now) for pk in _running_on(calendar))
    for office in calendar.offices.all():
        record(
            "calendar.changed", subject=f"calendar:{calendar.pk}", at=now, office=office,
            actor=actor, reason=reason,
            body={"version": edit.version, "year": year or "", "days": edit.days, "clocks": moved},
        )  # fmt: skip
    return moved


def _running_on(calendar: Calendar) -> list[int]:
    running = Clock.objects.filter(
        case__office__calendar=calendar, state__in=UNDER_WAY
    ).exclude(rule__startswith="H")  # fmt: skip
    return sorted(set(running.values_list("case_id", flat=True)))


def _recount(case_id: int, actor: Person | None, now: datetime) -> int:
    return move_clocks(lock_case(case_id), "calendar", actor=actor, now=now)
