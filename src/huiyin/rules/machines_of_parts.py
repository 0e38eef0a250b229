"""The table of a co-handler's part of a joint order (协办).

The unit gives its opinion within its own inner limit; it clears the one public answer, or objects
with a reason. An objection goes to the office, which settles it - never to the public as a second
answer. A late opinion is late for the unit that gave it and for nobody else.
"""

from enum import StrEnum

from huiyin.rules.guards import has_reason, needs
from huiyin.rules.refusals import Refusal
from huiyin.rules.roles import Role
from huiyin.rules.states import Machine
from huiyin.rules.transitions import cancel, step, stop


class PartState(StrEnum):
    """What became of a co-handler's part."""

    ASKED = "asked"
    GIVEN = "given"
    CLEARED = "cleared"
    OBJECTED = "objected"
    SETTLED = "settled"


_P = PartState
_UNIT = (Role.HANDLER, Role.DEPT_HEAD)
PART = Machine(
    "part",
    _P.ASKED,
    (
        step("give", (_P.ASKED,), _P.GIVEN, _UNIT, needs("text", Refusal.TEXT_MISSING),
             stop("opinion")),
        step("clear", (_P.GIVEN, _P.CLEARED, _P.OBJECTED), _P.CLEARED, _UNIT,
             needs("text_hash", Refusal.REPLY_MISSING)),
        step("object", (_P.GIVEN, _P.CLEARED, _P.OBJECTED), _P.OBJECTED, _UNIT, has_reason),
        step("settle", (_P.ASKED, _P.GIVEN, _P.OBJECTED), _P.SETTLED, (Role.OFFICE,), has_reason,
             cancel("opinion")),
    ),
)  # fmt: skip
