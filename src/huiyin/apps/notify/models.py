"""Who is told what, by which channel, and whether it arrived.

A notice is keyed by what it follows from, the person and the channel, so writing it twice changes
nothing: a clock's by clock, due version, kind, level, person and channel, any other by its event.
Wording is made from `code` and `params` in the reader's language when it is shown or sent.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.Model):
    """A way to reach people that an office has set up; the desk's own mail has no office.

    `plugin` names the plug-in that sends, `sealed` holds its secrets (see `engine.sealed`). Health
    is what the last try showed: since when it fails, and how it last went well.
    """

    office = models.ForeignKey("org.Office", models.PROTECT, null=True, related_name="channels")
    plugin = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    settings = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    active = models.BooleanField(default=True)
    ok_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office", "name"], name="channel_name_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return self.name


class Reach(models.Model):
    """How one person is reached by one channel; the lowest `place` is tried first.

    The address (a number, a name, an URL) is sealed; empty means the channel's own.
    """

    person = models.ForeignKey("org.Person", models.PROTECT, related_name="reaches")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="reaches")
    place = models.PositiveSmallIntegerField()
    address = models.BinaryField(null=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "channel"], name="reach_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel_id}"


class QuietHours(models.Model):
    """When a person wants no message that can wait; urgent ones come at any hour."""

    person = models.OneToOneField("org.Person", models.PROTECT, related_name="quiet_hours")
    begins = models.TimeField()
    ends = models.TimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.begins}–{self.ends}"


class Notice(models.Model):
    """One message for one person on one channel.

    `channel` is `console`, `mail` (the desk's mail server) or `to:` and the id of a channel. A
    sender leases what it sends: until `leased_until` no other sender takes it. `spared` are those
    whose matter was finished before they were sent.
    """

    class Channel(models.TextChoices):
        CONSOLE = "console", _("Console")
        MAIL = "mail", _("E-mail")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SPARED = "spared", _("No longer needed")

    key = models.CharField(max_length=160, unique=True)
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    person = models.ForeignKey("org.Person", models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=24)
    urgent = models.BooleanField(default=False)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    event_seq = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    clock_id = models.BigIntegerField(null=True)
    due_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["channel", "-urgent", "next_try_at"],
                name="notice_due",
                condition=models.Q(state="queued", next_try_at__isnull=False),
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
