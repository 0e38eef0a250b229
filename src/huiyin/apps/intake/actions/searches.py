"""Searches that somebody keeps, and is told of new answers to."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiyin.apps.audit.actions import record
from huiyin.apps.audit.models import Cursor
from huiyin.apps.intake.models import Item, SavedSearch
from huiyin.apps.intake.queries.asked import NAMES
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal

LONGEST = 300  # characters of one thing asked


def searches_cursor(office_id: int) -> str:
    """The name under which it is kept up to which item an office's searches were asked."""
    return f"searches of {office_id}"


@transaction.atomic
def save_search(
    owner: Person, name: str, asked: Mapping[str, str], *, alert: bool, now: datetime
) -> SavedSearch:
    """Keep a search under a name, or change the one of that name; `asked` as in the address.

    With `alert` the owner is told of what arrives from now on. Raises StepRefused where there is
    no name or nothing is asked.
    """
    kept = {key: asked[key].strip()[:LONGEST] for key in NAMES if asked.get(key, "").strip()}
    if not name.strip() or not kept:
        raise StepRefused(Refusal.TEXT_MISSING)
    told = SavedSearch.objects.filter(office=owner.office, alert=True)
    if alert and not told.exists():
        newest = Item.objects.filter(office=owner.office).aggregate(last=Max("pk"))["last"] or 0
        Cursor.objects.update_or_create(
            name=searches_cursor(owner.office_id), defaults={"seq": newest}
        )
    search, _new = SavedSearch.objects.update_or_create(
        owner=owner,
        name=name.strip()[:80],
        defaults={"office": owner.office, "asked": kept, "alert": alert, "saved_at": now},
    )
    record(
        "search.saved", subject=f"search:{search.pk}", at=now, office=owner.office, actor=owner,
        body={"name": search.name, "alert": alert},
    )  # fmt: skip
    return search


@transaction.atomic
def forget_search(owner: Person, pk: int, *, now: datetime) -> SavedSearch:
    """Keep it no longer; raises SavedSearch.DoesNotExist for somebody else's."""
    search = SavedSearch.objects.select_for_update().get(pk=pk, owner=owner)
    record(
        "search.forgotten", subject=f"search:{search.pk}", at=now, office=owner.office,
        actor=owner, body={"name": search.name},
    )  # fmt: skip
    search.delete()
    return search
