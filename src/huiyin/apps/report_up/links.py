"""Signed links: a recipient outside the desk acknowledges with one button, once, without sign-in.

A link names its leg and a version and is signed with the desk's own key, so nothing secret is
stored and a dump of the database opens nothing. It ends when it was used, when a newer one was
made, or after `LASTS`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.report_up.actions.sending import acknowledged_by_link
from huiyin.apps.report_up.actions.steps import lock_leg, sends
from huiyin.apps.report_up.models import Leg
from huiyin.rules.refusals import Refusal

SALT = "huiyin.report_up.receipt"
LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a link tells; `refused` says why the button is not there."""

    leg: Leg
    refused: Refusal | None


@transaction.atomic
def make_link(leg_id: int, *, actor: Person, now: datetime) -> str:
    """A new link for a report that was sent; older ones of the leg end. Gives its token."""
    leg = lock_leg(leg_id, actor)
    sends(leg, actor)
    if leg.state != "sent":
        raise StepRefused(Refusal.EVENT_NOT_HERE)
    leg.link_version += 1
    leg.link_until_at = now + LASTS
    leg.save(update_fields=["link_version", "link_until_at"])
    chain = leg.chain
    record(
        "report_up.link_made", subject=f"chain:{chain.pk}", at=now, office=chain.office,
        actor=actor, case_id=chain.case_id, story_id=chain.story_id,
        body={"title": chain.title, "leg": leg.pk, "to": leg.to.name, "report": leg.report.number,
              "until": leg.link_until_at.isoformat()},
    )  # fmt: skip
    return token_of(leg)


def token_of(leg: Leg) -> str:
    """The token of the newest link of a leg."""
    return signing.dumps([leg.pk, leg.link_version], salt=SALT)


def shown(token: str, now: datetime) -> Shown:
    """What a link leads to; raises StepRefused where it is none of this desk."""
    pk, version = _read(token)
    rows = Leg.objects.select_related("chain__office__calendar", "report", "to", "sender")
    leg = rows.filter(pk=pk).first()
    if leg is None:
        raise StepRefused(Refusal.LINK_WRONG)
    return Shown(leg, _objection(leg, version, now))


@transaction.atomic
def use_link(token: str, *, who: str, text: str, now: datetime) -> Leg:
    """The recipient has taken note; works once. Raises StepRefused."""
    pk, version = _read(token)
    try:
        leg = lock_leg(pk, None)
    except Leg.DoesNotExist:
        raise StepRefused(Refusal.LINK_WRONG) from None
    objection = _objection(leg, version, now)
    if objection is not None:
        raise StepRefused(objection)
    return acknowledged_by_link(leg, who, text, now)


def _objection(leg: Leg, version: int, now: datetime) -> Refusal | None:
    if leg.state != "sent":
        return Refusal.LINK_USED
    if version != leg.link_version or leg.link_until_at is None or now > leg.link_until_at:
        return Refusal.LINK_EXPIRED
    return None


def _read(token: str) -> tuple[int, int]:
    try:
        pk, version = signing.loads(token[:300], salt=SALT)
        return int(pk), int(version)
    except (signing.BadSignature, ValueError, TypeError):
        raise StepRefused(Refusal.LINK_WRONG) from None
