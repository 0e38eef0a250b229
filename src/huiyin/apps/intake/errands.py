"""Single looks that a person asks for: a preview of a source before it is saved, a page to clip.

The row is the request; the worker's collector runs it like any other, so guard, robots.txt, turns
and limits hold, and the console itself never speaks to the outside.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from huiyin.apps.intake.actions.sources import KEEPERS, fit_address, set_up
from huiyin.apps.intake.models import Errand, PatrolPlace
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.engine.sealed import seal
from huiyin.rules.refusals import Refusal

LEASE = timedelta(seconds=60)
MOST_WAITING = 20  # of one person


def ask_preview(
    plugin: str,
    url: str,
    given: Mapping[str, object],
    *,
    actor: Person,
    now: datetime,
    held: Mapping[str, str] | None = None,
    allow_private: bool = False,
) -> Errand:
    """Look at a source as typed; `held` are secrets that it has. Raises SourceRefused, StepRefused.

    `allow_private` holds only for administrators, as for a source.
    """
    _may(actor, *KEEPERS)
    made = set_up(plugin, url, given, held)
    return Errand.objects.create(
        office=actor.office, by=actor, kind="preview", plugin=plugin, url=made.url,
        settings=dict(made.settings), sealed=seal(made.secrets), asked_at=now,
        allow_private=allow_private and holds(actor, "admin"),
    )  # fmt: skip


def ask_clip(
    url: str,
    *,
    actor: Person,
    now: datetime,
    title: str = "",
    text: str = "",
    place: PatrolPlace | None = None,
) -> Errand:
    """Bring a page into the inbox; a text that was marked on it is taken instead of its main text.

    Raises SourceRefused for an unfit address, StepRefused for a person without the right.
    """
    _may(actor, "duty", "office", "handler", "admin")
    told = {"title": title.strip()[:500], "text": text.strip()[:100_000]}
    if place is not None:
        told["place"] = place.name
    return Errand.objects.create(
        office=actor.office, by=actor, kind="clip", url=fit_address(url), settings=told,
        asked_at=now,
    )  # fmt: skip


def _may(actor: Person, *roles: str) -> None:
    if not holds(actor, *roles):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    if Errand.objects.filter(by=actor, done_at=None)[:MOST_WAITING].count() >= MOST_WAITING:
        raise StepRefused(Refusal.TOO_MANY_WAITING)


def lease_errands(now: datetime, limit: int) -> list[Errand]:
    """Errands that nobody runs at the moment, held for a minute."""
    with transaction.atomic():
        free = Errand.objects.filter(done_at=None).exclude(leased_until__gt=now)
        held = free.select_related("office__calendar", "by").select_for_update(
            skip_locked=True, of=("self",)
        )
        rows = list(held.order_by("asked_at", "id")[:limit])
        if rows:
            Errand.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=now + LEASE)
    return rows
