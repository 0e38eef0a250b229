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

    class Adoption(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly adopted")
        NOT = "not", _("Not adopted")

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
    adoption = models.CharField(max_length=8, choices=Adoption, blank=True)  # of a suggestion
    adoption_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    state_before_merge = models.CharField(max_length=16, blank=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
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


class CaseLink(models.Model):
    """Two cases that have to do with each other; `one` has the lower id."""

    one = models.ForeignKey(CaseFile, models.PROTECT, related_name="links_up")
    other = models.ForeignKey(CaseFile, models.PROTECT, related_name="links_down")
    why = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["one", "other"], name="case_link_once"),)

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


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
    bounces = models.PositiveSmallIntegerField(default=0)  # how often it was returned
    bounce_basis = models.TextField(blank=True)
    head_ruling = models.TextField(blank=True)  # after the second return

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "number"], name="order_number"),)

    def __str__(self) -> str:
        return self.number


class Clock(models.Model):
    """A running promise: rule, calendar version, due instant and the days it counts.

    `next_at` is the sweeper's next wake-up for this clock (warning, then overdue); it is empty
    when nothing is left to raise. A provisional due is kept apart and never shown as a date.
    `fixed_at` stands for a due instant taken over with a merged case; `rule` is empty then.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        MET = "met", _("Kept")
        CANCELLED = "cancelled", _("Cancelled")

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="clocks")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="clocks")
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


class Extension(models.Model):
    """More time asked for an order (延期). States: `rules.machines.EXTENSION`.

    `key` comes with the form, so that a double click asks once. `length` is like "+3WD", counted
    from the due instant that stood.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="extensions")
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=16, default="drafted")
    length = models.CharField(max_length=16)
    reason = models.TextField()
    plan = models.TextField()
    asked_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    endorsed_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    endorsed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    due_before_at = models.DateTimeField()
    due_asked_at = models.DateTimeField()  # what the length would give

    class Meta:
        constraints = (models.UniqueConstraint(fields=["order", "key"], name="extension_once"),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.length}"
