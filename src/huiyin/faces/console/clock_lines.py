"""The binding clocks of listed cases as the clock component shows them."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from huiyin.apps.cases.due import binding_clocks
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.clock_words import purpose_text
from huiyin.faces.shared.clocks import ClockView, clock_view


def clock_lines(
    cases: Iterable[CaseFile], *, now: datetime, zone: ZoneInfo
) -> dict[int, ClockView]:
    """Case id → its clock; one query for all. A case without a running clock has none."""
    return {
        case_id: clock_view(
            label=purpose_text(clock.purpose, clock.order.number if clock.order else ""),
            rule=clock.rule,
            started_at=clock.started_at,
            due_at=clock.due_at,
            now=now,
            tz=zone,
        )
        for case_id, clock in binding_clocks(cases).items()
    }
