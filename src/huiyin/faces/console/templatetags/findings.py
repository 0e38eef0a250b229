"""What a case rests on, in words: states of verifications, decisions, feedback and reviews."""

import datetime as dt
from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.apps.cases.models import Rating, Review
from huiyin.apps.intake.mailboxes import words_in
from huiyin.engine.clock import now
from huiyin.faces.shared.templatetags.desk import badge
from huiyin.faces.shared.wording import standing_text
from huiyin.rules.promises import Standing, standing

register = template.Library()
TONES = {Standing.OVERDUE: "overdue", Standing.KEPT_LATE: "overdue"}


@register.simple_tag
def finding_state(kind: str, state: str) -> str:
    """One or two words for a state of a table."""
    texts = {
        "verification": {
            "planned": _("Planned"), "collecting": _("Collecting facts"),
            "first_hand": _("Reported first-hand"), "concluded": _("Concluded"),
        },
        "decision": {
            "proposed": _("Waits for approval"), "returned": _("Returned to its author"),
            "approved": _("Approved"), "notified": _("Being carried out"),
            "done": _("Carried out"),
        },
        "feedback": {
            "due": _("Not told yet"), "delivered": _("Told"), "rated": _("Rated"),
            "silent": _("Not rated"),
        },
        "review": {
            "asked": _("Asked for"), "assigned": _("With another officer"),
            "answered": _("Reviewed"), "refused": _("Review refused"),
        },
    }  # fmt: skip
    return texts[kind].get(state, state)


@register.simple_tag
def promise_badge(due_at: dt.datetime, done_at: dt.datetime | None) -> SafeString:
    """How a dated promise stands now."""
    found = standing(due_at, done_at, now())
    return badge(standing_text(found), TONES.get(found, "plain"))


@register.filter
def rating_lines(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """How often each answer was given, the best first."""
    return [
        (str(label), counts[code]) for code, label in Rating.Satisfied.choices if code in counts
    ]


@register.filter
def words_of_review(review: Review) -> str:
    """What the reporter asked for, opened with the desk's key."""
    return words_in(review.message) if review.message else review.ground
