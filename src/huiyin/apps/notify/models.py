"""Who is told what, by which channel, and whether it arrived.

A notice is keyed by the event it follows from, the person and the channel, so writing it
twice changes nothing. Wording is made from `code` and `params` in the reader's language when
it is shown or sent.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One message for one person on one channel."""

    class Channel(models.TextChoices):
        CONSOLE = "console", _("Console")
        MAIL = "mail", _("E-mail")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    key = models.CharField(max_length=160, unique=True)
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=10, choices=Channel)
    urgent = models.BooleanField(default=False)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    event_seq = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["next_try_at"],
                name="notice_due",
                condition=models.Q(state="queued", channel="mail"),
            ),
            models.Index(
                fields=["person", "-id"],
                name="notice_unread",
                condition=models.Q(channel="console", read_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """The last sign of life of a background duty ("sweeper silent since …")."""

    name = models.CharField(primary_key=True, max_length=40)
    beat_at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at}"
