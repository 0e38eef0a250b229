"""What the discipline role does in the lane: each function is one business event.

What is said stands in the matter's own steps, inside the compartment. The audit chain outside holds
who did what when, and the hash of what was said; so the proof is public and the words are not.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.recusing import Barred, bar, barred_by
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.intake import mailboxes
from huiyin.apps.intake.models import Mailbox, Submission
from huiyin.apps.lane import promises
from huiyin.apps.lane.ids import keep_apart, new_id
from huiyin.apps.lane.models import Matter, Promise, Step
from huiyin.apps.org.models import Person, Recusal, Role, Unit
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused, decide
from huiyin.rules.machine_of_lane import LANE
from huiyin.rules.refusals import Refusal
from huiyin.rules.states import Effect, Moved

PAST = {
    "take_over": "taken_over", "accept": "accepted", "pass_up": "passed_up", "close": "closed",
    "tell": "told", "hand_back": "handed_back",
}  # fmt: skip
ENDED = ("told", "passed_up", "handed_back")


@transaction.atomic
def take_over(pk: int, *, actor: Person, now: datetime) -> Matter:
    """The actor has the matter from here on."""
    matter = _locked(pk, actor)
    matter.taken_by = actor
    _step(matter, "take_over", actor=actor, now=now)
    return matter


@transaction.atomic
def accept(pk: int, *, text: str, actor: Person, now: datetime) -> Matter:
    """Tell the reporter that the matter is accepted; without a mailbox, `text` says how."""
    matter = _locked(pk, actor)
    _step(matter, "accept", actor=actor, now=now, text=text, facts={"text": text})
    _tell(matter, text, "accepted", now)
    return matter


@transaction.atomic
def belongs_above(pk: int, *, reason: str, actor: Person, now: datetime) -> Promise:
    """It accuses somebody whom a superior office manages: five working days to pass it on."""
    matter = _locked(pk, actor)
    if matter.state in ENDED:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    known = matter.promises.filter(purpose="pass_up").first()
    if known is not None:
        return known
    promise = promises.start(matter, "pass_up", since=matter.received_at, now=now)
    _write(matter, "pass_up_due", text=reason, actor=actor, now=now)
    return promise


@transaction.atomic
def pass_up(pk: int, *, destination: str, actor: Person, now: datetime) -> Matter:
    """The matter itself goes to the superior office: no copy is made, none can be taken here."""
    matter = _locked(pk, actor)
    matter.passed_to = destination.strip()[:160]
    _step(
        matter, "pass_up", actor=actor, now=now, text=destination,
        facts={"destination": destination},
    )  # fmt: skip
    mailboxes.set_status(_boxes(matter), "refused", now)
    return matter


@transaction.atomic
def close(pk: int, *, verdict: str, finding: str, actor: Person, now: datetime) -> Matter:
    """Handled to the end, with what was found; the result is to be told."""
    matter = _locked(pk, actor)
    if not finding.strip():
        raise StepRefused(Refusal.RESULT_MISSING)
    matter.verdict = verdict if verdict in Matter.Verdict.values else ""
    matter.finding, matter.closed_at = finding.strip(), now
    _step(matter, "close", actor=actor, now=now, text=finding, facts={"verdict": matter.verdict})
    return matter


@transaction.atomic
def tell(pk: int, *, text: str, actor: Person, now: datetime, objection: str = "") -> Matter:
    """Tell the reporter the result; `objection` is what they say of it, as far as known."""
    matter = _locked(pk, actor)
    matter.told_at, matter.objection = now, objection.strip()
    said = f"{text.strip()}\n\n{objection.strip()}".strip() if text.strip() else ""
    _step(matter, "tell", actor=actor, now=now, text=said, facts={"text": text})
    _tell(matter, text, "closed", now)
    return matter


@transaction.atomic
def hand_back(pk: int, *, reason: str, actor: Person, now: datetime) -> Matter:
    """It accuses nobody in office: the desk takes it in as it takes in everything else."""
    matter = _locked(pk, actor)
    _step(matter, "hand_back", actor=actor, now=now, text=reason, facts={"reason": reason})
    keep_apart(0, item=matter.item_id, submission=matter.submission_id, case=matter.case_id)
    if matter.case_id is not None:
        case = CaseFile.objects.select_for_update(of=("self",)).get(pk=matter.case_id)
        case.closed_at = None
        case.save(update_fields=["closed_at"])
        clocks.revive(case, matter.sealed_at, now)
    elif matter.item_id is None and matter.submission_id is not None:
        Submission.objects.filter(pk=matter.submission_id).update(taken_in_at=None)
    return matter


@transaction.atomic
def add_note(pk: int, text: str, *, actor: Person, now: datetime) -> Step:
    """A remark within the lane; never changed."""
    matter = _locked(pk, actor)
    if not text.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    return _write(matter, "noted", text=text, actor=actor, now=now)


@transaction.atomic
def write_to_reporter(pk: int, text: str, *, actor: Person, now: datetime) -> int:
    """A message into the reporter's mailbox; gives how many mailboxes there are."""
    matter = _locked(pk, actor)
    if not text.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    _write(matter, "written_to", text=text, actor=actor, now=now)
    return mailboxes.write_to(_boxes(matter), now, text=text.strip())


@transaction.atomic
def keep_out(
    pk: int,
    *,
    people: Sequence[Person] = (),
    unit: Unit | None = None,
    actor: Person,
    now: datetime,
) -> int:
    """The matter accuses these: they, those above them and their department are kept from it."""
    matter = _locked(pk, actor)
    barred = barred_by(people, unit, matter.office_id)
    if not barred:
        raise StepRefused(Refusal.ACCUSED_MISSING)
    return _bar(matter, barred, reason="", actor=actor, now=now)


@transaction.atomic
def stand_back(pk: int, *, reason: str, actor: Person, now: datetime) -> None:
    """The actor leaves the matter to somebody else of the discipline role, and sees it no more."""
    matter = _locked(pk, actor)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    _bar(matter, {actor.pk: Recusal.Cause.SELF}, reason=reason, actor=actor, now=now)


def _bar(matter: Matter, barred: Barred, *, reason: str, actor: Person, now: datetime) -> int:
    known = Recusal.objects.filter(matter=matter.circle).values_list("person_id", flat=True)
    new = {person: cause for person, cause in barred.items() if person not in set(known)}
    names = Person.objects.filter(pk__in=new).order_by("id").values_list("name", flat=True)
    if new:
        said = f"{'、'.join(names)}\n{reason.strip()}".strip()
        _write(matter, "recused", text=said, actor=actor, now=now)
        bar(matter.circle, new, by=actor, now=now, reason=reason.strip())
    return len(new)


def may_see(matter: Matter, person: Person) -> bool:
    """What the database holds to as well: of the office's discipline role, and not kept out."""
    held = holds(person, Role.AUDITOR) and person.office_id == matter.office_id
    barred = Recusal.objects.filter(matter=matter.circle, person=person)
    return held and person.is_active and not barred.exists()


def _locked(pk: int, actor: Person) -> Matter:
    """The matter under a row lock. It does not exist for whoever may not see it."""
    rows = Matter.objects.select_for_update(of=("self",)).select_related("office__calendar")
    matter = rows.get(pk=pk, office_id=actor.office_id)
    if not holds(actor, Role.AUDITOR):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if not may_see(matter, actor):
        raise StepRefused(Refusal.RECUSED)
    return matter


def _step(
    matter: Matter,
    event: str,
    *,
    actor: Person,
    now: datetime,
    text: str = "",
    facts: dict[str, object] | None = None,
) -> None:
    """Move the matter; the caller has set other fields and this saves them all."""
    moved, _role = decide(LANE, matter.state, event, facts or {}, actor)
    matter.state = moved.target
    matter.save(force_update=True)
    for timer in moved.timer:
        if timer.effect is Effect.START:
            promises.start(matter, timer.clock, since=now, now=now)
        elif timer.effect is Effect.STOP:
            promises.stop(matter, timer.clock, now)
        else:
            promises.cancel(matter, timer.clock, now)
    _write(matter, PAST[event], text=text, actor=actor, now=now, moved=moved)


def _write(
    matter: Matter,
    kind: str,
    *,
    text: str,
    actor: Person,
    now: datetime,
    moved: Moved | None = None,
) -> Step:
    said = text.strip()
    made = Step.objects.create(id=new_id(), matter=matter, kind=kind, by=actor, at=now, text=said)
    record(
        f"lane.{kind}", subject=f"lane:{matter.pk}", at=now, office=matter.office, actor=actor,
        role=Role.AUDITOR, moved=moved,
        body={"number": matter.number, "sha256": hashlib.sha256(said.encode()).hexdigest()},
    )  # fmt: skip
    return made


def _boxes(matter: Matter) -> list[UUID]:
    link = "submission__item__case_link__case"
    rows = Mailbox.objects.filter(submission=matter.submission_id)
    if matter.case_id is not None:
        rows = rows | Mailbox.objects.filter(**{link: matter.case_id})
    return list(rows.values_list("pk", flat=True))


def _tell(matter: Matter, text: str, status: str, now: datetime) -> None:
    boxes = _boxes(matter)
    mailboxes.set_status(boxes, status, now)
    mailboxes.write_to(boxes, now, text=text.strip())
