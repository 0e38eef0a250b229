"""Who has no part in a matter: the accused and those above and beside them, and who stands back.

The accused, their superior and their department do not see the matter at all; the database keeps
its rows from them. Somebody who stands back sees it, gives a reason, and takes no step in it any
more (`audit.actions` refuses each with `recused`). Neither is ever taken back: the record stays.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.cases.actions.steps import lock_case, may_act_in
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.models import Person, Recusal, Role, Unit
from huiyin.apps.org.queries import holds, people_in_role
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.copying import copy_rows, new_ids
from huiyin.rules.refusals import Refusal

COLUMNS = ("id", "matter", "person_id", "cause", "blind", "reason", "by_id", "at")
Barred = dict[int, Recusal.Cause]


@transaction.atomic
def stand_back(case_id: int, *, reason: str, actor: Person, now: datetime) -> None:
    """The actor takes no further step in the case. Raises StepRefused without a reason."""
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    if Recusal.objects.filter(matter=case.pk, person=actor).exists():
        raise StepRefused(Refusal.RECUSED)
    bar(case.pk, {actor.pk: Recusal.Cause.SELF}, reason=reason.strip(), by=actor, now=now)
    _tell(case, [actor], Recusal.Cause.SELF, reason, actor, now)


@transaction.atomic
def name_accused(
    case_id: int,
    *,
    people: Sequence[Person] = (),
    unit: Unit | None = None,
    actor: Person,
    now: datetime,
) -> int:
    """The case accuses these people, or all of a department; gives how many are kept out now.

    Raises StepRefused for who may not (the office and the discipline role may).
    """
    case = lock_case(case_id, actor.office_id)
    may_act_in(case, actor)
    if not holds(actor, Role.OFFICE, Role.AUDITOR):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    barred = barred_by(people, unit, case.office_id)
    if not barred:
        raise StepRefused(Refusal.ACCUSED_MISSING)
    known = set(Recusal.objects.filter(matter=case.pk).values_list("person_id", flat=True))
    new = {pk: cause for pk, cause in barred.items() if pk not in known}
    chosen = {person.pk: person for person in Person.objects.filter(pk__in=new)}
    for cause in Recusal.Cause:
        _tell(case, [chosen[pk] for pk in new if new[pk] is cause], cause, "", actor, now)
    bar(case.pk, new, by=actor, now=now)
    if case.apart == 0:
        _open_circle(case.pk)
    return len(new)


def barred_by(people: Iterable[Person], unit: Unit | None, office_id: int) -> Barred:
    """Who is kept out if these are accused: they, the heads above them, all of their department."""
    found: Barred = {}
    accused = [person for person in people if person.office_id == office_id]
    units = {person.unit for person in accused if person.unit is not None}
    if unit is not None and unit.office_id == office_id:
        units.add(unit)
    for one in units:
        for person in Person.objects.filter(unit=one, is_active=True):
            found[person.pk] = Recusal.Cause.UNIT
        above = [one, one.parent] if one.parent is not None else [one]
        for each in above:
            for head in people_in_role(one.office, Role.DEPT_HEAD, each):
                found[head.pk] = Recusal.Cause.SUPERIOR
    found.update(dict.fromkeys((person.pk for person in accused), Recusal.Cause.ACCUSED))
    return found


def bar(matter: int, barred: Barred, *, by: Person | None, now: datetime, reason: str = "") -> None:
    """Write down who has no part in a matter: a case's id, or below zero one of the lane. All but
    whoever stands back from a case are blind to it."""
    blind = {pk: matter < 0 or cause is not Recusal.Cause.SELF for pk, cause in barred.items()}
    rows = [
        (pk, matter, person, cause.value, blind[person], reason[:300], by.pk if by else None, now)
        for pk, (person, cause) in zip(new_ids(Recusal, len(barred)), barred.items(), strict=True)
    ]
    copy_rows(Recusal, COLUMNS, rows)


def _open_circle(case_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT huiyin_keep_apart(%s, NULL, NULL, %s)", [case_id, case_id])


def _tell(
    case: CaseFile,
    people: Sequence[Person],
    cause: Recusal.Cause,
    reason: str,
    actor: Person,
    now: datetime,
) -> None:
    record_all(
        [
            Told(
                "case.recused", f"case:{case.pk}", now, case.office, actor, case_id=case.pk,
                reason=reason.strip(), body={"name": person.name, "cause": cause.value},
            )
            for person in people
        ]
    )  # fmt: skip
