"""Supervision orders, and more time asked for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.apps.cases.models.files import CaseFile


class Order(models.Model):
    """A supervision order (督办单). States: `rules.machines.ORDER`."""

    class Secrecy(models.TextChoices):
        WORK = "work", _("Work secret")
        SECRET = "secret", _("Secret")
        CONFIDENTIAL = "confidential", _("Confidential")

    class Urgency(models.TextChoices):
        URGENT = "urgent", _("Urgent")
        EXTRA = "extra", _("Extra urgent")

    class Disclosure(models.TextChoices):
        ACTIVE = "active", _("Published proactively")
        REQUEST = "request", _("Disclosed on request")
        WITHHELD = "withheld", _("Not disclosed")

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="orders")
    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="orders")
    # What the paper says beside the requirement (督办单).
    source = models.CharField(max_length=200, blank=True)  # who set the task (任务来源)
    secrecy = models.CharField(max_length=12, choices=Secrecy, blank=True)
    urgency = models.CharField(max_length=8, choices=Urgency, blank=True)
    disclosure = models.CharField(max_length=12, choices=Disclosure, blank=True)
    disclosure_reason = models.CharField(max_length=300, blank=True)
    copies_to = models.CharField(max_length=400, blank=True)  # 抄送
    digest = models.TextField(blank=True)  # 舆情摘要; the case's summary where empty
    proposal = models.TextField(blank=True)  # 拟办意见
    instruction = models.TextField(blank=True)  # 领导批示, one a paragraph
    review_opinion = models.TextField(blank=True)  # 审核意见
    rule = models.CharField(max_length=16)  # "H36", "WD4"
    state = models.CharField(max_length=16, default="issued")
    requirement = models.TextField()
    issued_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    signed_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    handler = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="orders")
    assigned_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, choices=CaseFile.Verdict, blank=True)
    finding = models.TextField(blank=True)
    reviewed_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    bounces = models.PositiveSmallIntegerField(default=0)  # how often it was returned
    bounce_basis = models.TextField(blank=True)
    head_ruling = models.TextField(blank=True)  # after the second return

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "number"], name="order_number"),)

    def __str__(self) -> str:
        return self.number


class Extension(models.Model):
    """More time asked for an order (延期). States: `rules.machines.EXTENSION`.

    `key` comes with the form, so that a double click asks once. `length` is like "+3WD", counted
    from the due instant that stood.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="extensions")
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=16, default="drafted")
    length = models.CharField(max_length=16)
    reason = models.TextField()
    plan = models.TextField()
    asked_by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    endorsed_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    endorsed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    due_before_at = models.DateTimeField()
    due_asked_at = models.DateTimeField()  # what the length would give

    class Meta:
        constraints = (models.UniqueConstraint(fields=["order", "key"], name="extension_once"),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.length}"
