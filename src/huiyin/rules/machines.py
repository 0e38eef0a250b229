"""The transition tables of the desk (domain rules §5): items, stories, cases, orders, answers.

What a case rests on - verification, decision, feedback, review - stands in `machines_of_findings`,
reporting up in `machines_of_reports`.

Events are what somebody does (`accept`); the audit event is its past tense (`case.accepted`).
Being overdue is a flag of a clock, never a state: a late step stays late whatever follows.
Clocks that steps act on: `acceptance` and `handling` of a case, `handling`, `sign` and `bounce`
of an order, `latency` of an item, `response` and `next_update` of a statement.
"""

from enum import StrEnum

from huiyin.rules import guards
from huiyin.rules.guards import all_of, has_reason, needs
from huiyin.rules.machine_of_lane import LANE
from huiyin.rules.machines_of_findings import DECISION, FEEDBACK, REVIEW, VERIFICATION
from huiyin.rules.machines_of_parts import PART
from huiyin.rules.machines_of_reports import REPORT_LEG, REPORT_UP
from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role
from huiyin.rules.states import Machine
from huiyin.rules.transitions import cancel, resume, start, step, stop


class ItemState(StrEnum):
    """An item captured or handed in: waits, belongs to a story or case, or is put aside."""

    NEW = "new"
    ATTACHED = "attached"
    DISMISSED = "dismissed"


class StoryState(StrEnum):
    """A story of items: watched, warned of, made a case of, or asleep."""

    WATCHING = "watching"
    WARNED = "warned"
    CASED = "cased"
    DORMANT = "dormant"


class CaseState(StrEnum):
    """A case file from registration to close, and what may end it before."""

    REGISTERED = "registered"
    ASSESSING = "assessing"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TRANSFERRED = "transferred"
    MERGED = "merged"
    ORDERED = "ordered"
    VERIFYING = "verifying"
    DECIDED = "decided"
    RESPONDING = "responding"
    RESPONDED = "responded"
    FED_BACK = "fed_back"
    CLOSED = "closed"
    ASSESSED = "assessed"
    ARCHIVED = "archived"
    REOPENED = "reopened"


class OrderState(StrEnum):
    """A supervision order on its way through the handling unit."""

    DRAFT = "draft"
    ISSUED = "issued"
    SIGNED = "signed"
    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    DONE = "done"
    SENT_BACK = "sent_back"
    BOUNCED = "bounced"
    WITHDRAWN = "withdrawn"


class StatementState(StrEnum):
    """A statement or answer: every published version stays public whatever follows."""

    DRAFTED = "drafted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class ExtensionState(StrEnum):
    """A request for more time and the way it takes."""

    DRAFTED = "drafted"
    ASKED = "asked"
    ENDORSED = "endorsed"
    GROUP_TOLD = "group_told"
    GRANTED = "granted"
    REFUSED = "refused"


_DESK = (Role.SYSTEM, Role.DUTY, Role.OFFICE)
_OFFICE = (Role.OFFICE,)

_I = ItemState
ITEM = Machine(
    "item",
    _I.NEW,
    (
        step(
            "attach",
            (_I.NEW,),
            _I.ATTACHED,
            _DESK,
            needs("story", Refusal.STORY_MISSING),
            stop("latency"),
        ),
        step(
            "dismiss",
            (_I.NEW,),
            _I.DISMISSED,
            (Role.DUTY, Role.OFFICE),
            has_reason,
            stop("latency"),
        ),
        step(
            "undo",
            (_I.ATTACHED, _I.DISMISSED),
            _I.NEW,
            (Role.DUTY, Role.OFFICE),
            None,
            resume("latency"),
        ),
    ),
)

_S = StoryState
STORY = Machine(
    "story",
    _S.WATCHING,
    (
        step(
            "warn",
            (_S.WATCHING,),
            _S.WARNED,
            _DESK,
            needs("recipients", Refusal.RECIPIENT_MISSING),
            start("sign"),
        ),
        step("open_case", (_S.WATCHING, _S.WARNED, _S.DORMANT), _S.CASED, (Role.DUTY, Role.OFFICE)),
        step("rest", (_S.WATCHING, _S.WARNED), _S.DORMANT, _DESK),
        step("wake", (_S.DORMANT,), _S.WATCHING, _DESK),
    ),
)

_C = CaseState
_NEW = (_C.REGISTERED, _C.ASSESSING)
_RUNNING = (_C.ACCEPTED, _C.REOPENED, _C.ORDERED, _C.VERIFYING, _C.DECIDED, _C.RESPONDING)
_ELSEWHERE = all_of(has_reason, needs("destination", Refusal.DESTINATION_MISSING))
CASE = Machine(
    "case",
    _C.REGISTERED,
    (
        step("assess", (_C.REGISTERED,), _C.ASSESSING, (Role.DUTY, Role.OFFICE)),
        step("accept", _NEW, _C.ACCEPTED, _OFFICE, None, stop("acceptance")),
        step("refuse", _NEW, _C.REFUSED, _OFFICE, all_of(_ELSEWHERE, guards.may_refuse),
             stop("acceptance")),
        step("transfer", (*_NEW, _C.ACCEPTED), _C.TRANSFERRED, _OFFICE,
             all_of(_ELSEWHERE, needs("letter", Refusal.LETTER_MISSING)),
             (*stop("acceptance"), *cancel("handling"))),
        step("merge", (*_NEW, *_RUNNING), _C.MERGED, _OFFICE, guards.may_merge,
             cancel("acceptance", "handling")),
        step("undo_merge", (_C.MERGED,), _C.REGISTERED, _OFFICE, has_reason, resume("handling")),
        step("order", (_C.ACCEPTED, _C.REOPENED), _C.ORDERED, (Role.SYSTEM, Role.OFFICE)),
        step("verify", (_C.ACCEPTED, _C.REOPENED, _C.ORDERED), _C.VERIFYING,
             (Role.SYSTEM, Role.OFFICE, Role.HANDLER)),
        step("decide", (_C.ACCEPTED, _C.REOPENED, _C.ORDERED, _C.VERIFYING), _C.DECIDED,
             (Role.SYSTEM, Role.OFFICE, Role.GROUP),
             needs("decision", Refusal.DECISION_MISSING)),
        step("prepare", (_C.DECIDED,), _C.RESPONDING, (Role.SYSTEM, Role.OFFICE)),
        step("respond", _RUNNING, _C.RESPONDED, (Role.SYSTEM, Role.OFFICE),
             all_of(needs("handler", Refusal.HANDLER_MISSING),
                    needs("reply", Refusal.REPLY_MISSING))),
        step("feed_back", (_C.RESPONDED,), _C.FED_BACK,
             (Role.SYSTEM, Role.OFFICE, Role.CUSTODIAN),
             needs("feedback", Refusal.FEEDBACK_MISSING)),
        step("close", (_C.FED_BACK,), _C.CLOSED, _OFFICE, guards.may_close, stop("handling")),
        step("appraise", (_C.CLOSED,), _C.ASSESSED, (Role.OFFICE, Role.AUDITOR),
             needs("grounds", Refusal.GROUND_MISSING)),
        step("archive", (_C.ASSESSED,), _C.ARCHIVED, _OFFICE),
        step("reopen", (_C.CLOSED, _C.ASSESSED), _C.REOPENED,
             (Role.SYSTEM, Role.OFFICE, Role.AUDITOR), guards.may_reopen, start("handling")),
    ),
)  # fmt: skip

_O = OrderState
_OPEN_ORDER = (_O.ISSUED, _O.SIGNED, _O.ASSIGNED, _O.SENT_BACK, _O.BOUNCED, _O.SUBMITTED,
               _O.REVIEWED)  # fmt: skip
ORDER = Machine(
    "order",
    _O.DRAFT,
    (
        step("issue", (_O.DRAFT,), _O.ISSUED, (Role.OFFICE, Role.APPROVER, Role.GROUP),
              needs("unit", Refusal.UNIT_MISSING), start("handling", "sign", "bounce")),
        step("sign", (_O.ISSUED,), _O.SIGNED, (Role.DEPT_HEAD, Role.HANDLER), None, stop("sign")),
        step("assign", (_O.SIGNED,), _O.ASSIGNED, (Role.DEPT_HEAD, Role.OFFICE),
              needs("handler", Refusal.HANDLER_MISSING), stop("bounce")),
        step("bounce", (_O.ISSUED, _O.SIGNED), _O.BOUNCED, (Role.DEPT_HEAD, Role.HANDLER),
              guards.may_bounce, stop("sign", "bounce")),
        step("reissue", (_O.BOUNCED,), _O.ISSUED, _OFFICE,
              all_of(needs("unit", Refusal.UNIT_MISSING), guards.head_has_ruled),
              start("sign")),
        step("uphold", (_O.BOUNCED,), _O.ISSUED, _OFFICE,
              all_of(has_reason, guards.head_has_ruled), start("sign")),
        step("submit", (_O.ASSIGNED, _O.SENT_BACK), _O.SUBMITTED, (Role.HANDLER,),
              needs("result", Refusal.RESULT_MISSING), stop("handling")),
        step("review", (_O.SUBMITTED,), _O.REVIEWED, (Role.DEPT_HEAD, Role.OFFICE),
              guards.reviewer_is_another),
        step("complete", (_O.REVIEWED,), _O.DONE, _OFFICE, guards.reviewer_is_another),
        step("send_back", (_O.SUBMITTED, _O.REVIEWED), _O.SENT_BACK,
              (Role.DEPT_HEAD, Role.OFFICE), has_reason, resume("handling")),
        step("withdraw", (_O.DRAFT, *_OPEN_ORDER), _O.WITHDRAWN, _OFFICE, has_reason,
              cancel("handling", "sign", "bounce")),
    ),
)  # fmt: skip

_T = StatementState
STATEMENT = Machine(
    "statement",
    _T.DRAFTED,
    (
        step("approve", (_T.DRAFTED,), _T.APPROVED, (Role.APPROVER,),
              all_of(needs("text", Refusal.TEXT_MISSING), guards.approver_is_another)),
        step("send_back", (_T.DRAFTED, _T.APPROVED), _T.RETURNED, (Role.APPROVER,), has_reason),
        step("revise", (_T.RETURNED, _T.APPROVED), _T.DRAFTED,
              (Role.DUTY, Role.OFFICE, Role.HANDLER)),
        step("publish", (_T.APPROVED,), _T.PUBLISHED, (Role.SYSTEM, Role.APPROVER),
              all_of(needs("signature", Refusal.SIGNATURE_MISSING), guards.text_is_approved_one),
              (*stop("response"), *start("next_update"))),
        step("correct", (_T.PUBLISHED,), _T.CORRECTED, (Role.APPROVER,),
              all_of(has_reason, needs("successor", Refusal.SUCCESSOR_MISSING)),
              stop("next_update")),
        step("supersede", (_T.PUBLISHED,), _T.SUPERSEDED, (Role.SYSTEM, Role.APPROVER),
              needs("successor", Refusal.SUCCESSOR_MISSING), stop("next_update")),
        step("withdraw", (_T.PUBLISHED,), _T.WITHDRAWN, (Role.APPROVER,),
              all_of(has_reason, needs("notice", Refusal.NOTICE_MISSING)), stop("next_update")),
    ),
)  # fmt: skip

_E = ExtensionState
EXTENSION = Machine(
    "extension",
    _E.DRAFTED,
    (
        step("ask", (_E.DRAFTED,), _E.ASKED, (Role.HANDLER,),
              all_of(has_reason, guards.may_ask_extension)),
        step("endorse", (_E.ASKED,), _E.ENDORSED, (Role.DEPT_HEAD,)),
        step("tell_group", (_E.ENDORSED,), _E.GROUP_TOLD, (Role.SYSTEM, Role.OFFICE)),
        step("grant", (_E.GROUP_TOLD,), _E.GRANTED, _OFFICE, guards.issuer_is_not_sole_judge),
        step("refuse", (_E.ASKED, _E.ENDORSED, _E.GROUP_TOLD), _E.REFUSED, _OFFICE,
              all_of(has_reason, guards.issuer_refuses_not_alone)),
    ),
)  # fmt: skip

MACHINES = (
    ITEM, STORY, CASE, ORDER, STATEMENT, EXTENSION, VERIFICATION, DECISION, FEEDBACK, REVIEW,
    PART, LANE, REPORT_UP, REPORT_LEG,
)  # fmt: skip
