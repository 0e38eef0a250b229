"""A machine's draft as people read it: its marks lead to the items, and what is wrong is said."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.apps.responses.drafting import tracing
from huiyin.apps.responses.models import MachineDraft
from huiyin.ports.drafting import TROUBLES
from huiyin.rules.text.drafting import MARK


def marked_body(draft: MachineDraft) -> SafeString:
    """The text as it came, each mark a link into the list of items below it."""
    parts: list[str] = []
    at = 0
    for mark in MARK.finditer(draft.body):
        parts.append(conditional_escape(draft.body[at : mark.start(1) - 1]))
        first = mark[1].strip()
        number = int("".join(one for one in first[:3] if one.isdecimal()) or 0)
        parts.append(format_html('<a class="hy-cite" href="#told-{}">[{}]</a>', number, mark[1]))
        at = mark.end()
    return SafeString("".join([*parts, conditional_escape(draft.body[at:])]))


def warnings(draft: MachineDraft) -> list[str]:
    """What a person has to know before trusting the text; empty where every sentence is tied."""
    found = tracing(draft)
    said = []
    if not found.cited:
        said.append(_("The text cites none of the items: nothing in it can be traced."))
    elif found.bare:
        said.append(
            ngettext("%(n)s sentence cites no item.", "%(n)s sentences cite no item.", found.bare)
            % {"n": found.bare}
        )
    if found.unknown:
        numbers = _(", ").join(map(str, found.unknown))
        said.append(_("It cites items that were never given: %(numbers)s.") % {"numbers": numbers})
    return said


def trouble_text(draft: MachineDraft) -> str:
    """Why there is no text, in the reader's language."""
    english = TROUBLES.get(draft.code)
    return _(english) if english else draft.code
