"""Template tags of both faces: `{% load desk %}`. Each shows one component; README lists them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.faces.shared.charts import Chart
from huiyin.faces.shared.clocks import ClockView
from huiyin.faces.shared.compact_clock import compact_clock
from huiyin.faces.shared.pieces import (
    Fact,
    FilterGroup,
    Pager,
    code_groups,
    sparkline_points,
)
from huiyin.faces.shared.spine import SpineEntry
from huiyin.faces.shared.words import KINDS, LEVELS, page_state_words, script_phrases

register = template.Library()

SPARKLINE = (96, 24)


@register.inclusion_tag("shared/mark.html")
def mark(size: int = 28) -> dict[str, Any]:
    """The mark 回: two nested squares, a voice going out and coming back."""
    return {"size": size}


@register.simple_tag
def clock(view: ClockView, compact: bool = False) -> SafeString:
    """One clock; `compact` gives a line for lists."""
    return (
        compact_clock(view) if compact else render_to_string("shared/clock.html", {"clock": view})
    )


@register.inclusion_tag("shared/spine.html")
def spine(entries: Iterable[SpineEntry]) -> dict[str, Any]:
    """What happened, oldest first."""
    return {"entries": entries}


@register.inclusion_tag("shared/sparkline.html")
def sparkline(values: Sequence[float], title: str) -> dict[str, Any]:
    """A line without axes; `title` is what it says to somebody who cannot see it."""
    width, height = SPARKLINE
    points = sparkline_points(values, width, height)
    last = points.rsplit(" ", 1)[-1].split(",") if points else None
    return {"points": points, "last": last, "title": title, "width": width, "height": height}


@register.inclusion_tag("shared/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """A chart with the table behind it."""
    return {"chart": chart}


@register.inclusion_tag("shared/health.html")
def health(state: str, text: str = "") -> dict[str, Any]:
    """State of a source: `ok slow failing off unknown`."""
    return {"state": state, "text": text}


@register.simple_tag
def badge(text: str, tone: str = "plain") -> SafeString:
    """A short word on a tinted ground."""
    return format_html('<span class="hy-badge" data-tone="{}">{}</span>', tone, text)


@register.simple_tag
def level(code: str) -> SafeString:
    """A concern's level, with as many bars as it is high."""
    words = LEVELS.get(code)
    bars = list(LEVELS).index(code) + 1 if words else 0
    return SafeString(
        render_to_string(
            "shared/level.html", {"code": code, "text": words or code, "bars": range(bars)}
        )
    )


@register.simple_tag
def kind(code: str) -> SafeString:
    """What a matter is: hazard, complaint, suggestion, …"""
    text = KINDS.get(code, code)
    return format_html('<span class="hy-kind" data-kind="{}">{}</span>', code, text)


@register.simple_tag
def moment(at: dt.datetime, part: str = "") -> SafeString:
    """An instant in local time: without the year when it is this year's, or `date`, `time`."""
    local = timezone.localtime(at)
    return format_html(
        '<time class="hy-num" datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        date_format(local, "DATETIME_FORMAT"),
        _moment_text(local, part),
    )


def _moment_text(local: dt.datetime, part: str) -> str:
    clock_time = date_format(local, "H:i")
    if part == "time":
        return clock_time
    this_year = local.year == timezone.localtime().year
    day = date_format(local, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")
    return day if part == "date" else f"{day} {clock_time}"


@register.inclusion_tag("shared/page_state.html")
def page_state(
    kind: str = "empty", title: str = "", text: str = "", url: str = "", label: str = ""
) -> dict[str, Any]:
    """What stands where a list would be: `empty loading error forbidden`."""
    words = page_state_words(kind)
    return {
        "kind": kind,
        "title": title or words[0],
        "text": text or words[1],
        "url": url,
        "label": label,
    }


@register.inclusion_tag("shared/receipt.html")
def receipt(code: str) -> dict[str, Any]:
    """A receipt code, large, in groups."""
    return {"groups": code_groups(code)}


@register.simple_block_tag
def why(content: str, label: str = "") -> SafeString:
    """`{% why %}reason and the form that overrules it{% endwhy %}`."""
    return SafeString(
        render_to_string(
            "shared/why.html", {"content": content, "label": label or _("Why is this here?")}
        )
    )


@register.inclusion_tag("shared/filters.html")
def filters(groups: Sequence[FilterGroup]) -> dict[str, Any]:
    """The sidebar of a list: every choice with its count."""
    return {"groups": groups}


@register.inclusion_tag("shared/pager.html")
def pager(pager: Pager) -> dict[str, Any]:
    """Newer and older."""
    return {"pager": pager}


@register.inclusion_tag("shared/undo.html", takes_context=True)
def undo(context: template.Context, message: str, url: str = "") -> dict[str, Any]:
    """The bar after an act, with the way back."""
    return {"message": message, "url": url, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("shared/steps.html")
def steps(current: int, total: int, label: str = "") -> dict[str, Any]:
    """Where the reader stands in a form of one question a page."""
    return {"current": current, "total": total, "label": label}


@register.simple_block_tag(takes_context=True)
def confirm(
    context: template.Context,
    content: str,
    title: str,
    url: str,
    label: str,
    facts: Sequence[Fact | tuple[str, str]] = (),
) -> SafeString:
    """The last look at what leaves the house; the body may hold fields of the form."""
    pairs = [(fact.name, fact.text) if isinstance(fact, Fact) else fact for fact in facts]
    values = {"content": content, "title": title, "url": url, "label": label, "facts": pairs}
    return SafeString(
        render_to_string("shared/confirm.html", {**values, "csrf_token": context.get("csrf_token")})
    )


@register.inclusion_tag("shared/tally.html")
def tally(number: int, label: str, tone: str = "plain", url: str = "") -> dict[str, Any]:
    """One figure of the board's top line; a zero is quiet whatever its tone."""
    return {"number": number, "label": label, "tone": tone if number else "plain", "url": url}


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, name: str, label: str, key: str = "") -> SafeString:
    """A link of the top bar, if the page exists; the open page is marked."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return SafeString("")
    request = context.get("request")
    path = request.path if request else ""
    here = path == url if url == "/" else path.startswith(url)
    return SafeString(
        render_to_string(
            "shared/nav_link.html", {"url": url, "label": label, "key": key, "here": here}
        )
    )


@register.simple_tag
def script_data() -> SafeString:
    """Attributes of `<body>` for the scripts: their words, and the server's clock."""
    return format_html(
        'data-phrases="{}" data-now="{}"',
        json.dumps(script_phrases(), ensure_ascii=False),
        timezone.now().isoformat(timespec="seconds"),
    )
