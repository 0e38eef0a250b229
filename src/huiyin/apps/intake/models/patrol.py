"""Places without a feed that people look at by hand, when, and what they found."""

from django.db import models


class PatrolPlace(models.Model):
    """A forum, group or board; who looks there, on which days, at what times (local wall clock)."""

    office = models.ForeignKey("org.Office", models.PROTECT, related_name="patrol_places")
    name = models.CharField(max_length=160)
    url = models.CharField(max_length=2000, blank=True)
    note = models.CharField(max_length=300, blank=True)
    keeper = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    weekdays = models.CharField(max_length=7, default="0123456")  # Monday is 0
    times = models.JSONField(default=list)  # ["08:30", "16:00"]
    enabled = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "name"], name="patrol_place_once"),
        )

    def __str__(self) -> str:
        return self.name


class PatrolRound(models.Model):
    """A look that was taken; never changed. `due_at` is the round it kept, if one was due."""

    place = models.ForeignKey(PatrolPlace, models.PROTECT, related_name="rounds")
    by = models.ForeignKey("org.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    found = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["place", "-at"], name="patrol_latest"),)

    def __str__(self) -> str:
        return f"{self.place_id} {self.at}"
