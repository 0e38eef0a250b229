"""Case files, what they answer to and what they have to do with each other."""

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
    checkable = models.BooleanField(null=True)  # as assessed: can what was said be looked into?
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    state_before_merge = models.CharField(max_length=16, blank=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    concerns = models.CharField(max_length=200, blank=True)  # bodies the matter is about (涉及单位)
    archive_number = models.CharField(max_length=60, blank=True)  # in the paper archive (档号)
    remark = models.TextField(blank=True)  # of the ledger (备注)
    # Earlier matters like this one that nobody denied; from three on, verification is compulsory.
    repeats = models.PositiveSmallIntegerField(default=0)
    must_verify = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    answer_number = models.CharField(max_length=20, blank=True)  # of the published statement
    fed_back_at = models.DateTimeField(null=True)
    # The binding clock (earliest running due), kept here so that lists need one query.
    due_at = models.DateTimeField(null=True)
    apart = models.BigIntegerField(default=0, db_default=0)  # who may read it: `lane.models`

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
            # What the ledger counts stands in it too, so that figures ask no row.
            models.Index(
                fields=["office", "-opened_at", "-id"],
                include=["lead_unit", "closed_at", "due_at", "state", "kind"],
                name="case_newest_figures",
            ),
            # Lists newest first, one for each way to narrow them.
            models.Index(fields=["office", "state", "-opened_at", "-id"], name="case_state_newest"),
            models.Index(fields=["office", "kind", "-opened_at", "-id"], name="case_kind_newest"),
            models.Index(fields=["lead_unit", "-opened_at", "-id"], name="case_unit_newest"),
            models.Index(fields=["handler", "-opened_at", "-id"], name="case_handler_newest"),
            models.Index(
                fields=["office", "-opened_at", "-id"],
                name="case_running_newest",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=["apart"], name="case_apart", condition=~models.Q(apart=0)),
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
