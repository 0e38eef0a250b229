"""Steps about what a case rests on, taken from its page: each reads its form and acts."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.apps.cases import actions
from huiyin.apps.cases.actions.deciding import Draft
from huiyin.apps.cases.actions.verifying import LARGEST_FILE, Plan
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.steps import StepRefused
from huiyin.faces.console.finding_steps import MEASURES
from huiyin.faces.console.views.clock_steps import Step, moment
from huiyin.rules.refusals import Refusal


def _assess(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.assess_case(
        pk, checkable="checkable" in request.POST, text=_text(request, "text"), actor=person, now=at
    )
    return _("Assessed.")


def _appraise(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.appraise_case(pk, grounds=_text(request, "grounds"), actor=person, now=at)
    return _("Appraised.")


def _archive(_request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.archive_case(pk, actor=person, now=at)
    return _("Archived.")


def _settle(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.settle_suggestion(
        pk, adoption=_text(request, "settled"), reason=_text(request, "because"), actor=person,
        now=at,
    )  # fmt: skip
    return _("Settled; the public reads it with the answer.")


def _plan(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    plan = Plan(*(_text(request, name) for name in ("subject", "place", "basis", "plan")))
    row = actions.plan_verification(pk, plan, actor=person, now=at)
    return _("Verification %(number)s planned; send two persons next.") % {"number": row.number}


def _collect(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    first = _person(request, "first", person)
    if first is None:
        raise StepRefused(Refusal.HANDLER_MISSING)
    actions.begin_collecting(
        _row(request), first=first, second=_person(request, "second", person), actor=person, now=at
    )
    return _("They are on their way; the clock of the first-hand report runs.")


def _evidence(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    file = request.FILES.get("file")
    if file is not None and file.size is not None and file.size > LARGEST_FILE:
        raise StepRefused(Refusal.FILE_TOO_LARGE)
    actions.add_evidence(
        _row(request), title=_text(request, "title"), name=str(file.name) if file else "",
        content=file.read() if file else b"", actor=person, now=at,
    )  # fmt: skip
    return _("Evidence added; its hash is in the chain.")


def _first_hand(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.report_first_hand(_row(request), text=_text(request, "text"), actor=person, now=at)
    return _("Reported; the clock of the first-hand report has stopped.")


def _conclude(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.conclude_verification(
        _row(request), verdict=_text(request, "verdict"), finding=_text(request, "finding"),
        next_at=moment(request, "next_at"), actor=person, now=at,
    )  # fmt: skip
    return _("Signed; the case carries the verdict.")


def _take_up(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.take_up_again(_row(request), reason=_text(request, "reason"), actor=person, now=at)
    return _("The verification goes on.")


def _propose(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.propose_decision(
        pk, text=_text(request, "text"), measures=_measures(request, person), actor=person, now=at
    )
    return _("Proposed; somebody else approves it.")


def _approve(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.approve_decision(_row(request), actor=person, now=at)
    return _("Approved.")


def _return(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.return_decision(_row(request), reason=_text(request, "reason"), actor=person, now=at)
    return _("Returned to its author.")


def _revise(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.revise_decision(
        _row(request), text=_text(request, "text"), measures=_measures(request, person),
        actor=person, now=at,
    )  # fmt: skip
    return _("Proposed; somebody else approves it.")


def _notify(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.notify_decision(
        _row(request), recipients=_text(request, "recipients"), actor=person, now=at
    )
    return _("Recorded; the clocks of the measures run.")


def _measure_done(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.carry_out_measure(
        _row(request, "measure"), note=_text(request, "note"), actor=person, now=at
    )
    return _("Recorded; the clock has stopped.")


def _complete(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.complete_decision(_row(request), result=_text(request, "result"), actor=person, now=at)
    return _("The decision is carried out.")


def _follow_up(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    due, unit = moment(request, "due"), _unit(request, "promise_unit", person)
    if due is None or unit is None:
        raise StepRefused(Refusal.MEASURE_INCOMPLETE)
    actions.promise_follow_up(
        pk, text=_text(request, "text"), text_en=_text(request, "text_en"), unit=unit, due_at=due,
        actor=person, now=at,
    )  # fmt: skip
    return _("Promised; it stands in public with the answer.")


def _follow_up_kept(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.keep_follow_up(
        _row(request, "follow_up"), note=_text(request, "note"), actor=person, now=at
    )
    return _("Recorded; the clock has stopped.")


def _ask_review(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.ask_review(pk, ground=_text(request, "ground"), actor=person, now=at)
    return _("Asked; another officer is named next.")


def _assign_review(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    reviewer = _person(request, "reviewer", person)
    if reviewer is None:
        raise StepRefused(Refusal.HANDLER_MISSING)
    actions.assign_review(_row(request), reviewer=reviewer, actor=person, now=at)
    return _("%(name)s looks at it anew.") % {"name": reviewer.name}


def _refuse_review(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.refuse_review(
        _row(request), reason=_text(request, "reason"), actor=person, now=at,
        destination=_text(request, "destination"),
    )  # fmt: skip
    return _("Refused; the reporters were told why and where to go.")


def _answer_review(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    actions.answer_review(
        _row(request), outcome=_text(request, "outcome"), text=_text(request, "text"),
        actor=person, now=at,
    )  # fmt: skip
    return _("Answered; the reporters read it.")


def _measures(request: HttpRequest, person: Person) -> list[Draft]:
    """The filled rows of the form; a row that is half empty is refused."""
    found = []
    for number in MEASURES:
        text = _text(request, f"measure_{number}")
        unit, due = _unit(request, f"unit_{number}", person), moment(request, f"due_{number}")
        if not text and unit is None and due is None:
            continue
        if unit is None or due is None:
            raise StepRefused(Refusal.MEASURE_INCOMPLETE)
        found.append(Draft(text, unit, due))
    return found


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()


def _row(request: HttpRequest, name: str = "row") -> int:
    """The row a form names; the action finds out whether it is of this office."""
    value = request.POST.get(name, "")
    if not value.isdecimal():
        raise StepRefused(Refusal.EVENT_UNKNOWN)
    return int(value[:18])


def _unit(request: HttpRequest, name: str, person: Person) -> Unit | None:
    pk = request.POST.get(name, "")
    found = Unit.objects.filter(office=person.office, pk=pk) if pk.isdecimal() else None
    return found.first() if found is not None else None


def _person(request: HttpRequest, name: str, person: Person) -> Person | None:
    pk = request.POST.get(name, "")
    people = Person.objects.filter(office=person.office, is_active=True)
    return people.filter(pk=pk).first() if pk.isdecimal() else None


FINDING_STEPS: dict[str, Step] = {
    "assess": _assess, "appraise": _appraise, "archive": _archive, "settle": _settle,
    "plan": _plan, "collect": _collect, "evidence": _evidence, "first_hand": _first_hand,
    "conclude": _conclude, "take_up": _take_up, "propose": _propose,
    "approve_decision": _approve, "return_decision": _return, "revise_decision": _revise,
    "notify_decision": _notify, "measure_done": _measure_done, "complete_decision": _complete,
    "follow_up": _follow_up, "follow_up_kept": _follow_up_kept, "ask_review": _ask_review,
    "assign_review": _assign_review, "refuse_review": _refuse_review,
    "answer_review": _answer_review,
}  # fmt: skip
