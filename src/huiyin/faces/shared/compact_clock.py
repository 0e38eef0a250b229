"""The clock as one line of a list, written without a template: lists show hundreds at a time.

Its parts and their names are those of `shared/clock.html`, which `js/clock.js` moves as well.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.faces.shared.clocks import ClockView

PERCENT = "@percent@"


def compact_clock(clock: ClockView) -> SafeString:
    """The line of one clock."""
    moving = clock.running and clock.due_at is not None
    return format_html(
        '<div class="hy-clock hy-clock-compact" data-look="{}"{}>{}<div class="hy-clock-body">'
        '<p class="hy-clock-main">{} <span class="hy-clock-state{}" data-clock-state>{}</span></p>'
        '<p class="hy-clock-left" data-clock-left>{}</p></div></div>',
        clock.look,
        _moving(clock) if moving else "",
        _ring(clock.percent_left if clock.due_at else 0),
        _due(clock),
        " visually-hidden" if moving else "",
        clock.state_text,
        clock.remaining_text,
    )


def _moving(clock: ClockView) -> SafeString:
    instants = (clock.started_at, clock.due_at, clock.soon_from, clock.due_from)
    return format_html(
        ' data-clock data-started="{}" data-due="{}" data-soon-from="{}" data-due-from="{}"',
        *(at.isoformat() if at else "" for at in instants),
    )


def _due(clock: ClockView) -> SafeString:
    if clock.due_at is None or clock.due_on is None:
        return SafeString()
    if clock.due_today:
        day = _("today")
    else:
        shape = "MONTH_DAY_FORMAT" if clock.due_this_year else "DATE_FORMAT"
        day = date_format(clock.due_on, shape)
    return format_html(
        '<time class="hy-clock-due" datetime="{}" title="{} · {}">{} {}</time>',
        clock.due_at.isoformat(), clock.label, clock.counts_text, day, clock.due_time,
    )  # fmt: skip


def _ring(percent: int) -> SafeString:
    return mark_safe(_drawn().replace(PERCENT, str(percent)))  # noqa: S308 - a number in our own


@lru_cache(maxsize=1)
def _drawn() -> str:
    drawing = {"clock": {"due_at": True, "percent_left": PERCENT}}
    return render_to_string("shared/clock_ring.html", drawing).strip()
