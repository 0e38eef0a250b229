"""The clocks of one case as its page shows them."""

from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.apps.cases.models import Clock
from huiyin.apps.org.clock_words import purpose_text
from huiyin.faces.shared.clocks import ClockView, clock_view
from huiyin.faces.shared.wording import duration


def clock_of(clock: Clock, now: datetime, zone: tzinfo) -> ClockView:
    """The clock component's view of a stored clock."""
    label = purpose_text(clock.purpose, clock.order.number if clock.order else "")
    if clock.number > 1:
        label = _("%(label)s (clock no. %(n)s)") % {"label": label, "n": clock.number}
    provisional = clock.provisional_at
    return clock_view(
        label=label,
        rule=clock.rule,
        started_at=clock.started_at,
        due_at=clock.due_at,
        now=now,
        tz=zone,
        trace=clock.trace,
        done_at=clock.stopped_at,
        cancelled=clock.state == Clock.State.CANCELLED,
        provisional=provisional is not None,
        missing_year=provisional.astimezone(zone).year if provisional else None,
        stands_with=_left(clock) if clock.state == Clock.State.PAUSED else "",
    )


def _left(clock: Clock) -> str:
    left = clock.remaining or {}
    if "days" in left:
        days = int(left["days"])
        if clock.rule.startswith("WD"):
            return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return duration(timedelta(seconds=float(left.get("seconds", 0))))
