"""Events: the hash chain and the outbox in one.

Every transition of the desk is one event. Events are numbered without gaps and each carries
the hash of the one before it; a database trigger refuses every change of a written row.
Whoever must be told follows from the events (see `flows.notices`), so the chain is the outbox.
"""

from django.db import models


class Event(models.Model):
    """One thing that happened; written once, never changed."""

    seq = models.BigIntegerField(primary_key=True)
    office = models.ForeignKey("org.Office", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=60)  # past tense: "case.accepted"
    actor = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=80)  # as it was on that day; "" for the desk itself
    role = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    local_at = models.CharField(max_length=40)  # the office's wall clock with its offset
    subject = models.CharField(max_length=60)  # "order:17"
    case_id = models.BigIntegerField(null=True)
    story_id = models.BigIntegerField(null=True)
    source_state = models.CharField(max_length=30, blank=True)
    target_state = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    timer = models.CharField(max_length=60, blank=True)
    body = models.JSONField(default=dict)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = (
            models.Index(
                fields=["case_id", "seq"],
                name="event_of_case",
                condition=models.Q(case_id__isnull=False),
            ),
            models.Index(
                fields=["story_id", "seq"],
                name="event_of_story",
                condition=models.Q(story_id__isnull=False),
            ),
            models.Index(fields=["subject", "seq"], name="event_of_subject"),
            models.Index(fields=["kind", "seq"], name="event_of_kind"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @property
    def short_hash(self) -> str:
        """The first eight digits, for people to compare at a glance."""
        return bytes(self.hash).hex()[:8]


class ChainHead(models.Model):
    """The last number and hash given; its row lock makes the chain's order the commit order."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.seq)


class Cursor(models.Model):
    """How far a reader of the outbox has come."""

    name = models.CharField(primary_key=True, max_length=40)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}@{self.seq}"
