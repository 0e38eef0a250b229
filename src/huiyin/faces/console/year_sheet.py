"""A calendar's year as a sheet: twelve months of days, each with what holds on it and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiyin.apps.org.models import Calendar as CalendarRow
from huiyin.apps.org.models import CalendarDay
from huiyin.rules.calendars import Calendar, Hours, Why

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SheetDay:
    """One day: `look` is open, weekend, holiday, moved, half or hours; `text` says it in words."""

    on: date
    look: str
    text: str
    note: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks of seven places, None outside the month; how many days are worked."""

    name: str
    weeks: tuple[tuple[SheetDay | None, ...], ...]
    worked: int


def months_of(calendar: Calendar, notes: Mapping[date, str], year: int) -> list[Month]:
    """The twelve months of a year."""
    return [_month(calendar, notes, year, number) for number in range(1, 13)]


def notes_of(row: CalendarRow, year: int) -> dict[date, str]:
    """What the stored days are called."""
    days = CalendarDay.objects.filter(calendar=row, day__year=year)
    return dict(days.values_list("day", "note"))


def weekdays() -> list[str]:
    """Monday to Sunday, short."""
    return [str(WEEKDAYS_ABBR[number]) for number in range(7)]


def sheet_day(calendar: Calendar, on: date, note: str = "") -> SheetDay:
    """What holds on a day, in words."""
    day = calendar.day(on)
    look = _look(calendar, on)
    words = {
        "open": _("working day"), "weekend": _("weekend"), "holiday": _("public holiday"),
        "moved": _("make-up working day"), "half": _("half day"), "hours": _("own hours"),
    }  # fmt: skip
    text = f"{date_format(on, 'MONTH_DAY_FORMAT')} {words[look]}"
    if look in ("half", "hours"):
        text += f" {hours_text(day.hours)}"
    return SheetDay(on, look, f"{text} · {note}" if note else text, note, day.certain)


def hours_text(hours: Sequence[Hours]) -> str:
    """Opening hours as people write them: `08:30-12:00, 13:30-17:30`."""
    return ", ".join(f"{_wall(span.opens)}-{_wall(span.closes)}" for span in hours)


def typed_hours(text: str) -> list[list[str]]:
    """Spans of a text like `08:30-12:00, 13:30-17:30`; strictness is the calendar's."""
    plain = text.replace(",", " ").replace("\uff0c", " ").replace("\uff1a", ":")
    plain = plain.replace("\u2013", "-").replace("\uff0d", "-").replace(" - ", "-")
    return [list(span.partition("-")[::2]) for span in plain.split()]


def _month(calendar: Calendar, notes: Mapping[date, str], year: int, number: int) -> Month:
    on = date(year, number, 1)
    places: list[SheetDay | None] = [None] * on.weekday()
    worked = 0
    while on.month == number:
        places.append(sheet_day(calendar, on, notes.get(on, "")))
        worked += bool(calendar.day(on).hours)
        on += _DAY
    places += [None] * (-len(places) % 7)
    weeks = tuple(tuple(places[at : at + 7]) for at in range(0, len(places), 7))
    return Month(str(MONTHS[number]), weeks, worked)


def _look(calendar: Calendar, on: date) -> str:
    day = calendar.day(on)
    if day.why is Why.OWN_HOURS:
        usual = calendar.week[on.weekday()] or calendar.moved_hours
        return "half" if _length(day.hours) < _length(usual) else "hours"
    looks = {Why.HOLIDAY: "holiday", Why.MOVED: "moved", Why.WEEKEND: "weekend"}
    return looks.get(day.why, "open")


def _length(hours: Sequence[Hours]) -> int:
    return sum(span.closes - span.opens for span in hours)


def _wall(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours if hours <= 24 else hours - 24:02d}:{rest // 60:02d}"
