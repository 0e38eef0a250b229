"""What hangs on orders and their lists: co-handlers' parts, what was learned of wrong addresses,
and the views of the ledger that people keep.
"""

from django.db import models


class OrderPart(models.Model):
    """A co-handler's part of a joint order. States: `rules.machines_of_parts.PART`."""

    order = models.ForeignKey("cases.Order", models.PROTECT, related_name="parts")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="order_parts")
    task = models.TextField()
    rule = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default="asked")
    asked_at = models.DateTimeField()
    opinion = models.TextField(blank=True)
    given_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    # The text that was cleared, or objected to, by its hash: another text needs clearing anew.
    cleared_sha256 = models.BinaryField(max_length=32, null=True)
    cleared_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    objection = models.TextField(blank=True)
    settled_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    ruling = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["order", "unit"], name="part_once_a_unit"),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.unit_id}"


class DispatchRule(models.Model):
    """Who is competent for what, learned from an order that went astray; ended, never deleted.

    `words` are parted by blanks; a matter in which one of them stands is proposed to `unit`.
    """

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300)
    order = models.ForeignKey("cases.Order", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.words} → {self.unit_id}"


class LedgerView(models.Model):
    """A view of the ledger that a person kept: what was asked, under a name of their own."""

    person = models.ForeignKey("org.Person", models.CASCADE, related_name="ledger_views")
    name = models.CharField(max_length=60)
    asked = models.CharField(max_length=2000)  # the query string
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "name"], name="ledger_view_name"),)

    def __str__(self) -> str:
        return self.name
