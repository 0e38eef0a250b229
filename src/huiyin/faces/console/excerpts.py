"""Texts as lists show them: cut to a line, with what a search found marked."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from huiyin.apps.intake.queries import spans

LENGTH = 110  # characters of an excerpt
BEFORE = 24  # of them before the first word found


def marked(text: str, asked: str) -> SafeString:
    """The whole text, escaped, the words found in <mark>."""
    if not asked:
        return SafeString(conditional_escape(text))
    parts: list[str] = []
    at = 0
    for span in spans(text, asked):
        parts.append(conditional_escape(text[at : span.start]))
        parts.append(format_html("<mark>{}</mark>", text[span.start : span.end]))
        at = span.end
    return SafeString("".join([*parts, conditional_escape(text[at:])]))


def excerpt(text: str, asked: str) -> SafeString:
    """About a line of the text: its beginning, or the surroundings of the first word found."""
    plain = " ".join(text.split())
    found = spans(plain, asked) if asked else []
    start = max(0, found[0].start - BEFORE) if found else 0
    cut = plain[start : start + LENGTH]
    before = "…" if start else ""
    after = "…" if start + LENGTH < len(plain) else ""
    return SafeString(f"{before}{marked(cut, asked)}{after}")
