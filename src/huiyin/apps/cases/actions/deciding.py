"""Deciding what is to be done (处置): proposed, approved by another, notified, carried out.

Each measure names a unit and a date; its clock starts when the unit is notified and runs on after
the case is closed. A measure done after its date stays late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases import clocks
from huiyin.apps.cases.actions.steps import lock_case, may_act_in, step_case, step_numbered
from huiyin.apps.cases.models import CaseFile, Decision, Measure
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.numbers import next_number
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.machines_of_findings import DECISION
from huiyin.rules.presets import Begins
from huiyin.rules.refusals import Refusal

OPEN = ("proposed", "returned")
BEFORE = ("accepted", "reopened", "ordered", "verifying")  # an approval takes the case on
DURING = (*BEFORE, "decided", "responding", "responded", "fed_back")

_step = partial(step_numbered, DECISION)


@dataclass(frozen=True, slots=True)
class Draft:
    """A measure as it is proposed: what, by which unit, until when (aware)."""

    text: str
    unit: Unit
    due_at: datetime


@transaction.atomic
def propose_decision(
    case_id: int, *, text: str, measures: Sequence[Draft], actor: Person, now: datetime
) -> Decision:
    """Write down what is to be done. Raises StepRefused."""
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office", "handler", "dept_head"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if case.state not in DURING or open_decision(case) is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not text.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    decision = Decision.objects.create(
        case=case, number=next_number(case.office, "decision", now), text=text.strip(),
        author=actor, proposed_at=now,
    )  # fmt: skip
    _write_measures(decision, measures, now)
    record(
        "decision.proposed", subject=f"decision:{decision.pk}", at=now, office=case.office,
        actor=actor, case_id=case.pk, body=_body(decision),
    )  # fmt: skip
    return decision


@transaction.atomic
def approve_decision(pk: int, *, actor: Person, now: datetime) -> Decision:
    """Somebody else than the author signs; the case is decided."""
    decision = _locked(pk, actor)
    decision.approved_by, decision.approved_at = actor, now
    facts = {"text": decision.text, "author": decision.author_id, "actor": actor.pk}
    _step(decision, "approve", actor=actor, now=now, facts=facts)
    if decision.case.state in BEFORE:
        step_case(
            decision.case, "decide", now=now, facts={"decision": decision.text},
            body={"decision": decision.number},
        )  # fmt: skip
        clocks.begin(decision.case, Begins.DECIDED, now)
    return decision


@transaction.atomic
def return_decision(pk: int, *, reason: str, actor: Person, now: datetime) -> Decision:
    """Not approved: back to its author with the reason."""
    decision = _locked(pk, actor)
    decision.returned_note = reason.strip()
    _step(decision, "send_back", actor=actor, now=now, reason=reason)
    return decision


@transaction.atomic
def revise_decision(
    pk: int, *, text: str, measures: Sequence[Draft], actor: Person, now: datetime
) -> Decision:
    """A returned decision in new words, with measures in place of the old ones."""
    decision = _locked(pk, actor)
    if not text.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    decision.text, decision.author = text.strip(), actor
    _step(decision, "revise", actor=actor, now=now)
    decision.measures.all().delete()
    _write_measures(decision, measures, now)
    return decision


@transaction.atomic
def notify_decision(pk: int, *, recipients: str, actor: Person, now: datetime) -> Decision:
    """Tell whom it concerns; the clocks of the measures start."""
    decision = _locked(pk, actor)
    decision.recipients, decision.notified_at = recipients.strip(), now
    _step(
        decision, "notify", actor=actor, now=now, facts={"recipients": recipients},
        body={"recipients": recipients.strip()},
    )  # fmt: skip
    for measure in decision.measures.filter(clock=None, done_at=None):
        measure.clock = clocks.start_fixed(
            decision.case, purpose="measure", due_at=measure.due_at, now=now
        )
        measure.save(update_fields=["clock"])
    return decision


@transaction.atomic
def carry_out_measure(pk: int, *, note: str, actor: Person, now: datetime) -> Measure:
    """Say how a measure was carried out: somebody of its unit, or the office."""
    decision_id = Measure.objects.values_list("decision_id", flat=True).get(pk=pk)
    decision = _locked(decision_id, actor)
    measure = decision.measures.select_for_update(of=("self",)).select_related("clock").get(pk=pk)
    own = actor.unit_id == measure.unit_id and holds(actor, "handler", "dept_head")
    if not own and not holds(actor, "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if decision.state != "notified" or measure.done_at is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    if not note.strip():
        raise StepRefused(Refusal.RESULT_MISSING)
    measure.done_at, measure.done_by, measure.note = now, actor, note.strip()
    measure.save()
    clocks.meet(measure.clock, decision.case, now)
    record(
        "decision.measure_done", subject=f"decision:{decision.pk}", at=now,
        office=decision.case.office, actor=actor, case_id=decision.case_id,
        body={"number": decision.number, "text": measure.note, "late": now > measure.due_at},
    )  # fmt: skip
    return measure


@transaction.atomic
def complete_decision(pk: int, *, result: str, actor: Person, now: datetime) -> Decision:
    """All measures are done; `result` says what came of them."""
    decision = _locked(pk, actor)
    decision.result, decision.done_at = result.strip(), now
    left = decision.measures.filter(done_at=None).count()
    _step(
        decision, "complete", actor=actor, now=now,
        facts={"result": result, "measures_open": left}, body={"text": result.strip()},
    )  # fmt: skip
    return decision


def open_decision(case: CaseFile) -> Decision | None:
    """The decision of a case that waits for approval."""
    return Decision.objects.filter(case=case, state__in=OPEN).order_by("-id").first()


def _write_measures(decision: Decision, measures: Sequence[Draft], now: datetime) -> None:
    for one in measures:
        if not one.text.strip() or one.unit.office_id != decision.case.office_id:
            raise StepRefused(Refusal.MEASURE_INCOMPLETE)
        if one.due_at <= now:
            raise StepRefused(Refusal.DATE_PAST)
    Measure.objects.bulk_create(
        Measure(decision=decision, text=one.text.strip(), unit=one.unit, due_at=one.due_at)
        for one in measures
    )


def _locked(pk: int, actor: Person) -> Decision:
    case_id = Decision.objects.values_list("case_id", flat=True).get(pk=pk)
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=pk)
    decision.case = case
    return decision


def _body(decision: Decision) -> dict[str, object]:
    measures = [
        {"text": one.text, "unit": one.unit.name, "due_at": one.due_at.isoformat()}
        for one in decision.measures.select_related("unit").order_by("id")
    ]
    return {"number": decision.number, "text": decision.text, "measures": measures}
