"""Finding out what is true (核查): planned, collected by two persons, told first-hand, concluded.

The head who concludes is neither of the two. What cannot be verified yet gets the date on which
it is looked at again. Nothing of the plan may quote a reporter: it stands on the inspection paper.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.steps import lock_case, may_act_in, step_case, step_numbered
from huiyin.apps.cases.models import CaseFile, Evidence, Verification
from huiyin.apps.intake.attachments import attachment
from huiyin.apps.intake.models import Item
from huiyin.apps.org.limits import limit_of
from huiyin.apps.org.models import Person
from huiyin.apps.org.numbers import next_number
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.machines_of_findings import VERIFICATION
from huiyin.rules.quoting import quotation
from huiyin.rules.refusals import Refusal

OPEN = ("planned", "collecting", "first_hand")
BEFORE = ("accepted", "reopened", "ordered")  # a verification takes the case on from here
DURING = (*BEFORE, "verifying", "decided", "responding")
VOICES = (Item.Channel.PORTAL, Item.Channel.HOTLINE, Item.Channel.LETTER, Item.Channel.VISIT,
          Item.Channel.MAILBOX)  # fmt: skip
LARGEST_FILE = 20 * 1024 * 1024

_step = partial(step_numbered, VERIFICATION)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be verified, in the officers' own words; all of it stands on paper."""

    subject: str
    place: str = ""
    basis: str = ""
    plan: str = ""


@transaction.atomic
def plan_verification(case_id: int, plan: Plan, *, actor: Person, now: datetime) -> Verification:
    """Begin a verification. Raises StepRefused: one is open, or the plan quotes the reporter."""
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office", "handler", "dept_head"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if case.state not in DURING or open_verification(case) is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not plan.subject.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    if quoted(case, "\n".join((plan.subject, plan.basis, plan.plan)), plan.place):
        raise StepRefused(Refusal.SOURCE_QUOTED)
    row = Verification.objects.create(
        case=case, number=next_number(case.office, "verification", now),
        subject=plan.subject.strip()[:200], place=plan.place.strip()[:200],
        basis=plan.basis.strip()[:200], plan=plan.plan.strip(), planned_by=actor, planned_at=now,
    )  # fmt: skip
    record(
        "verification.planned", subject=f"verification:{row.pk}", at=now, office=case.office,
        actor=actor, case_id=case.pk, body={"number": row.number, "plan": row.subject},
    )  # fmt: skip
    if case.state in BEFORE:
        step_case(case, "verify", now=now, body={"verification": row.number})
    return row


@transaction.atomic
def begin_collecting(
    pk: int, *, first: Person, second: Person | None, actor: Person, now: datetime
) -> Verification:
    """Send two persons; their first-hand report is due within hours from now."""
    row = _locked(pk, actor)
    for person in (first, second):
        if person is not None and (person.office_id != row.case.office_id or not person.is_active):
            raise StepRefused(Refusal.HANDLER_MISSING)
    row.first, row.second, row.collecting_at = first, second, now
    _step(
        row, "collect", actor=actor, now=now,
        facts={"handler": first.pk, "second": second.pk if second else None},
        body={"first": first.name, "second": second.name if second else ""},
    )  # fmt: skip
    limit = limit_of(row.case.office, row.case.kind, "first_hand", row.case.opened_at)
    row.clock = clocks.start(row.case, purpose="first_hand", rule=limit, now=now)
    row.save(update_fields=["clock"])
    return row


@transaction.atomic
def add_evidence(
    pk: int, *, title: str, name: str, content: bytes, actor: Person, now: datetime
) -> Evidence:
    """Attach a piece of evidence; its SHA-256 goes into the chain. `name` is the file's."""
    row = _locked(pk, actor)
    if not _is_inspector(row, actor) and not holds(actor, "dept_head"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if row.state not in ("collecting", "first_hand"):
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not title.strip() or not content:
        raise StepRefused(Refusal.EVIDENCE_MISSING)
    if len(content) > LARGEST_FILE:
        raise StepRefused(Refusal.FILE_TOO_LARGE)
    file = attachment(name, content)
    evidence = Evidence.objects.create(
        verification=row, title=title.strip()[:200], name=file.name, media_type=file.media_type,
        octets=len(content), sha256=sha256(content).digest(), content=content, by=actor, at=now,
    )  # fmt: skip
    record(
        "verification.evidence_added", subject=f"verification:{row.pk}", at=now,
        office=row.case.office, actor=actor, case_id=row.case_id,
        body={"number": row.number, "title": evidence.title, "sha256": evidence.digest},
    )  # fmt: skip
    return evidence


@transaction.atomic
def report_first_hand(pk: int, *, text: str, actor: Person, now: datetime) -> Verification:
    """What the two saw with their own eyes; stops the clock of hours."""
    row = _locked(pk, actor)
    if not _is_inspector(row, actor):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    row.first_hand, row.first_hand_by, row.first_hand_at = text.strip(), actor, now
    _step(row, "report", actor=actor, now=now, facts={"result": text}, body={"text": text.strip()})
    clocks.meet(row.clock, row.case, now)
    return row


@transaction.atomic
def conclude_verification(
    pk: int,
    *,
    verdict: str,
    finding: str,
    actor: Person,
    now: datetime,
    next_at: datetime | None = None,
) -> Verification:
    """Sign the verdict, which the case carries from here on. Raises StepRefused.

    `next_at` is when something that cannot be verified yet is looked at again.
    """
    row = _locked(pk, actor)
    if verdict == CaseFile.Verdict.UNKNOWN and next_at is not None and next_at <= now:
        raise StepRefused(Refusal.DATE_PAST)
    row.verdict = verdict if verdict in CaseFile.Verdict.values else ""
    row.finding, row.concluded_by, row.concluded_at = finding.strip(), actor, now
    row.next_at = next_at if verdict == CaseFile.Verdict.UNKNOWN else None
    submitter = actor.pk if _is_inspector(row, actor) else row.first_id
    _step(
        row, "conclude", actor=actor, now=now,
        facts={"verdict": row.verdict, "evidence": row.evidence.count(), "next_at": row.next_at,
               "submitter": submitter, "actor": actor.pk},
        body={"verdict": row.verdict, "finding": row.finding,
              "next_at": row.next_at.isoformat() if row.next_at else ""},
    )  # fmt: skip
    clocks.meet(row.clock, row.case, now)
    if row.next_at is not None:
        row.next_clock = clocks.start_fixed(
            row.case, purpose="verify_again", due_at=row.next_at, now=now
        )
        row.save(update_fields=["next_clock"])
    row.case.verdict = row.verdict
    row.case.save(update_fields=["verdict"])
    return row


@transaction.atomic
def take_up_again(pk: int, *, reason: str, actor: Person, now: datetime) -> Verification:
    """Look again at what was concluded: the two go on collecting, the verdict is open."""
    row = _locked(pk, actor)
    old, row.next_clock = row.next_clock, None
    _step(row, "take_up", actor=actor, now=now, reason=reason)
    clocks.meet(old, row.case, now)
    if row.case.closed_at is None:
        row.case.verdict = ""
        row.case.save(update_fields=["verdict"])
    return row


def open_verification(case: CaseFile) -> Verification | None:
    """The verification of a case that has no verdict yet."""
    return Verification.objects.filter(case=case, state__in=OPEN).order_by("-id").first()


def is_verified(case: CaseFile) -> bool:
    """Whether some verification of the case was concluded, by two persons as always."""
    return Verification.objects.filter(case=case, state="concluded").exists()


def quoted(case: CaseFile, text: str, *names: str) -> str:
    """The words that `text` takes from what reporters of the case said; "" where it takes none."""
    mine = Q(case_link__case=case) | Q(case_link__case__merged_into=case)
    items = Item.objects.filter(mine, channel__in=VOICES)
    told = [word for pair in items.values_list("title", "body") for word in pair]
    places = items.exclude(place="").values_list("place", flat=True)
    return quotation(text, told, [*names, *places])


def _locked(pk: int, actor: Person) -> Verification:
    case_id = Verification.objects.values_list("case_id", flat=True).get(pk=pk)
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    rows = Verification.objects.select_for_update(of=("self",))
    row = rows.select_related("clock", "next_clock").get(pk=pk)
    row.case = case
    return row


def _is_inspector(row: Verification, person: Person) -> bool:
    return person.pk in (row.first_id, row.second_id)
