"""The tables of reporting up (domain rules §5): a chain, and one report on its way to one body.

A report is open until somebody sent it: that stops the clock of its hop. The acknowledgement is
watched apart; with it the next body's hop begins. A body that cannot be reached may be passed
over, with a reason. A chain that reached its top is complete; a supplement, a follow-up or a
higher grade sets it running again, a final report ends it once it has arrived too.
"""

from enum import StrEnum

from huiyin.rules import guards_of_reports as guards
from huiyin.rules.guards import all_of, has_reason, needs
from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role
from huiyin.rules.states import Machine
from huiyin.rules.transitions import cancel, start, step, stop


class ChainState(StrEnum):
    """A chain from its first report to the arrival of its final one."""

    RUNNING = "running"
    COMPLETE = "complete"
    CLOSING = "closing"
    ENDED = "ended"


class LegState(StrEnum):
    """One report on its way to one body."""

    OPEN = "open"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    PASSED_OVER = "passed_over"


_DESK = (Role.DUTY, Role.OFFICE)
_C = ChainState
_ANY = (_C.RUNNING, _C.COMPLETE, _C.CLOSING, _C.ENDED)
_NEWS = all_of(needs("text", Refusal.TEXT_MISSING), needs("recipients", Refusal.SUPERIOR_MISSING))
REPORT_UP = Machine(
    "report_up",
    _C.RUNNING,
    (
        step("complete", (_C.RUNNING,), _C.COMPLETE, (Role.SYSTEM,), None, stop("whole")),
        step("supplement", _ANY, _C.RUNNING, _DESK, _NEWS, start("hop")),
        step("raise_grade", _ANY, _C.RUNNING, _DESK,
             all_of(guards.grade_is_higher, _NEWS), start("hop")),
        step("follow_up", (_C.RUNNING, _C.COMPLETE), _C.RUNNING, _DESK, _NEWS,
             (*stop("follow_up"), *start("hop"))),
        step("finish", (_C.COMPLETE,), _C.CLOSING, _DESK, _NEWS,
             (*stop("follow_up"), *start("hop"))),
        step("end", (_C.CLOSING,), _C.ENDED, (Role.SYSTEM,)),
    ),
)  # fmt: skip

_L = LegState
REPORT_LEG = Machine(
    "report_leg",
    _L.OPEN,
    (
        step("call", (_L.OPEN,), _L.OPEN, _DESK, needs("text", Refusal.TEXT_MISSING)),
        step("call_again", (_L.SENT,), _L.SENT, _DESK, needs("text", Refusal.TEXT_MISSING)),
        step("send", (_L.OPEN,), _L.SENT, _DESK, guards.may_send_report,
             (*stop("hop"), *start("acknowledgement"))),
        step("acknowledge", (_L.SENT,), _L.ACKNOWLEDGED, (Role.SYSTEM, *_DESK),
             guards.may_acknowledge, stop("acknowledgement")),
        step("pass_over", (_L.OPEN, _L.SENT), _L.PASSED_OVER, _DESK, has_reason,
             cancel("acknowledgement")),
    ),
)  # fmt: skip
