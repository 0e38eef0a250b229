"""Public sources the desk watches, and the ledger of every attempt to read one."""

from django.db import models


class Source(models.Model):
    """A watched public address; `next_fetch_at` is its next wake-up and a fetcher's lease."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="sources")
    plugin = models.CharField(max_length=40, default="feed")
    name = models.CharField(max_length=160)
    url = models.URLField(max_length=2000)
    outlet = models.CharField(max_length=160, blank=True)
    enabled = models.BooleanField(default=True)
    allow_private = models.BooleanField(default=False)  # set by an administrator only
    interval_seconds = models.PositiveIntegerField(default=300)
    added_at = models.DateTimeField()
    next_fetch_at = models.DateTimeField()
    etag = models.CharField(max_length=400, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    moved_to = models.URLField(max_length=2000, blank=True)
    failures = models.PositiveIntegerField(default=0)
    health = models.CharField(max_length=20, default="new")
    health_code = models.CharField(max_length=60, blank=True)
    health_detail = models.TextField(blank=True)
    last_tried_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    last_item_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "url"], name="source_once"),)
        indexes = (
            models.Index(
                fields=["next_fetch_at"], name="source_due", condition=models.Q(enabled=True)
            ),
        )

    def __str__(self) -> str:
        return self.name


class Fetch(models.Model):
    """One attempt to read a source: what was tried, got, refused."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="fetches")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=60)  # read, unchanged, or a failure code
    http_status = models.PositiveSmallIntegerField(null=True)
    octets = models.PositiveBigIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    new_items = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list)  # [{"where", "code", "detail"}]
    detail = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["source", "-at"], name="fetch_latest"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.outcome}"
