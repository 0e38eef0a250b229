"""Searches that people keep, and the notes by which the full-text index follows changed items."""

from django.db import models


class SavedSearch(models.Model):
    """A question somebody asks again and again; with `alert` its owner is told of new answers."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    owner = models.ForeignKey("org.Person", models.PROTECT, related_name="saved_searches")
    name = models.CharField(max_length=80)
    asked = models.JSONField(default=dict)  # as in the address of the search page
    alert = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "name"], name="search_name_once"),)

    def __str__(self) -> str:
        return self.name


class ItemChange(models.Model):
    """Written by a trigger when an item vanishes or its text changes; `tx` is the transaction."""

    item_id = models.BigIntegerField()
    tx = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item_id}@{self.tx}"
