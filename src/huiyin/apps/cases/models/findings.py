"""What a case rests on: what was found to be true, and what was decided to be done."""

from django.db import models

from huiyin.apps.cases.models.clocks import Clock
from huiyin.apps.cases.models.files import CaseFile


class Verification(models.Model):
    """Finding out what is true, by two persons. States: `rules.machines_of_findings.VERIFICATION`.

    `subject`, `place`, `basis` and `plan` are the officers' own words and stand on the inspection
    paper, which names no source. `next_at` is when something that could not be verified is looked
    at again.
    """

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="verifications")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=16, default="planned")
    subject = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    plan = models.TextField(blank=True)
    planned_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    first = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    collecting_at = models.DateTimeField(null=True)
    clock = models.OneToOneField(Clock, models.PROTECT, null=True, related_name="+")
    first_hand = models.TextField(blank=True)
    first_hand_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    first_hand_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, choices=CaseFile.Verdict, blank=True)
    finding = models.TextField(blank=True)
    concluded_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    next_clock = models.OneToOneField(Clock, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "number"], name="verification_number"),
        )

    def __str__(self) -> str:
        return self.number


class Evidence(models.Model):
    """One piece of evidence with the hash of its content; never changed (a trigger refuses)."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100)
    octets = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    content = models.BinaryField()
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

    @property
    def digest(self) -> str:
        """The hash as people compare it."""
        return bytes(self.sha256).hex()


class Decision(models.Model):
    """What is to be done, signed by another than its author. States: `DECISION`."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=16, default="proposed")
    text = models.TextField()
    author = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    returned_note = models.TextField(blank=True)
    approved_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    recipients = models.TextField(blank=True)
    notified_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="decision_number"),)

    def __str__(self) -> str:
        return self.number


class Measure(models.Model):
    """One thing that a decision orders: of whom, until when."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="measures")
    text = models.TextField()
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    clock = models.OneToOneField(Clock, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.text[:60]
