"""After something happened to a case: its clocks counted anew, on record, and told to reporters."""

from datetime import datetime

from huiyin.apps.audit.actions import Told, record_all
from huiyin.apps.cases import clocks
from huiyin.apps.cases.models import CaseFile, Clock
from huiyin.apps.cases.queries import mailboxes_of
from huiyin.apps.intake import mailboxes
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import zone_of


def move_clocks(case: CaseFile, because: str, *, actor: Person | None, now: datetime) -> int:
    """Count all clocks of a locked case anew; gives how many were changed by it.

    Each due instant that moved is an event of its own, with the old and the new one; a clock that
    stands has none, which the event of the pause says.
    """
    changed = clocks.recount_case(case, now)
    moved = [(clock, old) for clock, old in changed if clock.due_at and clock.due_at != old]
    record_all([_told(clock, old, because, actor, now) for clock, old in moved])
    if changed:
        promise_anew(case, now)
    return len(changed)


def promise_anew(case: CaseFile, now: datetime) -> None:
    """Show the reporters the instant that binds the office's answer now."""
    bound = Clock.objects.filter(
        case=case, purpose__in=("order", "handling", "merged"), state=Clock.State.RUNNING
    )
    due = bound.filter(due_at__isnull=False).order_by("due_at").values_list("due_at", flat=True)
    mailboxes.promise(mailboxes_of(case), due.first(), now)


def _told(
    clock: Clock, old: datetime | None, because: str, actor: Person | None, now: datetime
) -> Told:
    zone = zone_of(clock.case.office)
    due = clock.due_at or now
    body = {
        "purpose": clock.purpose,
        "rule": clock.rule,
        "order": clock.order.number if clock.order else "",
        "from": old.isoformat() if old else "",
        "due_at": due.isoformat(),
        "to_local": f"{due.astimezone(zone):%Y-%m-%d %H:%M}",
        "due_version": clock.due_version,
        "because": because,
    }
    return Told(
        "clock.moved", f"clock:{clock.pk}", now, clock.case.office, actor,
        case_id=clock.case_id, body=body,
    )  # fmt: skip
