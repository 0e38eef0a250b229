"""What the office may change in the ledger itself, and the views people keep of it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions.steps import lock_case, may_act_in
from huiyin.apps.cases.models import CaseFile, LedgerView
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

# Column → the most characters it holds. Whatever else the ledger shows follows from steps.
EDITABLE = {"summary": 20_000, "concerns": 200, "archive_number": 60, "remark": 20_000}
MOST_VIEWS = 50


@transaction.atomic
def edit_ledger_entries(
    case_id: int,
    changes: Mapping[str, str],
    *,
    actor: Person,
    now: datetime,
    expected: Mapping[str, str] | None = None,
) -> bool:
    """Set editable entries of a case; tells whether anything changed. One event a case.

    `expected` holds what stood there when the change was shown; StepRefused where it no longer
    does, or the value is too long.
    """
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    changed: dict[str, list[str]] = {}
    for name, value in changes.items():
        before, said = getattr(case, name), value.strip()
        if len(said) > EDITABLE[name]:
            raise StepRefused(Refusal.TEXT_TOO_LONG)
        if before == said:
            continue
        if expected is not None and expected.get(name, "") != before:
            raise StepRefused(Refusal.CHANGED_MEANWHILE)
        changed[name] = [before, said]
        setattr(case, name, said)
    if not changed:
        return False
    case.save(update_fields=list(changed))
    record(
        "case.ledger_edited", subject=f"case:{case.pk}", at=now, office=case.office, actor=actor,
        role="office", case_id=case.pk,
        body={"number": case.number, "fields": ", ".join(changed), "changes": changed},
    )  # fmt: skip
    return True


@transaction.atomic
def note_exported(office: Office, count: int, asked: str, *, actor: Person, now: datetime) -> None:
    """Somebody took rows of the ledger out of the desk."""
    record(
        "ledger.exported", subject=f"office:{office.pk}", at=now, office=office, actor=actor,
        body={"count": count, "asked": asked[:500]},
    )  # fmt: skip


def keep_ledger_view(person: Person, *, name: str, asked: str, now: datetime) -> LedgerView:
    """Keep a question under a name of the person's own; the same name is written over."""
    if not name.strip():
        raise StepRefused(Refusal.TEXT_MISSING)
    mine = LedgerView.objects.filter(person=person)
    if mine.exclude(name=name.strip()[:60]).count() >= MOST_VIEWS:
        raise StepRefused(Refusal.TOO_MANY_KEPT)
    view, _new = LedgerView.objects.update_or_create(
        person=person, name=name.strip()[:60], defaults={"asked": asked[:2000], "at": now}
    )
    return view


def forget_ledger_view(person: Person, pk: int) -> None:
    """No longer keep it; somebody else's stays."""
    LedgerView.objects.filter(person=person, pk=pk).delete()


def cases_by_number(office: Office, numbers: list[str]) -> dict[str, CaseFile]:
    """Cases of the office by number. One query."""
    rows = CaseFile.objects.filter(office=office, number__in=numbers)
    return {case.number: case for case in rows.select_related("lead_unit", "handler", "story")}
