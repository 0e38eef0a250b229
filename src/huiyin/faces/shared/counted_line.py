"""A due date explained in one line: the days that counted, numbered, and why others did not.

`26 Sep (1), 28 Sep make-up working day (2), 29 Sep (3); not counted: 27 Sep weekend`. Long counts
show their first and last days; the whole list stands behind the clock.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiyin.faces.shared.wording import day_reason
from huiyin.rules.calendars import Why

SHOWN = 6  # days at either end of a long count
PLAIN = frozenset({Why.WORKING.value, Why.CALENDAR_DAY.value, Why.RUNNING.value, ""})

Counted = tuple[dt.date, bool, str]  # the day, whether it counted, the code of why


def counted_line(steps: Iterable[Counted]) -> str:
    """One line for these steps of a trace; empty where no day was counted."""
    steps = list(steps)
    counted = [(day, why) for day, counts, why in steps if counts]
    if not counted:
        return ""
    numbered = [_day(day, why, number) for number, (day, why) in enumerate(counted, 1)]
    line = _joined(_shortened(numbered))
    skipped = [_span(run) for run in _runs([s for s in steps if not s[1]])]
    if not skipped:
        return line
    return _("%(days)s; not counted: %(skipped)s") % {
        "days": line,
        "skipped": _joined(_shortened(skipped)),
    }


def _day(day: dt.date, why: str, number: int) -> str:
    values = {"day": _date(day), "n": number, "why": day_reason(why)}
    if why in PLAIN:
        return _("%(day)s (%(n)s)") % values
    return _("%(day)s %(why)s (%(n)s)") % values


def _runs(steps: Sequence[Counted]) -> list[list[Counted]]:
    """Days in a row that were left out for the same reason stand together."""
    runs: list[list[Counted]] = []
    for step in steps:
        last = runs[-1][-1] if runs else None
        if last and last[2] == step[2] and step[0] - last[0] == dt.timedelta(days=1):
            runs[-1].append(step)
        else:
            runs.append([step])
    return runs


def _span(run: list[Counted]) -> str:
    first, last, why = run[0][0], run[-1][0], day_reason(run[0][2])
    if first == last:
        return _("%(day)s %(why)s") % {"day": _date(first), "why": why}
    values = {"first": _date(first), "last": _date(last), "why": why}
    return _("%(first)s to %(last)s %(why)s") % values


def _shortened(parts: list[str]) -> list[str]:
    return parts if len(parts) <= 2 * SHOWN else [*parts[:SHOWN], "…", *parts[-SHOWN:]]


def _joined(parts: list[str]) -> str:
    line = parts[0]
    for part in parts[1:]:
        line = _("%(line)s, %(next)s") % {"line": line, "next": part}
    return line


def _date(day: dt.date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
