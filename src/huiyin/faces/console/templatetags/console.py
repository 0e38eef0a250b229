"""Template tags of the console alone: `{% load console %}`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huiyin.faces.console import excerpts, scripts
from huiyin.faces.console.names import Named
from huiyin.faces.console.names import named as name_of

register = template.Library()


@register.filter
def named(thing: Named | None) -> str:
    """The name in the reader's language."""
    return name_of(thing)


@register.filter
def value_of(typed: QueryDict, name: str) -> str:
    """What was typed into the field of that name."""
    return str(typed.get(name, ""))


@register.simple_tag
def marked(text: str, asked: str = "") -> SafeString:
    """A text with the words of a search marked."""
    return excerpts.marked(text, asked)


@register.simple_tag
def excerpt(text: str, asked: str = "") -> SafeString:
    """The first line or so of a text, or the part of it that a search found."""
    return excerpts.excerpt(text, asked)


@register.simple_tag
def told_by(told: Mapping[int, Sequence[str]], pk: int) -> SafeString:
    """The phrases in which an item tells what was asked for; nothing where nothing was."""
    phrases = told.get(pk) if told else None
    if not phrases:
        return SafeString()
    marks = format_html_join(" ", "<mark>{}</mark>", ((phrase,) for phrase in phrases))
    return format_html('<p class="hy-small hy-tells" lang="zh-Hans">{}</p>', marks)


@register.simple_tag(takes_context=True)
def as_read(context: template.Context, text: str) -> SafeString:
    """A text in the script that the reader chose."""
    return scripts.in_script(text, scripts.chosen(context["request"]))


@register.inclusion_tag("console/parts/script.html", takes_context=True)
def script_choice(context: template.Context) -> dict[str, Any]:
    """Buttons for the script in which texts are shown."""
    request = context["request"]
    return {"script": scripts.chosen(request), "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def asking(context: template.Context, **changes: Any) -> str:
    """The page's own query string with some values changed; an empty value leaves it out."""
    asked: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return "?" + asked.urlencode()
