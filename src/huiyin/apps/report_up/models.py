"""Reports that climb from office to office: the tree of bodies, chains, reports and their legs.

A chain belongs to the office that opened it and hangs on a story, a case or both. Each of its
reports (initial, follow-up, supplement, final) climbs by legs: one leg is one report on its way to
one body. What was sent, when and who acknowledged it never changes; the database itself refuses.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.rules.report_up import Grade, Part, Tier

TIERS = {
    Tier.UNIT: _("Unit"),
    Tier.TOWN: _("Township"),
    Tier.COUNTY: _("County"),
    Tier.CITY: _("City"),
    Tier.PROVINCE: _("Province"),
    Tier.NATION: _("Nation"),
}
GRADES = {
    Grade.GENERAL: _("General accident"),
    Grade.LARGER: _("Larger accident"),
    Grade.MAJOR: _("Major accident"),
    Grade.SEVERE: _("Severe accident"),
}
PARTS = {
    Part.SUPERIOR: _("Superior"),
    Part.PARALLEL: _("At the same level"),
    Part.COPY: _("Copy"),
}


class Body(models.Model):
    """A public body that reports come from or go to, as the office `keeper` knows it.

    `office` is set where the body works on this desk itself.
    """

    keeper = models.ForeignKey("org.Office", models.PROTECT, related_name="bodies")
    office = models.ForeignKey("org.Office", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    tier = models.CharField(max_length=10)  # see `TIERS`
    superior = models.ForeignKey("self", models.PROTECT, null=True, related_name="subordinates")
    contact = models.CharField(max_length=200, blank=True)  # whom to call, on which number
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["keeper", "name"], name="body_once", condition=models.Q(retired_at=None)
            ),
            models.UniqueConstraint(
                fields=["keeper", "office"], name="body_of_office",
                condition=models.Q(retired_at=None, office__isnull=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Beside(models.Model):
    """A body that is told together with the superior of `body`, or gets a copy."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="besides")
    to = models.ForeignKey(Body, models.PROTECT, related_name="+")
    copy = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["body", "to"], name="beside_once"),)

    def __str__(self) -> str:
        return f"{self.body_id} {self.to_id}"


class Chain(models.Model):
    """One matter that is reported up. States: `rules.machines_of_reports.REPORT_UP`.

    `terms` are those of the day it was opened. `known_at` is when the office knew of it: from then
    its clocks count. `next_at` is the sweeper's next wake-up: a follow-up report that is due.
    """

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    story = models.ForeignKey("stories.Story", models.PROTECT, null=True, related_name="chains")
    case = models.ForeignKey("cases.CaseFile", models.PROTECT, null=True, related_name="chains")
    title = models.CharField(max_length=200)
    preset = models.CharField(max_length=40)
    terms = models.JSONField()
    emergency = models.BooleanField(default=False)
    grade = models.CharField(max_length=10, blank=True)
    start = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="running")
    occurred_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    follow_up_due_at = models.DateTimeField(null=True)
    supplement_until_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(story__isnull=False) | models.Q(case__isnull=False),
                name="chain_of_something",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_at"], name="chain_next", condition=models.Q(next_at__isnull=False)
            ),
            models.Index(fields=["office", "-opened_at", "-id"], name="chain_newest"),
        )

    def __str__(self) -> str:
        return self.title


class Report(models.Model):
    """One report of a chain; fixed once it was sent, mended by a supplement.

    `contents` are those of Decree 493, article 12: see `apps.report_up.contents`.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", _("Initial report")
        FOLLOW_UP = "follow_up", _("Follow-up report")
        SUPPLEMENT = "supplement", _("Supplementary report")
        FINAL = "final", _("Final report")

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    grade = models.CharField(max_length=10, blank=True)
    start = models.ForeignKey(Body, models.PROTECT, related_name="+")
    why = models.TextField(blank=True)  # what is new
    contents = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    known_at = models.DateTimeField()  # when what it says was known: its clocks count from here
    planned = models.PositiveSmallIntegerField()  # hops from its start to the top
    due_at = models.DateTimeField(null=True)  # of a limit over all hops
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    fixed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    late_by = models.DurationField(null=True)  # of the limit over all hops
    overdue_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["chain", "number"], name="report_once"),)

    def __str__(self) -> str:
        return f"{self.chain_id} {self.number}"


class Leg(models.Model):
    """One report on its way to one body. States: `rules.machines_of_reports.REPORT_LEG`.

    `sender` is empty where the unit itself (`sender_name`) reported. `next_at` is the sweeper's
    next wake-up: the end of the share, the due instant, the alarm.
    """

    class Channel(models.TextChoices):
        PHONE = "phone", _("Telephone")
        FAX = "fax", _("Fax")
        SYSTEM = "system", _("Reporting system")
        PAPER = "paper", _("On paper")
        MEETING = "meeting", _("In person")
        DESK = "desk", _("This desk")
        LINK = "link", _("Signed link")

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="legs")
    report = models.ForeignKey(Report, models.PROTECT, related_name="legs")
    hop = models.PositiveSmallIntegerField()
    sender = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    sender_name = models.CharField(max_length=120)
    to = models.ForeignKey(Body, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10)  # see `PARTS`
    state = models.CharField(max_length=12, default="open")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    share_at = models.DateTimeField(null=True)  # end of an equal share of the whole limit
    called_at = models.DateTimeField(null=True)  # the last call before or after it was sent
    sent_at = models.DateTimeField(null=True)
    sent_noted_at = models.DateTimeField(null=True)  # when that was put down here
    sent_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    text = models.TextField(blank=True)
    late_by = models.DurationField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_noted_at = models.DateTimeField(null=True)
    acknowledged_who = models.CharField(max_length=120, blank=True)
    acknowledged_channel = models.CharField(max_length=10, choices=Channel, blank=True)
    acknowledged_text = models.TextField(blank=True)
    acknowledged_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    passed_over_why = models.TextField(blank=True)
    link_version = models.PositiveSmallIntegerField(default=0)  # a newer link ends the older ones
    link_until_at = models.DateTimeField(null=True)
    dragging_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    alarm_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "hop", "to"], name="leg_once"),)
        indexes = (
            models.Index(
                fields=["next_at"], name="leg_next", condition=models.Q(next_at__isnull=False)
            ),
            models.Index(
                fields=["due_at", "id"], name="leg_open", condition=models.Q(state="open")
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.hop} {self.to_id}"
