"""The words of a notice, made from its code and params in the language now active."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiyin.apps.notify import wording_of_reports
from huiyin.apps.org.clock_words import purpose_text

TEXTS = {
    "submission.received": gettext_lazy("New from the public: {title}"),
    "mailbox.message_received": gettext_lazy("A reporter has written again: {case_title}"),
    "case.registered": gettext_lazy("To be accepted: case {case_number} {case_title}"),
    "order.issued": gettext_lazy("Order {number} waits to be signed for: {case_title}"),
    "order.assigned": gettext_lazy("You handle order {number}: {case_title}"),
    "order.submitted": gettext_lazy("Order {number} waits for review: {case_title}"),
    "order.sent_back": gettext_lazy("Order {number} was sent back: {case_title}. {reason}"),
    "order.withdrawn": gettext_lazy("Order {number} was withdrawn: {case_title}"),
    "clock.warned": gettext_lazy("Due {due}: {purpose_text}, {case_number} {case_title}"),
    "clock.overdue": gettext_lazy(
        "Overdue since {due}: {purpose_text}, {case_number} {case_title}"
    ),
    "clock.escalated": gettext_lazy(
        "Escalated to you ({steps_text}), due {due}: {purpose_text}, {case_number} {case_title}"
    ),
    "channel.test": gettext_lazy("A test of the channel “{name}”. If you can read this, it works."),
    "clock.calendar_missing": gettext_lazy(
        "A calendar year is missing; the due date of {case_number} {case_title} is not certain"
    ),
    "clock.moved": gettext_lazy("Now due {due}: {purpose_text}, {case_number} {case_title}"),
    "extension.asked": gettext_lazy(
        "More time asked for order {number}, to be endorsed: {case_title}. {reason}"
    ),
    "extension.group_told": gettext_lazy("More time asked for order {number}: {case_title}"),
    "extension.granted": gettext_lazy("More time granted for order {number}: {case_title}"),
    "extension.refused": gettext_lazy(
        "More time refused for order {number}: {case_title}. {reason}"
    ),
    "order.bounced": gettext_lazy("Order {number} came back as wrong unit: {case_title}. {basis}"),
    "order.reissued": gettext_lazy("Order {number} waits to be signed for: {case_title}"),
    "order.upheld": gettext_lazy("Order {number} stays with you: {case_title}. {reason}"),
    "case.reopened": gettext_lazy("Reopened: case {case_number} {case_title}. {reason}"),
    "clock.put_aside": gettext_lazy("A clock of {case_number} cannot be read: {error}"),
    "statement.drafted": gettext_lazy("Statement {number} waits for approval: {title}"),
    "statement.revised": gettext_lazy("Statement {number} was changed: {title}"),
    "statement.approved": gettext_lazy("Statement {number} is approved: {title}"),
    "statement.sent_back": gettext_lazy("Statement {number} came back: {title}. {reason}"),
    "statement.published": gettext_lazy("Published: {title}"),
    "story.alerted": gettext_lazy("Deserves a look now: {title}"),
    "search.answered": gettext_lazy("New for your search “{name}” ({n}): {title}"),
    "source.failing": gettext_lazy("A source cannot be read: {name}"),
    "source.fell_silent": gettext_lazy("A source fell silent: {name}"),
    "source.volume_changed": gettext_lazy("A source says much more or less than usual: {name}"),
    "file.infected": gettext_lazy("Malware in a reporter's file, kept shut: {malware}"),
    "item.revised": gettext_lazy("Edited at its source: {title}"),
    **wording_of_reports.TEXTS,
}

IN_DANGER = gettext_lazy("Lives may be at risk: {title}")


def notice_text(code: str, params: Mapping[str, Any], zone: ZoneInfo) -> str:
    """One sentence. A missing param leaves its place empty rather than failing."""
    filled = _Blank(params)
    purpose = purpose_text(str(params.get("purpose", "")), str(params.get("order", "")))
    filled["purpose_text"] = purpose
    filled["steps_text"] = ", ".join(step_text(str(step)) for step in params.get("steps", ()))
    filled["due"] = _local(params.get("due_at"), zone)
    text = IN_DANGER if params.get("danger") else TEXTS.get(code, code)
    sentence = str(text).format_map(filled).strip()
    late = int(params.get("raised_after_seconds") or 0)
    return f"{sentence} {_delay(late)}" if late >= 60 else sentence


def step_text(step: str) -> str:
    """A step of a ladder as people read it: "75% of the term", "24 h after it"."""
    share = step.partition(" ")[0]
    if share.endswith("%"):
        return _("%(share)s of the term") % {"share": share}
    n, unit = int(share[1:-1]), share[-1]
    if unit == "d":
        return ngettext("%(n)s day after it ended", "%(n)s days after it ended", n) % {"n": n}
    return ngettext("%(n)s hour after it ended", "%(n)s hours after it ended", n) % {"n": n}


def _delay(seconds: int) -> str:
    """Said when a notice was raised late, e.g. because the desk was down."""
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        span = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    else:
        span = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("(this notice is %(span)s late)") % {"span": span}


def _local(value: object, zone: ZoneInfo) -> str:
    if not value:
        return ""
    local = datetime.fromisoformat(str(value)).astimezone(zone)
    return date_format(local, "SHORT_DATETIME_FORMAT")


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
