"""Items: one thing somebody said, from any channel, with what the text rules found in it.

An item is keyed by where it came from and what it says (`origin_key`), so a repeated fetch
or import writes nothing. Account names of private persons never get here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file brought in: how many rows it had, how many were new, known or refused."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300)
    plugin = models.CharField(max_length=40)
    channel = models.CharField(max_length=30)
    sha256 = models.BinaryField(max_length=32)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    new_items = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class RefusedRow(models.Model):
    """A row that could not be taken: where it stood, why, and the row itself."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="refusals")
    place = models.CharField(max_length=120)
    code = models.CharField(max_length=60)
    detail = models.TextField(blank=True)
    raw = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.place} {self.code}"


class KeywordRule(models.Model):
    """A boolean keyword rule of an office, e.g. `(爆炸 OR 泄漏) AND 化工 NOT 演习`."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="keyword_rules")
    name = models.CharField(max_length=80)
    expression = models.TextField()
    urgent = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "name"], name="rule_name_once"),)

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One thing somebody said."""

    class Channel(models.TextChoices):
        FEED = "feed", _("Watched source")
        IMPORT = "import", _("Imported file")
        PORTAL = "portal", _("Web page")
        HOTLINE = "hotline", _("Hotline")
        LETTER = "letter", _("Letter")
        VISIT = "visit", _("Visit")
        MAILBOX = "mailbox", _("Mailbox")
        SURVEY = "survey", _("Questionnaire")
        INSPECTION = "inspection", _("Inspection")

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("Complaint")
        HAZARD = "hazard", _("Hazard")
        SUGGESTION = "suggestion", _("Suggestion")
        QUESTION = "question", _("Question")
        REPORT = "report", _("Accusation report")
        REQUEST = "request", _("Request")
        NEWS = "news", _("News")

    class State(models.TextChoices):
        NEW = "new", _("New")
        ATTACHED = "attached", _("Attached")
        DISMISSED = "dismissed", _("Dismissed")

    class SameHow(models.TextChoices):
        REPRINT = "reprint", _("Reprint")
        UPDATE = "update", _("Updated version")

    # Several indexes lead with the office; one of its own would only mislead the planner.
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="items", db_index=False)
    origin_key = models.BinaryField(max_length=16)
    content_key = models.BinaryField(max_length=16)
    channel = models.CharField(max_length=20, choices=Channel)
    source = models.ForeignKey("intake.Source", models.PROTECT, null=True, related_name="items")
    submission = models.OneToOneField(
        "intake.Submission", models.PROTECT, null=True, related_name="item"
    )
    run = models.ForeignKey(
        ImportRun, models.PROTECT, null=True, related_name="items", db_index=False
    )
    external_id = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    outlet = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=200, blank=True)
    title = models.TextField()
    body = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    captured_at = models.DateTimeField()
    said_at = models.DateTimeField()  # published, else captured: the order of the inbox
    raw = models.JSONField(default=dict)  # the row or entry as it came, without authors
    folded = models.TextField()  # title and body as matching sees them
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    kind_score = models.FloatField(default=0)
    kind_because = models.JSONField(default=list)
    kind_by = models.ForeignKey(
        "org.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    topic = models.CharField(max_length=60, blank=True, default="")
    severity = models.SmallIntegerField(null=True)  # 0 information … 3 danger to life, crime
    sentiment = models.SmallIntegerField(null=True)  # -1, 0, 1; of outlets' texts only
    judged = models.JSONField(default=dict)  # {"model": version, task: [confidence, [words]]}
    hits = models.JSONField(default=list)  # [{"rule": id, "name", "terms": [...]}]
    urgent = models.BooleanField(default=False)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="copies", db_index=False
    )
    same_how = models.CharField(max_length=12, choices=SameHow, blank=True, db_default="")
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    dismissed_reason = models.CharField(max_length=300, blank=True)
    let_go_at = models.DateTimeField(null=True)  # its text was kept long enough and let go
    apart = models.BigIntegerField(default=0, db_default=0)  # who may read it: `lane.models`

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "origin_key"], name="item_once"),)
        indexes = (
            models.Index(fields=["office", "-said_at", "-id"], name="item_newest"),
            models.Index(
                fields=["office", "-said_at", "-id"],
                name="item_waiting",
                condition=models.Q(state="new"),
            ),
            models.Index(
                fields=["office", "state", "channel", "kind", "source", "urgent", "apart"],
                name="item_counted",
            ),
            models.Index(fields=["apart"], name="item_apart", condition=~models.Q(apart=0)),
            models.Index(  # what people told the desk themselves, as the board lists it
                fields=["office", "-urgent", "-said_at", "-id"],
                name="item_voices",
                condition=models.Q(channel__in=("portal", "hotline", "letter", "visit"))
                & ~models.Q(state="dismissed"),
            ),
        )

    def __str__(self) -> str:
        return self.title


class ItemBand(models.Model):
    """A key that reprints of an item's text are likely to share; reprints have none themselves.

    Written with its item, several to one, and read only as a hint: the database does not look the
    office and the item up again for each.
    """

    pk = models.CompositePrimaryKey("office_id", "band", "item_id")
    office = models.ForeignKey(
        "org.Office", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    band = models.BigIntegerField()
    item = models.ForeignKey(
        Item, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )

    def __str__(self) -> str:
        return f"{self.band} {self.item_id}"
