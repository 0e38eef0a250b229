"""Letting go of reporters' matters whose time of keeping is over, kind by kind, as decided.

The time counts from the day the matter was closed or refused; one that is still open, or under a
legal hold of its own or through its story or office, is never touched.
"""

from datetime import datetime
from typing import Final

from huiyin.apps.intake.holds import destroy_keys
from huiyin.apps.intake.models import LegalHold, Submission
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import policy
from huiyin.flows.keeping import everything_held, held_stories, standing_holds
from huiyin.rules.keeping import MATTERS, Purpose, kept_until

BATCH: Final = 200
ENDED: Final = ("closed", "refused")


def let_go_of_matters(now: datetime) -> int:
    """One round over all offices; gives of how many matters the keys were destroyed."""
    offices = Office.objects.select_related("calendar").order_by("id")
    return sum(_of_office(office, now) for office in offices)


def _of_office(office: Office, now: datetime) -> int:
    if everything_held(office):
        return 0
    return sum(_of_purpose(office, purpose, now) for purpose in MATTERS)


def _of_purpose(office: Office, purpose: Purpose, now: datetime) -> int:
    kind, decided = purpose.key.rpartition(".")[2], policy(office, purpose.key, now)
    before = kept_until(decided, now, purpose.least_days)
    if before is None:
        return 0
    stories = held_stories(standing_holds(office))
    held = LegalHold.objects.filter(ended_at=None).values("submission_id")
    old = Submission.objects.filter(
        office=office, kind=kind, mailbox__status__in=ENDED, mailbox__changed_at__lt=before,
        matter_key__destroyed_at=None, matter_key__isnull=False,
    ).exclude(pk__in=held).exclude(item__membership__story__in=stories)  # fmt: skip
    rows = list(old.select_related("office__calendar").order_by("received_at")[:BATCH])
    return destroy_keys(rows, decided, now) if rows else 0
