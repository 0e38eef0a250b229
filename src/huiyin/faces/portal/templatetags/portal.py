"""Short words on the portal's pages: how a promise stands, what became of a suggestion."""

from django import template
from django.utils.safestring import SafeString

from huiyin.apps.responses.public import Promised
from huiyin.faces.portal.words import fate_words
from huiyin.faces.shared.templatetags.desk import badge
from huiyin.faces.shared.wording import standing_text
from huiyin.rules.promises import Standing

register = template.Library()
TONES = {Standing.OVERDUE: "overdue", Standing.KEPT_LATE: "overdue"}


@register.simple_tag
def promise_badge(promised: Promised) -> SafeString:
    """Not yet due, overdue, kept, or kept late."""
    return badge(standing_text(promised.standing), TONES.get(promised.standing, "plain"))


@register.simple_tag
def fate_badge(adoption: str) -> SafeString:
    """Adopted, partly, or not."""
    return badge(fate_words(adoption), "accent" if adoption != "not" else "plain")
