"""The patrol: places without a feed that people look at by hand, and the rounds they made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import PatrolPlace, PatrolRound
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds, zone_of
from huiyin.apps.org.steps import StepRefused
from huiyin.ports.settings import is_web_address
from huiyin.rules.patrol import LOOKED_BACK, Standing, read_times, standing
from huiyin.rules.refusals import Refusal

KEEPERS = ("duty", "office", "admin")


class PlaceRefused(ValueError):  # noqa: N818 - it is an answer, not a fault
    """A place that cannot stand on the rota; `code` is name_missing, address_unfit, times_unfit or
    days_missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Rota:
    """A place, how it stands now, and its latest rounds, newest first."""

    place: PatrolPlace
    standing: Standing
    rounds: list[PatrolRound]


@transaction.atomic
def keep_place(
    office: Office,
    *,
    name: str,
    url: str,
    weekdays: str,
    times: str,
    keeper: Person | None,
    actor: Person,
    now: datetime,
    note: str = "",
    enabled: bool = True,
    place_id: int | None = None,
) -> PatrolPlace:
    """Put a place on the rota, or change it. Raises PlaceRefused, StepRefused."""
    if actor.office_id != office.pk or not holds(actor, *KEEPERS):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    kept = {
        **_checked(name, url, weekdays, times), "note": note.strip()[:300], "keeper": keeper,
        "enabled": enabled,
    }  # fmt: skip
    if place_id is None:
        place, _new = PatrolPlace.objects.update_or_create(
            office=office,
            name=kept["name"],
            defaults=kept,
            create_defaults={**kept, "added_at": now},
        )
    else:
        place = PatrolPlace.objects.select_for_update().get(pk=place_id, office=office)
        if PatrolPlace.objects.filter(office=office, name=kept["name"]).exclude(pk=place.pk):
            raise PlaceRefused("name_taken")
        for column, value in kept.items():
            setattr(place, column, value)
        place.save()
    record(
        "patrol.place_kept", subject=f"patrol:{place.pk}", at=now, office=office, actor=actor,
        body={
            "name": place.name, "times": place.times, "weekdays": place.weekdays,
            "enabled": enabled,
        },
    )  # fmt: skip
    return place


def _checked(name: str, url: str, weekdays: str, times: str) -> dict[str, object]:
    """The columns that were typed; raises PlaceRefused for the first that is not fit."""
    read = read_times(times)
    days = "".join(day for day in "0123456" if day in weekdays)
    if not name.strip():
        raise PlaceRefused("name_missing")
    if url.strip() and not is_web_address(url.strip()):
        raise PlaceRefused("address_unfit")
    if not read:
        raise PlaceRefused("times_unfit")
    if not days:
        raise PlaceRefused("days_missing")
    return {
        "name": name.strip()[:160], "url": url.strip(), "weekdays": days,
        "times": [at.strftime("%H:%M") for at in read],
    }  # fmt: skip


@transaction.atomic
def make_round(
    place_id: int, *, found: int, actor: Person, now: datetime, note: str = ""
) -> PatrolRound:
    """Write down that somebody looked; the round keeps the time that was due, if one was."""
    place = PatrolPlace.objects.select_for_update().get(pk=place_id, office_id=actor.office_id)
    if not holds(actor, "duty", "office", "handler", "admin"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    how = _standing(place, list(place.rounds.order_by("-at")[:50]), actor.office, now)
    made = PatrolRound.objects.create(
        place=place, by=actor, at=now, due_at=how.due_at, found=min(max(found, 0), 10_000),
        note=note.strip()[:300],
    )  # fmt: skip
    record(
        "patrol.round_made", subject=f"patrol:{place.pk}", at=now, office=actor.office,
        actor=actor, body={"name": place.name, "found": made.found},
    )  # fmt: skip
    return made


def rota_of(office: Office, now: datetime) -> list[Rota]:
    """All places, those that are due first, then by when they come next."""
    places = PatrolPlace.objects.filter(office=office).select_related("keeper")
    since = now - LOOKED_BACK
    rounds: dict[int, list[PatrolRound]] = {}
    made = PatrolRound.objects.filter(place__office=office, at__gte=since).select_related("by")
    for one in made.order_by("-at", "-id"):
        rounds.setdefault(one.place_id, []).append(one)
    rota = [
        Rota(place, _standing(place, own, office, now), own)
        for place in places.order_by("name")
        for own in [rounds.get(place.pk, [])]
    ]
    far = now + timedelta(days=365)
    return sorted(
        rota,
        key=lambda one: (
            not one.place.enabled,
            one.standing.due_at is None,
            one.standing.due_at or one.standing.next_at or far,
            one.place.name,
        ),
    )


def _standing(
    place: PatrolPlace, rounds: list[PatrolRound], office: Office, now: datetime
) -> Standing:
    if not place.enabled:
        return Standing(None, None)
    times = read_times(",".join(place.times)) or []
    made = [one.at for one in rounds]
    return standing(place.weekdays, times, zone_of(office), place.added_at, made, now)
