"""Posts and their holders, leave and substitutes, shifts, ladders: entered by hand, on record."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Leave, Office, Person, Policy, Post, Shift, Unit
from huiyin.apps.org.queries import holds, zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.ladders import read_ladder
from huiyin.rules.refusals import Refusal

KEEPERS = ("office", "admin")


def may_keep(person: Person) -> bool:
    """Whether somebody may enter posts, shifts, and leave of others."""
    return holds(person, *KEEPERS)


@transaction.atomic
def fill_post(
    office: Office, *, name: str, rung: str, unit: Unit | None, holder: Person | None,
    acting: Person | None, actor: Person, now: datetime,
) -> Post:  # fmt: skip
    """Set up a post, or say anew who sits on the one of this name. Raises StepRefused."""
    _refuse_others(actor, office)
    if not name.strip() or rung not in Post.Rung.values:
        raise StepRefused(Refusal.TEXT_MISSING)
    told = {"rung": rung, "unit": unit, "holder": holder, "acting": acting}
    post, _new = Post.objects.update_or_create(
        office=office, name=name.strip()[:80], ended_at=None, defaults=told
    )
    names = {"name": post.name, "holder": holder.name if holder else "",
             "acting": acting.name if acting else ""}  # fmt: skip
    record("post.filled", subject=f"post:{post.pk}", at=now, office=office, actor=actor,
           body=names)  # fmt: skip
    return post


@transaction.atomic
def end_post(post: Post, *, actor: Person, now: datetime) -> None:
    """The post is there no more; it stays on record."""
    _refuse_others(actor, post.office)
    if Post.objects.filter(pk=post.pk, ended_at=None).update(ended_at=now):
        record("post.ended", subject=f"post:{post.pk}", at=now, office=post.office, actor=actor,
               body={"name": post.name})  # fmt: skip


@transaction.atomic
def enter_leave(
    person: Person, *, substitute: Person | None, since: datetime, until: datetime | None,
    reason: str, actor: Person, now: datetime,
) -> Leave:  # fmt: skip
    """Somebody is away from `since` to `until`; one's own leave anybody may enter."""
    if actor.pk != person.pk:
        _refuse_others(actor, person.office)
    if until is not None and until <= since:
        raise StepRefused(Refusal.PAUSE_EMPTY)
    leave = Leave.objects.create(
        person=person, substitute=substitute if substitute != person else None, since_at=since,
        until_at=until, reason=reason.strip()[:120], entered_by=actor,
    )  # fmt: skip
    body = {"name": person.name, "substitute": substitute.name if substitute else ""}
    record("leave.entered", subject=f"leave:{leave.pk}", at=now, office=person.office, actor=actor,
           body=body)  # fmt: skip
    return leave


@transaction.atomic
def end_leave(leave: Leave, *, actor: Person, now: datetime) -> None:
    """They are back, or will not go."""
    if actor.pk != leave.person_id:
        _refuse_others(actor, leave.person.office)
    leave.until_at = max(now, leave.since_at)
    leave.save(update_fields=["until_at"])
    record("leave.ended", subject=f"leave:{leave.pk}", at=now, office=leave.person.office,
           actor=actor, body={"name": leave.person.name})  # fmt: skip


@transaction.atomic
def enter_shift(
    person: Person, *, since: datetime, until: datetime, actor: Person, now: datetime
) -> Shift:
    """Somebody is on duty from `since` to `until`. Raises StepRefused."""
    _refuse_others(actor, person.office)
    if until <= since or until <= now:
        raise StepRefused(Refusal.PAUSE_EMPTY)
    shift = Shift.objects.create(
        office=person.office, person=person, since_at=since, until_at=until, entered_by=actor
    )
    zone = zone_of(person.office)
    body = {"name": person.name, "since_local": since.astimezone(zone).isoformat("T", "minutes"),
            "until_local": until.astimezone(zone).isoformat("T", "minutes")}  # fmt: skip
    record("shift.entered", subject=f"shift:{shift.pk}", at=now, office=person.office, actor=actor,
           body=body)  # fmt: skip
    return shift


@transaction.atomic
def cancel_shift(shift: Shift, *, actor: Person, now: datetime) -> None:
    """The shift does not take place, or ends now."""
    _refuse_others(actor, shift.office)
    if Shift.objects.filter(pk=shift.pk, cancelled_at=None).update(cancelled_at=now):
        record("shift.cancelled", subject=f"shift:{shift.pk}", at=now, office=shift.office,
               actor=actor, body={"name": shift.person.name})  # fmt: skip


@transaction.atomic
def change_ladder(
    office: Office, purpose: str, text: str, basis: str, *, actor: Person, now: datetime
) -> None:
    """Another ladder for clocks that start from now on. Raises LadderError, StepRefused."""
    if actor.office_id != office.pk or not holds(actor, "admin"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    value = ", ".join(str(step) for step in read_ladder(text))
    Policy.objects.update_or_create(
        office=office, key=f"ladder.{purpose}", since_at=now,
        defaults={"value": value, "basis": basis.strip()[:200]},
    )  # fmt: skip
    record("ladder.changed", subject=f"office:{office.pk}", at=now, office=office, actor=actor,
           reason=basis.strip()[:200], body={"purpose": purpose, "ladder": value})  # fmt: skip


def _refuse_others(actor: Person, office: Office) -> None:
    if actor.office_id != office.pk or not may_keep(actor):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
