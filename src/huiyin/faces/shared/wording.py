"""Words for spans, rules and counted days; shared by the clock and by the letters that cite it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.rules.calendars import Why
from huiyin.rules.durations import Kind, RuleError, read_extension, read_rule

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


def rule_text(code: str) -> str:
    """What a deadline rule counts, in words; an unknown code is shown as it is."""
    return _rule_text(code, get_language() or "")


@lru_cache(maxsize=256)
def _rule_text(code: str, language: str) -> str:
    """Kept by code and language: a list of matters asks for the same few rules again and again."""
    try:
        rule = read_rule(code)
    except RuleError:
        return code
    if rule.kind is Kind.ESCALATION:
        numbers = {"minutes": rule.amount, "levels": rule.levels}
        return _("%(minutes)s minutes over %(levels)s levels") % numbers
    number = rule.amount
    if rule.kind in (Kind.HOURS, Kind.WORKING_HOURS):
        number = rule.amount // 60
        if rule.amount % 60:
            return _("%(minutes)s minutes") % {"minutes": rule.amount}
    wording = {
        Kind.HOURS: ngettext(
            "%(n)s hour, nights and holidays included",
            "%(n)s hours, nights and holidays included",
            number,
        ),
        Kind.WORKING_HOURS: ngettext("%(n)s working hour", "%(n)s working hours", number),
        Kind.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", number),
        Kind.CALENDAR_DAYS: ngettext("%(n)s day", "%(n)s days", number),
        Kind.MONTHS: ngettext("%(n)s month", "%(n)s months", number),
    }
    return wording[rule.kind] % {"n": number}


def extension_text(length: str) -> str:
    """What an extension adds, in words: `+3WD` is `3 working days`."""
    return rule_text(str(read_extension(length)))


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
