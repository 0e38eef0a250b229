"""What the last cases would have got under other limits: old due, new due, difference.

Each clock is counted by the rules from its whole history, pauses and extensions included, with the
other rule in place of its own. Nothing is stored.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.apps.cases.counting import state_of
from huiyin.apps.cases.models import CaseFile, Clock
from huiyin.apps.org.models import Office
from huiyin.rules.presets import Begins, PresetClock

CASES = 100
_PURPOSES = {"handling": ("order", "handling")}


@dataclass(frozen=True, slots=True)
class Trial:
    """One clock of a case, or one that it would have had; None for a due without a date."""

    case: CaseFile
    purpose: str
    old_rule: str
    old_due_at: datetime | None
    new_rule: str
    new_due_at: datetime | None

    @property
    def difference(self) -> timedelta | None:
        """How much later the new due is; negative for earlier, None where one is missing."""
        if self.old_due_at is None or self.new_due_at is None:
            return None
        return self.new_due_at - self.old_due_at


def try_limits(office: Office, wanted: Mapping[str, Iterable[PresetClock]]) -> list[Trial]:
    """The newest `CASES` cases of these kinds under these limits (kind → clocks), newest first."""
    rows = CaseFile.objects.filter(office=office, kind__in=list(wanted)).order_by(
        "-opened_at", "-id"
    )
    cases = list(rows.select_related("office__calendar")[:CASES])
    clocks: dict[tuple[int, str], Clock] = {}
    stored = Clock.objects.filter(case__in=cases, fixed_at=None).order_by("-id")
    for clock in stored:  # the first of each purpose stays: it is the matter's own
        clocks[clock.case_id, clock.purpose] = clock
    trials = (_trial(case, one, clocks) for case in cases for one in wanted[case.kind])
    return [trial for trial in trials if trial is not None]


def _trial(
    case: CaseFile, limit: PresetClock, clocks: Mapping[tuple[int, str], Clock]
) -> Trial | None:
    names = _PURPOSES.get(limit.purpose, (limit.purpose,))
    found = (clocks[case.pk, name] for name in names if (case.pk, name) in clocks)
    clock = next(found, None)
    if clock is None and limit.begins is not Begins.REGISTERED:
        return None
    old_rule, old_due = (clock.rule, clock.due_at) if clock else ("", None)
    other = copy(clock) if clock else Clock(purpose=limit.purpose, started_at=case.opened_at)
    other.calendar_version = other.calendar_version or case.office.calendar.version
    other.case, other.rule = case, limit.rule
    due = state_of(other).due
    new_due = due.at if due and not due.provisional else None
    return Trial(case, limit.purpose, old_rule, old_due, limit.rule, new_due)
