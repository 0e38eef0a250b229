"""What an answer promises, and what became of a suggestion: both stand in public."""

from django.db import models

from huiyin.apps.cases.models.clocks import Clock
from huiyin.apps.cases.models.files import CaseFile


class FollowUp(models.Model):
    """Something that an answer promises until a date; public once the answer is published.

    The public reads the text, the date and how it was kept, never the case. A promise kept after
    its date stays late.
    """

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="follow_ups")
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    statement_number = models.CharField(max_length=20, blank=True)  # empty until it is published
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=400, blank=True)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    clock = models.OneToOneField(Clock, models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["statement_number"], name="follow_up_of_answer"),)

    def __str__(self) -> str:
        return self.text


class Outcome(models.Model):
    """What became of a suggestion, as the public reads it; never changed (a trigger refuses)."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="outcomes")
    statement_number = models.CharField(max_length=20)
    adoption = models.CharField(max_length=8, choices=CaseFile.Adoption)
    reason = models.TextField()
    settled_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "statement_number"], name="outcome_once"),
        )

    def __str__(self) -> str:
        return f"{self.statement_number} {self.adoption}"
