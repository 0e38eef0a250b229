"""What a desk promises with a clock: its usual limit, and what keeps it.

Several may run on one matter; the earliest binds and none replaces another (domain rules §2, §7).
A promise is kept by a step (`published`, `signed`, …) or by somebody who says it was done
(`by_hand`): a press conference that was held, a report that went up.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kept(StrEnum):
    """What keeps a promise."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    GIVEN = "given"
    PUBLISHED = "published"
    BY_HAND = "by_hand"
    FED_BACK = "fed_back"
    CLOSED = "closed"
    ITS_OWN = "its_own"  # by a step of the measure, review, … it belongs to; outlives the case


@dataclass(frozen=True, slots=True)
class Promise:
    """`limit` is the usual rule, empty where it comes with the order, a date or a preset."""

    purpose: str
    limit: str
    kept: Kept
    may_be_started: bool = True  # by a person, on a case


PROMISES = {
    promise.purpose: promise
    for promise in (
        Promise("order", "", Kept.SUBMITTED, may_be_started=False),
        Promise("sign", "H2", Kept.SIGNED, may_be_started=False),
        Promise("opinion", "H24", Kept.GIVEN, may_be_started=False),  # of a co-handler
        Promise("handling", "", Kept.CLOSED, may_be_started=False),  # again, after reopening
        Promise("merged", "", Kept.PUBLISHED, may_be_started=False),
        Promise("first_information", "H5", Kept.PUBLISHED),
        Promise("press_conference", "H24", Kept.BY_HAND),
        Promise("response", "H48", Kept.PUBLISHED),
        Promise("report", "H1", Kept.BY_HAND),
        Promise("report_up", "H2", Kept.BY_HAND),
        Promise("first_hand", "H4", Kept.BY_HAND),
        Promise("next_update", "H24", Kept.PUBLISHED),
        Promise("acceptance", "", Kept.ACCEPTED, may_be_started=False),
        Promise("result", "", Kept.FED_BACK, may_be_started=False),
        *(
            Promise(purpose, "", Kept.BY_HAND)
            for purpose in (
                *("follow_up_report", "supplement", "inquiry", "inquiry_reply"),
                *("pass_on", "review_answer"),
            )
        ),
        Promise("verify_again", "", Kept.ITS_OWN, may_be_started=False),
        Promise("measure", "", Kept.ITS_OWN, may_be_started=False),
        Promise("follow_up", "", Kept.ITS_OWN, may_be_started=False),
    )
}


def kept_by(step: Kept) -> tuple[str, ...]:
    """The purposes that `step` keeps."""
    return tuple(name for name, promise in PROMISES.items() if promise.kept is step)


class Standing(StrEnum):
    """How a dated promise stands; what was kept late stays late."""

    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    KEPT = "kept"
    KEPT_LATE = "kept_late"


def standing(due_at: datetime, done_at: datetime | None, now: datetime) -> Standing:
    """Kept at or before the due instant is in time (all instants aware)."""
    if done_at is not None:
        return Standing.KEPT if done_at <= due_at else Standing.KEPT_LATE
    return Standing.NOT_DUE if now <= due_at else Standing.OVERDUE
