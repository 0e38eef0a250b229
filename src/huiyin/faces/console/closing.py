"""What a case still lacks before it may be closed, each with the button that mends it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.apps.cases.actions import gaps_of
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.words import refusal_text
from huiyin.faces.console.steps import NextStep
from huiyin.rules.refusals import Refusal

# Which steps mend a gap, the surest first.
MENDS = {
    Refusal.ADOPTION_MISSING: ("settle", "close"),
    Refusal.ADOPTION_REASON_MISSING: ("settle", "close"),
    Refusal.VERIFICATION_OPEN: ("conclude", "first_hand", "evidence", "collect"),
    Refusal.VERIFICATION_MISSING: ("plan", "issue"),
    Refusal.VERDICT_MISSING: ("review", "submit", "assign", "sign", "plan", "issue"),
    Refusal.DECISION_OPEN: ("approve_decision", "revise_decision"),
    Refusal.DECISION_MISSING: ("review", "submit", "assign", "sign", "propose", "issue"),
    Refusal.REPLY_MISSING: ("open_statement", "draft"),
    Refusal.FEEDBACK_MISSING: ("feed_back",),
}
NOT_YET = ("registered", "assessing")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing; `step` is what this person may do about it, if anything."""

    text: str
    step: NextStep | None


def gaps_shown(case: CaseFile, steps: Sequence[NextStep]) -> list[Gap]:
    """The gaps of a running case; none before it is taken up and once it has ended."""
    if case.closed_at is not None or case.state in NOT_YET:
        return []
    offered = {step.code: step for step in reversed(steps)}
    return [
        Gap(
            refusal_text(code),
            next((offered[one] for one in MENDS.get(code, ()) if one in offered), None),
        )
        for code in gaps_of(case)
    ]


def refusal_grounds() -> list[tuple[str, str]]:
    """Why a matter may be refused; that the reporter gave no name is no ground."""
    return [
        ("elsewhere", _("Another body is competent")),
        ("in_court", _("A court or a review decides on it")),
        ("answered", _("It was answered before, and nothing is new")),
        ("uncheckable", _("Nothing of it can be looked into")),
    ]
