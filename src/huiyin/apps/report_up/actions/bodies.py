"""The tree of bodies that an office keeps: who stands above it, beside it, and who gets a copy."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.report_up.models import Beside, Body
from huiyin.rules.refusals import Refusal
from huiyin.rules.report_up import Tier, makes_circle


@transaction.atomic
def save_body(
    *, name: str, tier: str, actor: Person, now: datetime, pk: int | None = None, name_en: str = "",
    superior: int | None = None, parallels: Iterable[int] = (), copies: Iterable[int] = (),
    contact: str = "", office: Office | None = None,
) -> Body:  # fmt: skip
    """Add a body or change one. Raises StepRefused, Body.DoesNotExist.

    Chains that run keep what they opened; their next hops follow the tree as it stands then.
    """
    if not holds(actor, "office", "admin") or not actor.is_active:
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)
    keeper = Office.objects.select_for_update(of=("self",)).get(pk=actor.office_id)
    known = {body.pk: body for body in Body.objects.filter(keeper=keeper, retired_at=None)}
    if pk is not None and pk not in known:
        raise Body.DoesNotExist
    body = known[pk] if pk is not None else Body(keeper=keeper)
    _check(body, name, tier, superior, office, known)
    if pk is None or office is not None:
        body.office = office
    body.name, body.name_en, body.tier = name.strip()[:120], name_en.strip()[:160], tier
    body.superior_id, body.contact = superior, contact.strip()[:200]
    body.save()
    beside = _beside(body, parallels, copies, known)
    record(
        "body.changed" if pk else "body.added", subject=f"body:{body.pk}", at=now, office=keeper,
        actor=actor,
        body={"name": body.name, "tier": tier, "superior": _name(known, superior),
              "parallel": [known[to].name for to, copy in beside if not copy],
              "copies": [known[to].name for to, copy in beside if copy]},
    )  # fmt: skip
    return body


def _check(
    body: Body, name: str, tier: str, superior: int | None, office: Office | None,
    known: dict[int, Body],
) -> None:  # fmt: skip
    others = [each for each in known.values() if each.pk != body.pk]
    taken = any(each.name == name.strip()[:120] for each in others)
    twice = office is not None and any(each.office_id == office.pk for each in others)
    if not name.strip() or taken or twice or tier not in set(Tier):
        raise StepRefused(Refusal.BODY_MISSING)
    if superior is not None and superior not in known:
        raise StepRefused(Refusal.SUPERIOR_MISSING)
    above = {pk: each.superior_id for pk, each in known.items()}
    if body.pk is not None and makes_circle(body.pk, superior, above):
        raise StepRefused(Refusal.TREE_CIRCLE)


def _beside(
    body: Body, parallels: Iterable[int], copies: Iterable[int], known: dict[int, Body]
) -> list[tuple[int, bool]]:
    wanted = dict.fromkeys(copies, True) | dict.fromkeys(parallels, False)
    chosen = [(to, copy) for to, copy in wanted.items() if to in known and to != body.pk]
    Beside.objects.filter(body=body).delete()
    Beside.objects.bulk_create(Beside(body=body, to_id=to, copy=copy) for to, copy in chosen)
    return chosen


def _name(known: dict[int, Body], pk: int | None) -> str:
    return known[pk].name if pk is not None else ""
