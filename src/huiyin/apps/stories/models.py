"""Stories: items that tell of the same happening, with the reason each one belongs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Story(models.Model):
    """What several items are about; its figures are kept up to date as items join."""

    class State(models.TextChoices):
        WATCHING = "watching", _("Watching")
        WARNED = "warned", _("Warned")
        CASED = "cased", _("Case opened")
        DORMANT = "dormant", _("Dormant")

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="stories", db_index=False)
    title = models.TextField()
    # What people told the office stays apart from what is published: a report made in confidence
    # must not surface in a story of news. A person may bring them together.
    told = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.WATCHING)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False
    )
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    items_n = models.PositiveIntegerField(default=0)
    outlets_n = models.PositiveIntegerField(default=0)
    # Comparable at any time: see `apps.stories.figures`. Higher is hotter.
    heat = models.FloatField(default=0)
    rises = ArrayField(models.PositiveIntegerField(), default=list)  # 24 hours up to last_at
    # A person shaped it: the desk may add items, but takes none away.
    settled = models.BooleanField(default=False)
    # Counts the changes of the office's stories, so that an index in memory knows what it missed.
    revision = models.BigIntegerField(default=0)
    # The level a person settled, and the highest the desk has told of (`rules.levels`).
    level = models.CharField(max_length=12, blank=True, default="", db_default="")
    alerted = models.CharField(max_length=12, blank=True, default="", db_default="")
    # What was heard in it once and speaks for a level.
    urgent = models.BooleanField(default=False, db_default=False)
    danger = models.BooleanField(default=False, db_default=False)
    mainstream = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name_plural = "stories"
        indexes = (
            models.Index(fields=["office", "-heat", "-id"], name="story_hottest"),
            models.Index(fields=["office", "told", "-last_at", "-id"], name="story_latest"),
            models.Index(fields=["office", "told", "revision"], name="story_revision"),
            models.Index(
                fields=["told", "last_at"], name="story_resting",
                condition=models.Q(state="watching", merged_into=None),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class StoryAlert(models.Model):
    """The duty officer was told that a story deserves a level; once a level."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="alerts", db_index=False)
    level = models.CharField(max_length=12)
    grounds = models.JSONField(default=list)
    items_n = models.PositiveIntegerField()
    outlets_n = models.PositiveIntegerField()
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        "org.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["story", "level"], name="alert_once"),)
        indexes = (
            models.Index(
                fields=["raised_at"], name="alert_unseen", condition=models.Q(acknowledged_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.story_id} {self.level}"


class Lowering(models.Model):
    """Somebody proposed a lower level for a story; another person confirms or declines it."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="lowerings")
    before = models.CharField(max_length=12)
    level = models.CharField(max_length=12)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["story"], condition=models.Q(settled_at=None), name="lowering_waits_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.story_id} {self.level}"


class StoryItem(models.Model):
    """An item's place in a story, and why it is there."""

    # The index of `Meta` leads with the story.
    story = models.ForeignKey(Story, models.PROTECT, related_name="members", db_index=False)
    item = models.OneToOneField("intake.Item", models.PROTECT, related_name="membership")
    similarity = models.FloatField(default=1)
    because = models.JSONField(default=list)
    # The likest story it was kept out of, and why.
    refused = models.ForeignKey(Story, models.PROTECT, null=True, related_name="+", db_index=False)
    apart_because = models.JSONField(default=list)
    reprint = models.BooleanField(default=False)
    by = models.ForeignKey(
        "org.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    # The item's own, kept here so that a story's figures need its members only.
    said_at = models.DateTimeField()
    outlet = models.CharField(max_length=160, blank=True)

    class Meta:
        indexes = (models.Index(fields=["story", "said_at", "item"], name="member_order"),)

    def __str__(self) -> str:
        return f"{self.story_id} {self.item_id}"


class KeepingHold(models.Model):
    """Nothing of a story, or of the whole office, is let go while this stands: a court, an
    inspection or an inquiry needs it. Lifted, never removed."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    story = models.ForeignKey(Story, models.PROTECT, null=True, related_name="holds")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+", db_index=False)
    since_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        "org.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reason


class KeptApart(models.Model):
    """A person said that two stories are two matters; it stands until somebody takes it back.

    `one` has the smaller id. Both stories are settled, so the desk never makes one of them.
    """

    one = models.ForeignKey(Story, models.PROTECT, related_name="+")
    other = models.ForeignKey(Story, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        "org.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["one", "other"], name="kept_apart_once",
                condition=models.Q(taken_back_at=None),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
