"""What items tell in facts, so that they can be asked for: places, times, bodies, figures.

Read from the text after the item was stored, and let go with it.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class ItemFacts(models.Model):
    """The facts of one item that tells any."""

    item = models.OneToOneField(
        "intake.Item", models.PROTECT, primary_key=True, related_name="facts"
    )
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+", db_index=False)
    places = models.TextField(blank=True)  # folded, one a line
    most = models.JSONField(default=dict)  # {sort of figure: its greatest number}
    told = models.JSONField(default=dict)  # all of it with its phrases: `text.extract_records`

    class Meta:
        verbose_name_plural = "facts of items"
        indexes = (GinIndex(fields=["most"], name="facts_figures"),)

    def __str__(self) -> str:
        return f"{self.item_id}"
