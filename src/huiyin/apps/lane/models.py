"""The integrity lane (廉政通道): matters that accuse staff, in a compartment of their own.

Only the discipline role of the office reads or writes here; the database holds to that whatever
the code asks (`conf.compartments`). Rows elsewhere that belong to a matter of the lane carry
`apart`: 0 is open to the office, below zero the matter's id with a minus, above zero the id of a
case from which somebody is kept. Ids are given before the row is written, so that whoever passes a
matter on need not read what they wrote.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Matter(models.Model):
    """One accusation. Its words stay where they arrived; nothing is copied."""

    class Verdict(models.TextChoices):
        TRUE = "true", _("Substantiated")
        PARTLY = "partly", _("Partly substantiated")
        FALSE = "false", _("Unsubstantiated")

    id = models.BigIntegerField(primary_key=True)
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="sealed")
    submission = models.OneToOneField(
        "intake.Submission", models.PROTECT, null=True, related_name="lane_matter"
    )
    item = models.OneToOneField("intake.Item", models.PROTECT, null=True, related_name="lane")
    case = models.OneToOneField("cases.CaseFile", models.PROTECT, null=True, related_name="lane")
    grounds = models.JSONField(default=list)  # why it came here, see `rules.text.integrity`
    received_at = models.DateTimeField()
    sealed_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField()
    taken_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    finding = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    objection = models.TextField(blank=True)  # what the reporter said of the result
    passed_to = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "number"], name="lane_number"),)
        indexes = (models.Index(fields=["office", "-received_at", "-id"], name="lane_newest"),)

    def __str__(self) -> str:
        return self.number

    @property
    def circle(self) -> int:
        """What rows elsewhere that belong to it carry as `apart`."""
        return -self.pk


class Promise(models.Model):
    """A time limit of a matter: acceptance told, passed to the superior, result told."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        MET = "met", _("Kept")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.BigIntegerField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="promises")
    purpose = models.CharField(max_length=12)  # acceptance, pass_up, result
    rule = models.CharField(max_length=16)
    calendar_version = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    provisional_at = models.DateTimeField(null=True)
    trace = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    stopped_at = models.DateTimeField(null=True)
    late_by = models.DurationField(null=True)
    overdue_at = models.DateTimeField(null=True)  # when that was raised
    next_at = models.DateTimeField(null=True)  # the sweeper's next look

    class Meta:
        indexes = (
            models.Index(
                fields=["next_at"], name="lane_next", condition=models.Q(next_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.rule}"


class Step(models.Model):
    """What was done in a matter, in words; the audit chain holds the proof of each."""

    id = models.BigIntegerField(primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20)
    by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.matter_id} {self.kind}"


class Attempt(models.Model):
    """Somebody asked for what is kept from them; they were told that there is no such page."""

    id = models.BigIntegerField(primary_key=True)
    circle = models.BigIntegerField()  # as `apart`
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    path = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["circle", "at"], name="attempt_at"),)

    def __str__(self) -> str:
        return f"{self.circle} {self.path}"
