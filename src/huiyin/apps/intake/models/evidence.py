"""What the desk saw of a published text: the page as it came, and every later version of it.

Neither row is ever changed; they go together with the item's text when its time of keeping is over.
"""

from django.db import models


class Copy(models.Model):
    """A document as it was seen, packed, with the hash of its bytes."""

    item = models.ForeignKey("intake.Item", models.PROTECT, related_name="seen_copies")
    url = models.CharField(max_length=2000)
    seen_at = models.DateTimeField()
    media_type = models.CharField(max_length=100, blank=True)
    octets = models.PositiveIntegerField()  # of the document before packing
    sha256 = models.BinaryField(max_length=32)  # of the document before packing
    packed = models.BinaryField()  # zlib

    def __str__(self) -> str:
        return f"{self.item_id} {self.seen_at}"


class Version(models.Model):
    """A later state of an item's text at its source; the first stands in the item itself."""

    item = models.ForeignKey("intake.Item", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()  # 2, 3, …
    seen_at = models.DateTimeField()
    title = models.TextField()
    body = models.TextField(blank=True)
    sha256 = models.BinaryField(max_length=32)  # of title, line feed, body in UTF-8

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "number"], name="version_once"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"
