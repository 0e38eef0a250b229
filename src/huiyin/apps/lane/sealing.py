"""Bringing a matter into the lane: by its reporter's choice, its words, or somebody at the desk.

Whoever seals it passes it on and has no further part in it: from that instant the database keeps
it from them. Its time limits run from when it was received. No supervision order and no limit in
hours begins; what ran on a case that is sealed ends there.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.recusing import bar, barred_by
from huiyin.apps.cases.actions.steps import lock_case, may_act_in
from huiyin.apps.intake.actions.items import lock_item
from huiyin.apps.intake.models import Submission
from huiyin.apps.lane import promises
from huiyin.apps.lane.ids import keep_apart, new_id
from huiyin.apps.lane.models import Matter, Step
from huiyin.apps.org.models import Office, Person, Role
from huiyin.apps.org.numbers import next_number
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.actions.placing import take_out
from huiyin.rules.refusals import Refusal
from huiyin.rules.text.integrity import Accusation, Ground


def seal_submission(submission: Submission, why: Accusation, now: datetime) -> Matter:
    """What arrived just now accuses staff: it never becomes an item. The caller has locked it and
    holds a transaction."""
    matter = _matter(
        submission.office, received_at=submission.received_at, grounds=why, by=None, now=now,
        submission=submission,
    )  # fmt: skip
    keep_apart(matter.circle, submission=submission.pk)
    _keep_out(matter, why.named, by=None, now=now)
    return matter


@transaction.atomic
def seal_item(
    item_id: int,
    *,
    actor: Person,
    now: datetime,
    reason: str = "",
    accused: Sequence[int] = (),
    grounds: Accusation | None = None,
) -> str:
    """Seal an item and pass it on; gives the matter's number, which is all that its sender keeps.

    `grounds` are those of its words, where they and not the sender say so.

    Raises StepRefused for who may not, or where a case answers to the item: the case is sealed.
    """
    _refuse_stranger(actor)
    item = lock_item(item_id, actor.office_id)
    if item.apart < 0 or type(item).objects.filter(pk=item.pk, case_link__isnull=False).exists():
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    take_out(item)
    matter = _matter(
        item.office, received_at=item.captured_at, grounds=grounds or _passed(accused), by=actor,
        now=now, item_id=item.pk, submission_id=item.submission_id,
    )  # fmt: skip
    _first_word(matter, reason, actor, now)
    _keep_out(matter, accused, by=actor, now=now)
    keep_apart(matter.circle, item=item.pk, submission=item.submission_id)
    return matter.number


@transaction.atomic
def seal_case(
    case_id: int, *, actor: Person, now: datetime, reason: str, accused: Sequence[int] = ()
) -> str:
    """Seal a case with all that hangs on it and pass it on; its clocks end without being late."""
    _refuse_stranger(actor)
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    if case.closed_at is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    clocks.cancel(case, now)
    for link in case.attachments.select_related("item"):
        take_out(link.item)
    case.closed_at = now
    case.save(update_fields=["closed_at"])
    matter = _matter(
        case.office, received_at=case.opened_at, grounds=_passed(accused), by=actor, now=now,
        case_id=case.pk,
    )  # fmt: skip
    _first_word(matter, reason, actor, now)
    _keep_out(matter, accused, by=actor, now=now)
    keep_apart(matter.circle, case=case.pk)
    return matter.number


def may_pass(person: Person) -> bool:
    """Whether this person may seal a matter and pass it on."""
    return person.is_active and holds(person, Role.DUTY, Role.OFFICE, Role.CUSTODIAN)


def _refuse_stranger(actor: Person) -> None:
    if not may_pass(actor):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)


def _passed(accused: Sequence[int]) -> Accusation:
    return Accusation((Ground.PASSED,), (), tuple(accused))


def _matter(
    office: Office,
    *,
    received_at: datetime,
    grounds: Accusation,
    by: Person | None,
    now: datetime,
    submission: Submission | None = None,
    **belongs: object,
) -> Matter:
    if submission is not None:
        belongs["submission"] = submission
    matter = Matter.objects.create(
        id=new_id(), office=office, number=next_number(office, "lane", now),
        grounds=[*map(str, grounds.grounds), *grounds.words], received_at=received_at,
        sealed_by=by, sealed_at=now, **belongs,
    )  # fmt: skip
    promises.start(matter, "acceptance", since=received_at, now=now)
    record(
        "lane.sealed", subject=f"lane:{matter.pk}", at=now, office=office, actor=by,
        role="" if by is None else Role.DUTY if holds(by, Role.DUTY) else Role.OFFICE,
        body={"number": matter.number},
    )  # fmt: skip
    return matter


def _first_word(matter: Matter, reason: str, actor: Person, now: datetime) -> None:
    if reason.strip():
        Step.objects.create(
            id=new_id(), matter=matter, kind="sealed", by=actor, at=now, text=reason.strip()
        )


def _keep_out(matter: Matter, accused: Sequence[int], *, by: Person | None, now: datetime) -> None:
    people = Person.objects.filter(pk__in=list(accused), office=matter.office)
    barred = barred_by(
        people.select_related("unit__office", "unit__parent"), None, matter.office_id
    )
    if barred:
        bar(matter.circle, barred, by=by, now=now)
