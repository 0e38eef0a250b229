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
    """Show the reporters the instant by which they are answered, and how it was counted."""
    clock = promise_to_reporters(case)
    boxes = mailboxes_of(case)
    if clock is None:
        mailboxes.promise(boxes, None, now)
        return
    days = [[step["day"], step["counted"], step["why"]] for step in clock.trace]
    counted = {"rule": clock.rule, "since": clock.started_at.isoformat(), "days": days}
    mailboxes.promise(boxes, clock.due_at, now, counted)


def promise_to_reporters(case: CaseFile) -> Clock | None:
    """The clock that the reporters are shown: the matter's own, or a case merged in if earlier.

    The limit of the first order that runs is the matter's own. Further orders tighten it inside the
    office; like the time to sign or to give an opinion they are nobody else's business.
    """
    rows = Clock.objects.filter(case=case, state=Clock.State.RUNNING, due_at__isnull=False)
    first = rows.filter(purpose="order").order_by("order_id", "id").first()
    others = rows.filter(purpose__in=("handling", "merged")).order_by("due_at", "id").first()
    return min((one for one in (first, others) if one), key=_due, default=None)


def _due(clock: Clock) -> datetime:
    return clock.due_at or clock.started_at


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
