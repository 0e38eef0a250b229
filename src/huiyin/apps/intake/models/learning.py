"""What people corrected, the models an office trained from it, and which of them is in use.

Rows are written once and never changed: the last correction of an item counts, the last row of
`ModelUse` names the model in use, the last topic tree is the office's.
"""

from django.db import models


class Correction(models.Model):
    """A person said what an item is: kind, topic or severity."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("intake.Item", models.PROTECT, related_name="corrections")
    task = models.CharField(max_length=20)  # kind, topic, severity
    before = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=60)
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["office", "task", "item", "-id"], name="correction_last"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.task}: {self.label}"


class LabelModel(models.Model):
    """A model an office trained, with its card (see `flows.learning.cards`)."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="label_models")
    version = models.CharField(max_length=40)
    data = models.BinaryField()
    card = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "version"], name="model_version_once"),
        )

    def __str__(self) -> str:
        return self.version


class ModelUse(models.Model):
    """From `at` on the office judges with this model; with none, by the one that comes along."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="model_uses")
    model = models.ForeignKey(LabelModel, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.office_id} {self.model_id}"


class TopicTree(models.Model):
    """The topics of an office from `at` on: rows of code, zh, en and parent."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="topic_trees")
    rows = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.office_id} {self.at:%Y-%m-%d}"
