"""Steps with whole cases, taken from the page of a case: each reads its form and acts."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.apps.cases import actions
from huiyin.apps.cases.actions.recusing import name_accused, stand_back
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.lane.sealing import seal_case
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.faces.console.chosen import accused_in
from huiyin.rules.refusals import Refusal

Step = Callable[[HttpRequest, int, Person, datetime], str]


def _merge(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    into = actions.merge_case(pk, into_id=_other(request, person), actor=person, now=at)
    return _("Merged into %(number)s; its reporters are answered there.") % {"number": into.number}


def _undo_merge(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.undo_merge(pk, reason=request.POST.get("reason", ""), actor=person, now=at)
    return _("The cases are apart again.")


def _split(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    item = request.POST.get("item", "")
    part = actions.split_case(
        pk, title=request.POST.get("title", ""), item_ids=[int(item)] if item.isdecimal() else [],
        actor=person, now=at,
    )  # fmt: skip
    return _("Split off as case %(number)s.") % {"number": part.number}


def _link(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    why = request.POST.get("why", "")
    actions.link_cases(pk, _other(request, person), why=why, actor=person, now=at)
    return _("Linked.")


def _transfer(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    actions.transfer_case(
        pk, destination=request.POST.get("destination", ""), actor=person, now=at,
        reason=request.POST.get("reason", ""), letter=request.POST.get("letter", ""),
    )  # fmt: skip
    return _("Transferred; the reporters were told where and why.")


def _meeting(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    told = request.POST
    held = moment_of(told.get("held", "")) or at
    actions.record_meeting(
        pk, title=told.get("title", ""), units=told.get("units", ""), held_at=held,
        minutes=told.get("minutes", ""), tasks=told.get("tasks", ""), actor=person, now=at,
    )  # fmt: skip
    return _("The meeting stands in the case.")


def moment_of(text: str) -> datetime | None:
    """A local time as a form sends it; None where it is empty or is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None:
        return None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _repeat(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    chosen, same = request.POST.get("repeat", ""), request.POST.get("same") == "1"
    repeat = int(chosen) if chosen.isdecimal() else 0
    actions.judge_repeat(pk, repeat, same=same, actor=person, now=at)
    return _("Noted as the same matter.") if same else _("Noted as another matter.")


def _stand_back(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    stand_back(pk, reason=request.POST.get("reason", ""), actor=person, now=at)
    return _("You stand back from this case; the reason is on record.")


def _keep_out(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    people, unit = accused_in(request, person)
    kept = name_accused(pk, people=people, unit=unit, actor=person, now=at)
    text = ngettext("%(n)s person no longer sees it.", "%(n)s people no longer see it.", kept)
    return text % {"n": kept}


def _seal(request: HttpRequest, pk: int, person: Person, at: datetime) -> str:
    number = seal_case(pk, reason=request.POST.get("reason", ""), actor=person, now=at)
    return _("Sealed and passed on as %(number)s.") % {"number": number}


def _other(request: HttpRequest, person: Person) -> int:
    number = request.POST.get("number", "").strip()
    found = CaseFile.objects.filter(office=person.office, number__iexact=number)
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        raise StepRefused(Refusal.MERGE_TARGET_MISSING)
    return int(pk)


CASE_STEPS: dict[str, Step] = {
    "merge": _merge, "undo_merge": _undo_merge, "split": _split, "link": _link,
    "transfer": _transfer, "meeting": _meeting,
    "repeat": _repeat,
    "stand_back": _stand_back, "keep_out": _keep_out, "seal": _seal,
}  # fmt: skip
