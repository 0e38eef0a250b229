"""Case files, their orders and their clocks. One matter, one case file (一情一档)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseFile(models.Model):
    """One matter from registration to closing. States: `rules.machines.CASE`."""

    class Kind(models.TextChoices):
        CONCERN = "concern", _("Public concern")
        SUGGESTION = "suggestion", _("Suggestion")
        COMPLAINT = "complaint", _("Complaint")
        HAZARD = "hazard", _("Hazard")
        QUESTION = "question", _("Question")
        REPORT = "report", _("Accusation report")

    class Verdict(models.TextChoices):
        TRUE = "true", _("Substantiated")
        PARTLY = "partly", _("Partly substantiated")
        FALSE = "false", _("Unsubstantiated")
        UNKNOWN = "unknown", _("Cannot be verified yet")

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="cases")
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=16, default="registered")
    story = models.ForeignKey("stories.Story", models.PROTECT, null=True, related_name="cases")
    lead_unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, related_name="cases")
    handler = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="cases")
    opened_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    finding = models.TextField(blank=True)  # what was found and what was done about it
    answered_at = models.DateTimeField(null=True)
    fed_back_at = models.DateTimeField(null=True)
    # The binding clock (earliest running due), kept here so that lists need one query.
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "number"], name="case_number"),)
        indexes = (
            models.Index(
                fields=["office", "due_at", "id"],
                name="case_due",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["handler", "due_at", "id"],
                name="case_mine",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["lead_unit", "due_at", "id"],
                name="case_unit",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=["office", "-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["office", "state"], name="case_state"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CaseItem(models.Model):
    """An item that a case answers to."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="attachments")
    item = models.OneToOneField("intake.Item", models.PROTECT, related_name="case_link")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.item_id}"


class Order(models.Model):
    """A supervision order (督办单). States: `rules.machines.ORDER`."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="orders")
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="orders")
    rule = models.CharField(max_length=16)  # "H36", "WD4"
    state = models.CharField(max_length=16, default="issued")
    requirement = models.TextField()
    issued_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    signed_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    handler = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="orders")
    assigned_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, choices=CaseFile.Verdict, blank=True)
    finding = models.TextField(blank=True)
    reviewed_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "number"], name="order_number"),)

    def __str__(self) -> str:
        return self.number


class Clock(models.Model):
    """A running promise: rule, calendar version, due instant and the days it counts.

    `next_at` is the sweeper's next wake-up for this clock (warning, then overdue); it is empty
    when nothing is left to raise. A provisional due is kept apart and never shown as a date.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        MET = "met", _("Kept")
        CANCELLED = "cancelled", _("Cancelled")

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="clocks")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="clocks")
    purpose = models.CharField(max_length=30)  # "order", "sign"
    rule = models.CharField(max_length=16)
    calendar_version = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    provisional_at = models.DateTimeField(null=True)
    due_version = models.PositiveIntegerField(default=1)
    warn_at = models.DateTimeField(null=True)
    trace = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    stopped_at = models.DateTimeField(null=True)
    late_by = models.DurationField(null=True)  # set once the clock stopped after its due
    warned_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)  # when the overdue notice was raised
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
