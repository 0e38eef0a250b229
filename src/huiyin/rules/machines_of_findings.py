"""The tables of what a case rests on: verification, decision, feedback, review (domain rules §5).

A verdict needs two persons and evidence; "cannot be verified yet" needs the next date. A decision
is approved by somebody else than its author. Feedback ends rated or silent. A review is answered
by another officer than the one who handled the matter.
"""

from enum import StrEnum

from huiyin.rules import guards
from huiyin.rules.guards import all_of, has_reason, needs
from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role
from huiyin.rules.states import Machine
from huiyin.rules.transitions import start, step, stop


class VerificationState(StrEnum):
    """Finding out what is true."""

    PLANNED = "planned"
    COLLECTING = "collecting"
    FIRST_HAND = "first_hand"
    CONCLUDED = "concluded"


class DecisionState(StrEnum):
    """What is to be done, with measures and their dates."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"
    NOTIFIED = "notified"
    DONE = "done"


class FeedbackState(StrEnum):
    """Telling the reporter, and what the reporter says of it."""

    DUE = "due"
    DELIVERED = "delivered"
    RATED = "rated"
    SILENT = "silent"


class ReviewState(StrEnum):
    """A second look by another officer."""

    ASKED = "asked"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    REFUSED = "refused"


_V = VerificationState
VERIFICATION = Machine(
    "verification",
    _V.PLANNED,
    (
        step("collect", (_V.PLANNED,), _V.COLLECTING, (Role.HANDLER, Role.DEPT_HEAD),
             all_of(needs("handler", Refusal.HANDLER_MISSING), guards.two_persons),
             start("first_hand")),
        step("report", (_V.COLLECTING,), _V.FIRST_HAND, (Role.HANDLER,),
             needs("result", Refusal.RESULT_MISSING), stop("first_hand")),
        step("conclude", (_V.COLLECTING, _V.FIRST_HAND), _V.CONCLUDED,
             (Role.DEPT_HEAD, Role.OFFICE), guards.may_conclude, stop("first_hand")),
        step("take_up", (_V.CONCLUDED,), _V.COLLECTING, (Role.OFFICE, Role.DEPT_HEAD), has_reason),
    ),
)  # fmt: skip

_D = DecisionState
DECISION = Machine(
    "decision",
    _D.PROPOSED,
    (
        step("approve", (_D.PROPOSED,), _D.APPROVED, (Role.GROUP, Role.DEPT_HEAD),
             all_of(needs("text", Refusal.TEXT_MISSING), guards.approver_is_another)),
        step("send_back", (_D.PROPOSED,), _D.RETURNED, (Role.GROUP, Role.DEPT_HEAD), has_reason),
        step("revise", (_D.RETURNED,), _D.PROPOSED, (Role.OFFICE, Role.HANDLER)),
        step("notify", (_D.APPROVED,), _D.NOTIFIED, (Role.SYSTEM, Role.OFFICE),
             needs("recipients", Refusal.RECIPIENT_MISSING), start("measure")),
        step("complete", (_D.NOTIFIED,), _D.DONE, (Role.OFFICE, Role.DEPT_HEAD),
             all_of(needs("result", Refusal.RESULT_MISSING), guards.measures_are_done),
             stop("measure")),
    ),
)  # fmt: skip

_F = FeedbackState
FEEDBACK = Machine(
    "feedback",
    _F.DUE,
    (
        step("deliver", (_F.DUE,), _F.DELIVERED, (Role.SYSTEM, Role.OFFICE, Role.CUSTODIAN),
             needs("feedback", Refusal.FEEDBACK_MISSING), start("rating")),
        step("rate", (_F.DELIVERED, _F.SILENT, _F.RATED), _F.RATED, (Role.SYSTEM,),
             guards.may_rate, stop("rating")),
        step("fall_silent", (_F.DELIVERED,), _F.SILENT, (Role.SYSTEM,), None, stop("rating")),
    ),
)  # fmt: skip

_R = ReviewState
REVIEW = Machine(
    "review",
    _R.ASKED,
    (
        step("assign", (_R.ASKED,), _R.ASSIGNED, (Role.OFFICE, Role.AUDITOR),
             guards.may_assign_review, start("review")),
        step("refuse", (_R.ASKED,), _R.REFUSED, (Role.OFFICE, Role.AUDITOR),
             all_of(has_reason, needs("destination", Refusal.DESTINATION_MISSING))),
        step("answer", (_R.ASSIGNED,), _R.ANSWERED, (Role.HANDLER, Role.OFFICE, Role.AUDITOR),
             all_of(needs("text", Refusal.TEXT_MISSING), guards.reviewer_is_another),
             stop("review")),
    ),
)  # fmt: skip
