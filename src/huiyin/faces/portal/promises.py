"""The promised date explained to its reader: the days that count, and an extension with its why."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiyin.apps.intake.submissions import Message
from huiyin.faces.portal.words import limit_words
from huiyin.faces.shared.counted_line import counted_line


def counted_words(promise: Mapping[str, object]) -> str:
    """One line: the counted days, or from when hours run; "" where a date was simply named."""
    rule = str(promise.get("rule", ""))
    if rule.startswith(("WD", "CD")):
        steps = promise.get("days")
        line = counted_line(
            (date.fromisoformat(str(day)), bool(counted), str(why))
            for day, counted, why in (steps if isinstance(steps, list) else [])
        )
        return _("Days counted: {line}.").format(line=line) if line else ""
    since = _moment(str(promise.get("since", "")))
    limit = limit_words(rule)
    return _("Counted: {limit}, from {since}.").format(limit=limit, since=since) if limit else ""


def extended_words(params: Mapping[str, str], reason: str) -> str:
    """That more time was taken: until when, instead of when, and why."""
    return _("Extended to {to} (it was {before}), because: {reason}").format(
        to=_moment(params.get("to", "")), before=_moment(params.get("from", "")), reason=reason
    )


def extension_of(messages: Iterable[Message]) -> str:
    """The last extension among the messages, in words; "" where there is none."""
    told = [message for message in messages if message.code == "extended"]
    return extended_words(told[-1].params, told[-1].text) if told else ""


def _moment(stored: str) -> str:
    if not stored:
        return ""
    local = localtime(datetime.fromisoformat(stored))
    return f"{date_format(local, 'MONTH_DAY_FORMAT')} {date_format(local, 'H:i')}"
