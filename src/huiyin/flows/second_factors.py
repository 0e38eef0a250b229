"""Second factors as the office decides about them: which roles need one, and what happens when
somebody has lost theirs. A lost one is reset by two administrators, neither of whom lost it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import FactorReset, Office, Person, Policy, Role
from huiyin.apps.org.queries import holds

POLICY: Final = "sign_in.second_factor"
SHORTEST_REASON: Final = 5


class ResetCode(StrEnum):
    """Why a reset is refused."""

    NOT_ADMINISTRATOR = "reset_not_administrator"
    OWN = "reset_own"
    SAME_PERSON = "reset_same_person"
    REASON_MISSING = "reset_reason_missing"
    SETTLED = "reset_settled"


class ResetRefused(Exception):  # noqa: N818 - it is an answer, not a fault
    """The second factor stays as it is, for this reason."""

    def __init__(self, code: ResetCode) -> None:
        super().__init__(code.value)
        self.code = code


def roles_that_need_one(office_id: int) -> frozenset[str]:
    """Roles of the office that need a second factor; one query."""
    rows = Policy.objects.filter(office_id=office_id, key=POLICY).order_by("-since_at")
    value = rows.values_list("value", flat=True).first() or ""
    return frozenset(filter(None, value.split(",")))


@transaction.atomic
def require_second_factor(
    office: Office, roles: Iterable[str], *, actor: Person, now: datetime
) -> None:
    """From now on these roles need a second factor; who lacks one is led to its set-up."""
    if not holds(actor, Role.ADMIN):
        raise ResetRefused(ResetCode.NOT_ADMINISTRATOR)
    wanted = sorted({Role(role).value for role in roles})
    if frozenset(wanted) == roles_that_need_one(office.pk):
        return
    Policy.objects.create(office=office, key=POLICY, value=",".join(wanted), since_at=now)
    record("second_factor.required", subject=f"office:{office.pk}", at=now, office=office,
           actor=actor, role=Role.ADMIN, body={"roles": wanted})  # fmt: skip


@transaction.atomic
def ask_reset(person: Person, *, reason: str, actor: Person, now: datetime) -> FactorReset:
    """The first administrator asks. Raises ResetRefused."""
    _refuse_unfit(person, actor)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ResetRefused(ResetCode.REASON_MISSING)
    asked, new = FactorReset.objects.get_or_create(
        person=person, settled_at=None,
        defaults={"reason": reason.strip()[:300], "asked_by": actor, "asked_at": now},
    )  # fmt: skip
    if new:
        _record("second_factor.reset_asked", person, actor, now, reason)
    return asked


@transaction.atomic
def settle_reset(reset_id: int, *, grants: bool, actor: Person, now: datetime) -> FactorReset:
    """The second administrator grants it – the factors are gone and every session ends – or either
    refuses it. Raises ResetRefused, and FactorReset.DoesNotExist."""
    asked = FactorReset.objects.select_for_update(of=("self",)).select_related("person")
    row = asked.get(pk=reset_id, person__office=actor.office)
    _refuse_unfit(row.person, actor)
    if row.settled_at is not None:
        raise ResetRefused(ResetCode.SETTLED)
    if grants and row.asked_by_id == actor.pk:
        raise ResetRefused(ResetCode.SAME_PERSON)
    row.settled_by, row.settled_at, row.granted = actor, now, grants
    row.save(update_fields=["settled_by", "settled_at", "granted"])
    if grants:
        _take_away(row.person)
    kind = "second_factor.reset" if grants else "second_factor.reset_refused"
    _record(kind, row.person, actor, now, row.reason)
    return row


def open_resets(office: Office) -> list[FactorReset]:
    """What waits for a second administrator."""
    rows = FactorReset.objects.filter(person__office=office, settled_at=None)
    return list(rows.select_related("person", "asked_by").order_by("asked_at"))


@transaction.atomic
def note_factor(
    person: Person, kind: str, *, added: bool, actor: Person | None, now: datetime
) -> None:
    """A second factor of this kind was set up or removed."""
    told = "second_factor.set_up" if added else "second_factor.removed"
    record(told, subject=f"person:{person.pk}", at=now, office=person.office, actor=actor,
           body={"name": person.name, "kind": kind})  # fmt: skip


@transaction.atomic
def note_subject(person: Person, *, actor: Person | None, now: datetime) -> None:
    """From now on single sign-on knows this person by a subject, set by an administrator or found
    by a verified mail address."""
    record("person.sign_on_linked", subject=f"person:{person.pk}", at=now, office=person.office,
           actor=actor, body={"name": person.name})  # fmt: skip


def _refuse_unfit(person: Person, actor: Person) -> None:
    if not holds(actor, Role.ADMIN) or actor.office_id != person.office_id:
        raise ResetRefused(ResetCode.NOT_ADMINISTRATOR)
    if actor.pk == person.pk:
        raise ResetRefused(ResetCode.OWN)


def _take_away(person: Person) -> None:
    from allauth.mfa.models import Authenticator  # installed in the console alone
    from allauth.usersessions.models import UserSession

    Authenticator.objects.filter(user_id=person.pk).delete()
    for session in UserSession.objects.filter(user_id=person.pk):
        session.end()


def _record(kind: str, person: Person, actor: Person, now: datetime, reason: str) -> None:
    record(kind, subject=f"person:{person.pk}", at=now, office=person.office, actor=actor,
           role=Role.ADMIN, reason=reason.strip(), body={"name": person.name})  # fmt: skip
