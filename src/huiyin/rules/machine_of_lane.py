"""The table of the integrity lane: matters that accuse staff (domain rules §4, scenario 5).

Only the discipline role acts here; who brings a matter in (`seal`) has no further part in it. There
is no supervision order and no limit in hours: acceptance is told within 15 working days, what
belongs to a superior office is passed to it within five, a result is told within 15 working days
after the end.
"""

from enum import StrEnum

from huiyin.rules.guards import has_reason, needs
from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role
from huiyin.rules.states import Machine
from huiyin.rules.transitions import cancel, start, step, stop


class LaneState(StrEnum):
    """A matter of the lane from its sealing to the result told, or to where it belongs."""

    SEALED = "sealed"
    TAKEN_OVER = "taken_over"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    TOLD = "told"
    PASSED_UP = "passed_up"
    HANDED_BACK = "handed_back"


_L = LaneState
_AUDITOR = (Role.AUDITOR,)
LANE = Machine(
    "lane",
    _L.SEALED,
    (
        step("take_over", (_L.SEALED,), _L.TAKEN_OVER, _AUDITOR),
        step("accept", (_L.TAKEN_OVER,), _L.ACCEPTED, _AUDITOR,
             needs("text", Refusal.TEXT_MISSING), (*stop("acceptance"), *cancel("pass_up"))),
        step("pass_up", (_L.TAKEN_OVER, _L.ACCEPTED), _L.PASSED_UP, _AUDITOR,
             needs("destination", Refusal.DESTINATION_MISSING),
             (*stop("pass_up"), *cancel("acceptance"))),
        step("close", (_L.ACCEPTED,), _L.CLOSED, _AUDITOR,
             needs("verdict", Refusal.VERDICT_MISSING), start("result")),
        step("tell", (_L.CLOSED,), _L.TOLD, _AUDITOR,
             needs("text", Refusal.TEXT_MISSING), stop("result")),
        step("hand_back", (_L.SEALED, _L.TAKEN_OVER), _L.HANDED_BACK, _AUDITOR, has_reason,
             cancel("acceptance", "pass_up")),
    ),
)  # fmt: skip
