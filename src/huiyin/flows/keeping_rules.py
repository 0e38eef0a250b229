"""What an administrator decides about keeping: another policy, a hold, a hold lifted."""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Office, Person, Policy
from huiyin.apps.org.queries import holds, policy
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.models import KeepingHold, Story
from huiyin.rules.keeping import BY_KEY, Fault, fault_of
from huiyin.rules.refusals import Refusal


class PolicyRefused(Exception):  # noqa: N818 - it is an answer, not a fault
    """A policy that cannot be taken; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@transaction.atomic
def change_keeping(
    office: Office, key: str, value: str, basis: str, *, actor: Person, now: datetime
) -> Policy:
    """Keep what serves a purpose so long from now on; `basis` is why, as the law or the archive
    rules put it. Raises PolicyRefused, StepRefused, and KeyError for an unknown purpose."""
    _check(office, actor)
    fault = fault_of(BY_KEY[key], value)
    if fault is not None:
        raise PolicyRefused(fault)
    if not basis.strip():
        raise StepRefused(Refusal.BASIS_MISSING)
    before = policy(office, key, now)
    kept = Policy.objects.create(
        office=office, key=key, value=value, basis=basis.strip()[:200], since_at=now
    )
    record(
        "keeping.changed", subject=f"policy:{kept.pk}", at=now, office=office, actor=actor,
        reason=kept.basis, body={"key": key, "from": before, "to": value},
    )  # fmt: skip
    return kept


@transaction.atomic
def hold_back(
    office: Office, story: Story | None, reason: str, *, actor: Person, now: datetime
) -> KeepingHold:
    """Let nothing of a story go (None: nothing of the office) until the hold is lifted.

    Raises StepRefused where no reason is given.
    """
    _check(office, actor)
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    if story is not None and story.office_id != office.pk:
        raise StepRefused(Refusal.STORY_MISSING)
    hold = KeepingHold.objects.create(
        office=office, story=story, reason=reason.strip()[:300], by=actor, since_at=now
    )
    _tell("keeping.held", hold, actor, now)
    return hold


@transaction.atomic
def lift_hold(pk: int, *, actor: Person, now: datetime) -> KeepingHold:
    """What the hold covered may go again; raises KeepingHold.DoesNotExist where none stands."""
    hold = KeepingHold.objects.select_for_update().get(pk=pk, office=actor.office, lifted_at=None)
    _check(hold.office, actor)
    hold.lifted_by, hold.lifted_at = actor, now
    hold.save(update_fields=["lifted_by", "lifted_at"])
    _tell("keeping.hold_lifted", hold, actor, now)
    return hold


def _check(office: Office, actor: Person) -> None:
    if actor.office_id != office.pk or not holds(actor, "admin"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)


def _tell(kind: str, hold: KeepingHold, actor: Person, now: datetime) -> None:
    title = hold.story.title if hold.story else ""
    record(
        kind, subject=f"hold:{hold.pk}", at=now, office=hold.office, actor=actor,
        story_id=hold.story_id, reason=hold.reason, body={"title": title},
    )  # fmt: skip
