"""Steps about clocks, taken from the page of a case: each reads its form and acts."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.apps.cases import actions
from huiyin.apps.cases.actions.extensions import extension_waiting
from huiyin.apps.cases.models import Extension, Order
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.steps import StepRefused
from huiyin.faces.console.views import joining_steps
from huiyin.rules.refusals import Refusal

Step = Callable[[HttpRequest, int, Person, datetime], str]


def _pause(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.pause_case(
        pk, reason=request.POST.get("reason", ""), until=moment(request, "until"),
        actor=person, now=at,
    )  # fmt: skip
    return _("The clocks stand.")


def _resume(_request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.resume_case(pk, actor=person, now=at)
    return _("The clocks go on.")


def _promise(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.start_promise(
        pk, purpose=request.POST.get("purpose", ""), since=moment(request, "since"),
        actor=person, now=at,
    )  # fmt: skip
    return _("The clock runs.")


def _keep(request: HttpRequest, _pk: int, person: Person, at: datetime) -> str:
    clock = request.POST.get("clock", "")
    actions.keep_promise(
        int(clock) if clock.isdecimal() else 0, note=request.POST.get("note", ""),
        actor=person, now=at,
    )  # fmt: skip
    return _("Recorded; the clock has stopped.")


def _reopen(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.reopen_case(
        pk, ground=request.POST.get("ground", ""), new_fact="new_fact" in request.POST,
        actor=person, now=at,
    )  # fmt: skip
    return _("Reopened with a second clock.")


def _bounce(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.bounce_order(pk, basis=request.POST.get("basis", ""), actor=person, now=at)
    return _("Returned; the office decides. The time limit runs on.")


def _reissue(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    unit = request.POST.get("unit", "")
    found = Unit.objects.filter(office=person.office, pk=unit) if unit.isdecimal() else None
    chosen = found.first() if found is not None else None
    if chosen is None:
        raise StepRefused(Refusal.UNIT_MISSING)
    actions.reissue_order(
        pk, unit=chosen, head_ruling=request.POST.get("head_ruling", ""), actor=person, now=at
    )
    return _("Issued again; the time limit is the first one.")


def _uphold(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.uphold_order(
        pk, reason=request.POST.get("reason", ""),
        head_ruling=request.POST.get("head_ruling", ""), actor=person, now=at,
    )  # fmt: skip
    return _("The order stays with the department.")


def _extend(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    amount = request.POST.get("amount", "").strip()
    actions.ask_extension(
        pk, key=request.POST.get("key", "") or f"{person.pk}-{at.isoformat()}",
        length=f"+{amount}{request.POST.get('unit', '')}", reason=request.POST.get("reason", ""),
        plan=request.POST.get("plan", ""), actor=person, now=at,
    )  # fmt: skip
    return _("Asked; the head of the department endorses it first.")


def _endorse(_request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.endorse_extension(_waiting(pk).pk, actor=person, now=at)
    return _("Endorsed; the leading group was told, the office decides.")


def _grant(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    told = request.POST.get("told", "")
    actions.grant_extension(_waiting(pk).pk, actor=person, now=at, told=told)
    return _("Granted; the new due instant counts from the old one.")


def _refuse(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    reason = request.POST.get("reason", "")
    actions.refuse_extension(_waiting(pk).pk, reason=reason, actor=person, now=at)
    return _("Refused; the due instant stays.")


def _learn(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    unit = request.POST.get("unit", "")
    found = Unit.objects.filter(office=person.office, pk=unit).first() if unit.isdecimal() else None
    if found is None:
        raise StepRefused(Refusal.UNIT_MISSING)
    actions.add_dispatch_rule(
        words=request.POST.get("words", ""), unit=found, basis=request.POST.get("basis", ""),
        order=Order.objects.get(pk=pk), actor=person, now=at,
    )  # fmt: skip
    return _("Learned; the next order of such a matter is proposed to that department.")


def _waiting(order_id: int) -> Extension:
    waiting = extension_waiting(Order.objects.get(pk=order_id))
    if waiting is None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    return waiting


def moment(request: HttpRequest, name: str) -> datetime | None:
    """A local time as a form sends it; None where it is empty or is none."""
    return joining_steps.moment_of(request.POST.get(name, ""))


CASE_STEPS: dict[str, Step] = {
    **joining_steps.CASE_STEPS,
    "pause": _pause, "resume": _resume, "promise": _promise, "keep": _keep, "reopen": _reopen,
}  # fmt: skip
ORDER_STEPS: dict[str, Step] = {
    "bounce": _bounce, "reissue": _reissue, "uphold": _uphold, "extend": _extend,
    "endorse": _endorse, "grant": _grant, "refuse_extension": _refuse, "learn": _learn,
}  # fmt: skip
