"""What a reporter may still do after the answer: rate it, ask for a review; what it promised."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from huiyin.apps.intake.submissions import MailboxView, Message, OpenMailbox, served_office
from huiyin.apps.responses.public import Promised, promised_by
from huiyin.apps.responses.rating import Opinion, has_rated, rate


@dataclass(frozen=True, slots=True)
class After:
    """`rate_until` and `review_until` are given while there is still time; empty otherwise."""

    rate_until: datetime | None
    rated: bool
    review_until: datetime | None
    review_asked: bool
    promises: tuple[Promised, ...]


def after_answer(box: MailboxView, opened: OpenMailbox, now: datetime) -> After:
    """What holds for this mailbox now."""
    told, closed = _last(box, "feedback_given"), _last(box, "matter_closed")
    asked = _last(box, "review_asked")
    again = closed is not None and asked is not None and asked.at > closed.at
    is_closed = closed is not None and box.status == "closed"
    return After(
        rate_until=_until(told, now) if opened.key else None,
        rated=bool(told and opened.key and has_rated(opened.key, int(told.params["feedback"]))),
        review_until=_until(closed, now) if is_closed and not again else None,
        review_asked=again,
        promises=_promises(box, now),
    )


def cast(box: MailboxView, opened: OpenMailbox, given: QueryDict, now: datetime) -> bool:
    """Rate the answer; False where an answer is missing or the time is over."""
    told = _last(box, "feedback_given")
    if told is None or opened.key is None or _until(told, now) is None:
        return False
    opinion = Opinion(*(given.get(name, "") for name in ("answered", "solved", "satisfied")))
    on = timezone.localtime(now).date()
    return rate(opened.key, int(told.params["feedback"]), opinion, on)


def _last(box: MailboxView, code: str) -> Message | None:
    return next((one for one in reversed(box.messages) if one.code == code), None)


def _until(notice: Message | None, now: datetime) -> datetime | None:
    until = parse_datetime(notice.params.get("until", "")) if notice else None
    return until if until is not None and now <= until else None


def _promises(box: MailboxView, now: datetime) -> tuple[Promised, ...]:
    numbers = dict.fromkeys(
        one.params.get("number", "") for one in box.messages if one.code == "answer_published"
    )
    office = served_office() if numbers else None
    if office is None:
        return ()
    return tuple(one for number in numbers for one in promised_by(office.id, number, now))
