"""Items that join a case that is already open."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.actions.steps import lock_case
from huiyin.apps.cases.models import CaseFile, CaseItem
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal


@transaction.atomic
def attach_to_case(
    case_id: int, item_ids: Sequence[int], *, actor: Person, now: datetime
) -> list[int]:
    """Let the case answer to these items too; gives the ids of those that joined.

    Items of another case stay there. Raises StepRefused for a closed case or a missing right,
    CaseFile.DoesNotExist for a case of another office.
    """
    if not holds(actor, "duty", "office"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    case = lock_case(case_id, actor.office_id)
    if case.closed_at is not None:
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    ids = link_items(case, item_ids, now)
    if not ids:
        return []
    record(
        "case.items_attached", subject=f"case:{case.pk}", at=now, office=case.office, actor=actor,
        case_id=case.pk, body={"count": len(ids), "items": ids},
    )  # fmt: skip
    return ids


def link_items(case: CaseFile, item_ids: Sequence[int], now: datetime) -> list[int]:
    """Tie the items that belong to no case yet to a locked (or new) one; gives their ids."""
    free = Item.objects.filter(pk__in=item_ids, office=case.office, case_link=None)
    ids = sorted(free.values_list("pk", flat=True))
    CaseItem.objects.bulk_create(CaseItem(case=case, item_id=pk, at=now) for pk in ids)
    waiting = Item.objects.filter(pk__in=ids, state=Item.State.NEW)
    waiting.update(state=Item.State.ATTACHED)
    return ids
