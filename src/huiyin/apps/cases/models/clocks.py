"""Running promises of a case, and the stretches in which they stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.apps.cases.models.files import CaseFile
from huiyin.apps.cases.models.orders import Order


class Clock(models.Model):
    """A running promise: rule, calendar version, due instant and the days it counts.

    `next_at` is the sweeper's next wake-up for this clock (warning, then overdue); it is empty
    when nothing is left to raise. A provisional due is kept apart and never shown as a date.
    `fixed_at` stands for a due instant taken over with a merged case; `rule` is empty then.
    `ladder` is the escalation it began with (`rules.ladders`), `level` how many steps were raised.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        MET = "met", _("Kept")
        CANCELLED = "cancelled", _("Cancelled")

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="clocks")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="clocks")
    part = models.ForeignKey("cases.OrderPart", models.PROTECT, null=True, related_name="clocks")
    purpose = models.CharField(max_length=30)  # see `rules.promises`
    number = models.PositiveSmallIntegerField(default=1)  # 2 after the case was reopened
    rule = models.CharField(max_length=16, blank=True)
    fixed_at = models.DateTimeField(null=True)
    calendar_version = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    provisional_at = models.DateTimeField(null=True)
    due_version = models.PositiveIntegerField(default=1)
    versions = models.JSONField(default=list)  # [since, due or null], the first one first
    remaining = models.JSONField(null=True)  # {"days": n} or {"seconds": n} while paused
    warn_at = models.DateTimeField(null=True)
    trace = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    stopped_at = models.DateTimeField(null=True)
    late_by = models.DurationField(null=True)  # set once the clock stopped after its due
    warned_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)  # when the overdue notice was raised
    ladder = models.CharField(max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["next_at"], name="clock_next", condition=models.Q(next_at__isnull=False)
            ),
            models.Index(fields=["case", "state"], name="clock_of_case"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.rule}"


class Pause(models.Model):
    """A stretch in which all clocks of a case stand: to a known instant, or until resumed."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="pauses")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # by hand; before `until_at` if that is given
    reason = models.TextField()
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.case_id} {self.since_at}"
