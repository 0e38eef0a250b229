"""Official statements: drafted, approved by somebody else, published in versions that stay.

The public reads `Publication` only. It is written once a version is published and never
changed: a trigger refuses UPDATE and DELETE. A correction is a further version.
"""

from django.db import models


class MachineDraft(models.Model):
    """A text that a person let a machine write from published items of a story.

    The row is the request, and the worker's lease on it; once `done_at` is set it never changes (a
    trigger refuses). `items` are those sent, by number: [{"item", "outlet", "title", "url", "at"}].
    """

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+", db_index=False)
    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="machine_drafts")
    case = models.ForeignKey("cases.CaseFile", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    items = models.JSONField()
    host = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=40, blank=True)  # why there is no text
    detail = models.CharField(max_length=400, blank=True)
    model = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["asked_at"], name="machine_draft_waiting",
                condition=models.Q(done_at=None),
            ),
            models.Index(fields=["office", "-id"], name="machine_draft_newest"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title or str(self.pk)


class Statement(models.Model):
    """An answer in the office's own name. States: `rules.machines.STATEMENT`."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="statements")
    case = models.ForeignKey("cases.CaseFile", models.PROTECT, null=True, related_name="statements")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=16, default="drafted")
    title = models.CharField(max_length=200)
    body = models.TextField()
    title_en = models.CharField(max_length=300, blank=True)
    body_en = models.TextField(blank=True)
    author = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approver = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_sha256 = models.BinaryField(max_length=32, null=True)
    published_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="successor"
    )  # the version this one corrects or replaces
    change_note = models.CharField(max_length=300, blank=True)
    returned_note = models.TextField(blank=True)
    # Kept through all revisions and versions: the mark is never taken off.
    machine_draft = models.ForeignKey(
        MachineDraft, models.PROTECT, null=True, related_name="statements"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office", "number", "version"], name="statement_version"
            ),
        )
        indexes = (models.Index(fields=["office", "state", "-id"], name="statement_state"),)

    def __str__(self) -> str:
        return self.title


class Publication(models.Model):
    """One published version, as the public sees it."""

    statement_number = models.CharField(max_length=20)
    office_id = models.BigIntegerField()
    office_name = models.CharField(max_length=120)
    office_name_en = models.CharField(max_length=160, blank=True)
    signature = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    title_en = models.CharField(max_length=300, blank=True)
    body_en = models.TextField(blank=True)
    change_note = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    sha256 = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office_id", "statement_number", "version"], name="publication_once"
            ),
        )
        indexes = (models.Index(fields=["-published_at", "-id"], name="publication_newest"),)

    def __str__(self) -> str:
        return f"{self.statement_number} v{self.version}"
