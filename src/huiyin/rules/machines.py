"""The transition tables of the desk (domain rules §5): items, stories, cases, orders, answers.

Events are what somebody does (`accept`); the audit event is its past tense (`case.accepted`).
Being overdue is a flag of a clock, never a state: a late step stays late whatever follows.
Clocks that steps act on: `acceptance` and `handling` of a case, `handling`, `sign` and `bounce`
of an order, `latency` of an item, `response` and `next_update` of a statement.
"""

from enum import StrEnum

from huiyin.rules import guards
from huiyin.rules.guards import all_of, has_reason, needs
from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role
from huiyin.rules.states import Effect, Guard, Machine, Timer, Transition


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
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TRANSFERRED = "transferred"
    MERGED = "merged"
    ORDERED = "ordered"
    VERIFYING = "verifying"
    RESPONDED = "responded"
    FED_BACK = "fed_back"
    CLOSED = "closed"
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


def _step(
    event: str,
    sources: tuple[str, ...],
    target: str,
    roles: tuple[Role, ...],
    guard: Guard | None = None,
    timer: tuple[Timer, ...] = (),
) -> Transition:
    return Transition(event, frozenset(sources), target, frozenset(roles), guard, timer)


def _start(*clocks: str) -> tuple[Timer, ...]:
    return tuple(Timer(Effect.START, clock) for clock in clocks)


def _stop(*clocks: str) -> tuple[Timer, ...]:
    return tuple(Timer(Effect.STOP, clock) for clock in clocks)


def _resume(*clocks: str) -> tuple[Timer, ...]:
    return tuple(Timer(Effect.RESUME, clock) for clock in clocks)


def _cancel(*clocks: str) -> tuple[Timer, ...]:
    return tuple(Timer(Effect.CANCEL, clock) for clock in clocks)


_DESK = (Role.SYSTEM, Role.DUTY, Role.OFFICE)
_OFFICE = (Role.OFFICE,)

_I = ItemState
ITEM = Machine(
    "item",
    _I.NEW,
    (
        _step(
            "attach",
            (_I.NEW,),
            _I.ATTACHED,
            _DESK,
            needs("story", Refusal.STORY_MISSING),
            _stop("latency"),
        ),
        _step(
            "dismiss",
            (_I.NEW,),
            _I.DISMISSED,
            (Role.DUTY, Role.OFFICE),
            has_reason,
            _stop("latency"),
        ),
        _step(
            "undo",
            (_I.ATTACHED, _I.DISMISSED),
            _I.NEW,
            (Role.DUTY, Role.OFFICE),
            None,
            _resume("latency"),
        ),
    ),
)

_S = StoryState
STORY = Machine(
    "story",
    _S.WATCHING,
    (
        _step(
            "warn",
            (_S.WATCHING,),
            _S.WARNED,
            _DESK,
            needs("recipients", Refusal.RECIPIENT_MISSING),
            _start("sign"),
        ),
        _step(
            "open_case", (_S.WATCHING, _S.WARNED, _S.DORMANT), _S.CASED, (Role.DUTY, Role.OFFICE)
        ),
        _step("rest", (_S.WATCHING, _S.WARNED), _S.DORMANT, _DESK),
        _step("wake", (_S.DORMANT,), _S.WATCHING, _DESK),
    ),
)

_C = CaseState
_RUNNING = (_C.ACCEPTED, _C.REOPENED, _C.ORDERED, _C.VERIFYING)
CASE = Machine(
    "case",
    _C.REGISTERED,
    (
        _step("accept", (_C.REGISTERED,), _C.ACCEPTED, _OFFICE, None, _stop("acceptance")),
        _step("refuse", (_C.REGISTERED,), _C.REFUSED, _OFFICE,
              all_of(has_reason, needs("destination", Refusal.DESTINATION_MISSING)),
              _stop("acceptance")),
        _step("transfer", (_C.REGISTERED,), _C.TRANSFERRED, _OFFICE,
              all_of(has_reason, needs("destination", Refusal.DESTINATION_MISSING)),
              _stop("acceptance")),
        _step("merge", (_C.REGISTERED, _C.ACCEPTED), _C.MERGED, _OFFICE, guards.may_merge,
              _cancel("acceptance", "handling")),
        _step("order", (_C.ACCEPTED, _C.REOPENED), _C.ORDERED, (Role.SYSTEM, Role.OFFICE)),
        _step("verify", (_C.ACCEPTED, _C.REOPENED, _C.ORDERED), _C.VERIFYING,
              (Role.SYSTEM, Role.OFFICE, Role.HANDLER)),
        _step("respond", _RUNNING, _C.RESPONDED, (Role.SYSTEM, Role.OFFICE),
              all_of(needs("handler", Refusal.HANDLER_MISSING),
                     needs("reply", Refusal.REPLY_MISSING))),
        _step("feed_back", (_C.RESPONDED,), _C.FED_BACK,
              (Role.SYSTEM, Role.OFFICE, Role.CUSTODIAN),
              needs("feedback", Refusal.FEEDBACK_MISSING)),
        _step("close", (_C.FED_BACK,), _C.CLOSED, _OFFICE, guards.may_close, _stop("handling")),
        _step("reopen", (_C.CLOSED,), _C.REOPENED, (Role.SYSTEM, Role.OFFICE, Role.AUDITOR),
              guards.may_reopen, _start("handling")),
    ),
)  # fmt: skip

_O = OrderState
_OPEN_ORDER = (_O.ISSUED, _O.SIGNED, _O.ASSIGNED, _O.SENT_BACK, _O.BOUNCED, _O.SUBMITTED,
               _O.REVIEWED)  # fmt: skip
ORDER = Machine(
    "order",
    _O.DRAFT,
    (
        _step("issue", (_O.DRAFT,), _O.ISSUED, (Role.OFFICE, Role.APPROVER, Role.GROUP),
              needs("unit", Refusal.UNIT_MISSING), _start("handling", "sign", "bounce")),
        _step("sign", (_O.ISSUED,), _O.SIGNED, (Role.DEPT_HEAD, Role.HANDLER), None, _stop("sign")),
        _step("assign", (_O.SIGNED,), _O.ASSIGNED, (Role.DEPT_HEAD, Role.OFFICE),
              needs("handler", Refusal.HANDLER_MISSING), _stop("bounce")),
        _step("bounce", (_O.ISSUED, _O.SIGNED), _O.BOUNCED, (Role.DEPT_HEAD, Role.HANDLER),
              guards.may_bounce, _stop("sign", "bounce")),
        _step("reissue", (_O.BOUNCED,), _O.ISSUED, _OFFICE,
              all_of(needs("unit", Refusal.UNIT_MISSING), guards.head_has_ruled),
              _start("sign")),
        _step("uphold", (_O.BOUNCED,), _O.ISSUED, _OFFICE,
              all_of(has_reason, guards.head_has_ruled), _start("sign")),
        _step("submit", (_O.ASSIGNED, _O.SENT_BACK), _O.SUBMITTED, (Role.HANDLER,),
              needs("result", Refusal.RESULT_MISSING), _stop("handling")),
        _step("review", (_O.SUBMITTED,), _O.REVIEWED, (Role.DEPT_HEAD, Role.OFFICE),
              guards.reviewer_is_another),
        _step("complete", (_O.REVIEWED,), _O.DONE, _OFFICE),
        _step("send_back", (_O.SUBMITTED, _O.REVIEWED), _O.SENT_BACK,
              (Role.DEPT_HEAD, Role.OFFICE), has_reason, _resume("handling")),
        _step("withdraw", (_O.DRAFT, *_OPEN_ORDER), _O.WITHDRAWN, _OFFICE, has_reason,
              _cancel("handling", "sign", "bounce")),
    ),
)  # fmt: skip

_T = StatementState
STATEMENT = Machine(
    "statement",
    _T.DRAFTED,
    (
        _step("approve", (_T.DRAFTED,), _T.APPROVED, (Role.APPROVER,),
              all_of(needs("text", Refusal.TEXT_MISSING), guards.approver_is_another)),
        _step("send_back", (_T.DRAFTED, _T.APPROVED), _T.RETURNED, (Role.APPROVER,), has_reason),
        _step("revise", (_T.RETURNED, _T.APPROVED), _T.DRAFTED,
              (Role.DUTY, Role.OFFICE, Role.HANDLER)),
        _step("publish", (_T.APPROVED,), _T.PUBLISHED, (Role.SYSTEM, Role.APPROVER),
              all_of(needs("signature", Refusal.SIGNATURE_MISSING), guards.text_is_approved_one),
              (*_stop("response"), *_start("next_update"))),
        _step("correct", (_T.PUBLISHED,), _T.CORRECTED, (Role.APPROVER,),
              all_of(has_reason, needs("successor", Refusal.SUCCESSOR_MISSING)),
              _stop("next_update")),
        _step("supersede", (_T.PUBLISHED,), _T.SUPERSEDED, (Role.SYSTEM, Role.APPROVER),
              needs("successor", Refusal.SUCCESSOR_MISSING), _stop("next_update")),
        _step("withdraw", (_T.PUBLISHED,), _T.WITHDRAWN, (Role.APPROVER,),
              all_of(has_reason, needs("notice", Refusal.NOTICE_MISSING)), _stop("next_update")),
    ),
)  # fmt: skip

_E = ExtensionState
EXTENSION = Machine(
    "extension",
    _E.DRAFTED,
    (
        _step("ask", (_E.DRAFTED,), _E.ASKED, (Role.HANDLER,),
              all_of(has_reason, guards.may_ask_extension)),
        _step("endorse", (_E.ASKED,), _E.ENDORSED, (Role.DEPT_HEAD,)),
        _step("tell_group", (_E.ENDORSED,), _E.GROUP_TOLD, (Role.SYSTEM, Role.OFFICE)),
        _step("grant", (_E.GROUP_TOLD,), _E.GRANTED, _OFFICE, guards.issuer_is_not_sole_judge),
        _step("refuse", (_E.ASKED, _E.ENDORSED, _E.GROUP_TOLD), _E.REFUSED, _OFFICE, has_reason),
    ),
)  # fmt: skip

MACHINES = (ITEM, STORY, CASE, ORDER, STATEMENT, EXTENSION)
