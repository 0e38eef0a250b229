"""Words for spans and counted days; shared by the clock and by the letters that cite it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from huiyin.rules.calendars import Why
from huiyin.rules.promises import Standing

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def duration(span: dt.timedelta) -> str:
    """The two largest units of a span, rounded down: `2 d 3 h`, `5 h 20 min`, `12 min`.

    `js/clock.js` builds the same text from the same units; change both.
    """
    seconds = max(0, int(span.total_seconds()))
    if seconds < MINUTE:
        return _("under a minute")
    if seconds < HOUR:
        return _("%(minutes)s min") % {"minutes": seconds // MINUTE}
    if seconds < DAY:
        hours, rest = divmod(seconds, HOUR)
        text = _("%(hours)s h") % {"hours": hours}
        minutes = rest // MINUTE
        return _joined(text, _("%(minutes)s min") % {"minutes": minutes} if minutes else "")
    days, rest = divmod(seconds, DAY)
    hours = rest // HOUR
    text = _("%(days)s d") % {"days": days}
    return _joined(text, _("%(hours)s h") % {"hours": hours} if hours else "")


def _joined(first: str, second: str) -> str:
    return _("%(first)s %(second)s") % {"first": first, "second": second} if second else first


def left_text(due: dt.datetime, now: dt.datetime) -> str:
    """`5 h 20 min left`, or by how much it is overdue."""
    if now > due:
        return _("overdue by %(span)s") % {"span": duration(now - due)}
    return _("%(span)s left") % {"span": duration(due - now)}


def counted_text(unit: str, reached: int, total: int) -> str:
    """`working day 3 of 4`; before the first counted day only the length."""
    numbers = {"reached": reached, "total": total}
    if unit == "WD":
        if not reached:
            return _("%(total)s working days, counted from the next one") % numbers
        return _("working day %(reached)s of %(total)s") % numbers
    if not reached:
        return _("%(total)s days, counted from tomorrow") % numbers
    return _("day %(reached)s of %(total)s") % numbers


def day_reason(code: str) -> str:
    """Why a day counts or not, from the rules' code; an unknown code is shown as it is."""
    words: dict[str, str] = {
        Why.WORKING: _("working day"),
        Why.MOVED: _("make-up working day"),
        Why.OWN_HOURS: _("working day with its own hours"),
        Why.WEEKEND: _("weekend"),
        Why.HOLIDAY: _("public holiday"),
        Why.RECEIVED: _("day of receipt, not counted"),
        Why.PAUSED: _("clock paused"),
        Why.RUNNING: _("hours run on"),
        Why.EXTENDED: _("day of the old limit, not counted"),
        Why.ROLLED: _("the end moves on to this open day"),
        Why.MONTHS: _("same day of the later month"),
        Why.CALENDAR_DAY: _("calendar day"),
    }
    return words.get(code, code)


def standing_text(found: Standing) -> str:
    """How a dated promise stands, in a word or two."""
    return {
        Standing.NOT_DUE: _("Promise not yet due"),
        Standing.OVERDUE: _("Promise overdue"),
        Standing.KEPT: _("Promise kept"),
        Standing.KEPT_LATE: _("Promise kept late"),
    }[found]
