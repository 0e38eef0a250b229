"""Public sources the desk watches, the ledger of every attempt to read one, and what was seen of
them hour by hour."""

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
    settings = models.JSONField(default=dict)  # by the plug-in's schema; never a secret
    sealed = models.BinaryField(null=True)  # its secrets, see `engine.sealed`
    push_key = models.CharField(max_length=32, blank=True)  # names it in the address of a push
    volume = models.CharField(max_length=12, blank=True)  # "", or how it left its usual volume
    assessed_at = models.DateTimeField(null=True)  # the hour up to which `volume` was judged

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "url"], name="source_once"),
            models.UniqueConstraint(
                fields=["push_key"], name="push_key_once", condition=~models.Q(push_key="")
            ),
        )
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


class SourceHour(models.Model):
    """What was tried and got of a source within an hour; an hour without a row was not looked at.

    `got` counts new items, `refused` parts that could not be read, `failed` attempts without an
    answer, `late` attempts begun more than an interval after they were due.
    """

    pk = models.CompositePrimaryKey("source_id", "hour_at")
    source = models.ForeignKey(Source, models.CASCADE, related_name="hours", db_index=False)
    hour_at = models.DateTimeField()
    tried = models.PositiveIntegerField(default=0)
    got = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["hour_at"], name="source_hour_at"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.hour_at}"


class HostDay(models.Model):
    """How a host was treated on a day (UTC): the proof that the desk was polite."""

    pk = models.CompositePrimaryKey("host", "day")
    host = models.CharField(max_length=300)
    day = models.DateField()
    robots = models.CharField(max_length=20, blank=True)  # allowed, denied, absent, unreachable
    crawl_delay = models.FloatField(default=0)
    requests = models.PositiveIntegerField(default=0)
    denied = models.PositiveIntegerField(default=0)  # not asked, for robots.txt said so
    rested = models.PositiveIntegerField(default=0)  # not asked, for the host wanted rest
    smallest_gap = models.FloatField(null=True)  # seconds from an answer to the next request
    busy = models.PositiveIntegerField(default=0, db_default=0)  # answers 429 and 503
    forbidden = models.PositiveIntegerField(default=0, db_default=0)  # answers 401, 403 and 451
    longest_rest = models.FloatField(default=0, db_default=0)  # seconds it was left alone for

    def __str__(self) -> str:
        return f"{self.host} {self.day}"


class HostRules(models.Model):
    """What a host's robots.txt says to the desk, from the instant it was first read so."""

    host = models.CharField(max_length=300)
    since_at = models.DateTimeField()
    rules = models.TextField(blank=True)  # "" – nothing for us in it, or no file any more

    class Meta:
        indexes = (models.Index(fields=["host", "-since_at"], name="host_rules_latest"),)
        verbose_name_plural = "rules of hosts"

    def __str__(self) -> str:
        return f"{self.host} {self.since_at}"


class PageSeen(models.Model):
    """A page that a source led to: asked once, unless it failed for a while."""

    pk = models.CompositePrimaryKey("source_id", "key")
    source = models.ForeignKey(Source, models.CASCADE, related_name="+", db_index=False)
    key = models.BinaryField(max_length=16)
    item = models.ForeignKey("intake.Item", models.SET_NULL, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source_id} {self.item_id}"


class Push(models.Model):
    """What another system sent to a source, as it came, until it is taken in."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="pushes")
    received_at = models.DateTimeField()
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField()
    proof = models.BinaryField(max_length=16)  # the same push twice is taken in once
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "proof"], name="push_once"),)
        indexes = (
            models.Index(
                fields=["received_at"], name="push_waiting", condition=models.Q(taken_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.received_at}"


class Errand(models.Model):
    """A single look at an address that a person asked for: a preview, or a page to clip.

    It is run by the collector like any other request, so guard, robots.txt and turns hold.
    """

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # preview, clip
    plugin = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=2000)
    settings = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    allow_private = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=60, blank=True)  # why there is no result
    result = models.JSONField(default=dict)
    item = models.ForeignKey("intake.Item", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(
                fields=["asked_at"], name="errand_waiting", condition=models.Q(done_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.url}"
