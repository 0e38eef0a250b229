"""A time limit in words; one place for pages, notices and the ledger of events."""

from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.rules.durations import Kind, RuleError, read_extension, read_rule


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
    """What an extension adds, in words: `+3WD` is `3 working days`; else it is shown as it is."""
    try:
        return rule_text(str(read_extension(length)))
    except RuleError:
        return length
