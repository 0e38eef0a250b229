"""An earlier matter that a case may repeat: proposed by the desk, decided by a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.apps.cases.models.files import CaseFile


class CaseRepeat(models.Model):
    """`same` is None until somebody decided; what was proposed counts until it is overruled."""

    class How(models.TextChoices):
        TEXT = "text", _("Same text")
        STORY = "story", _("Same story")
        PLACE = "place", _("Same place and subject")

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="repeats_found")
    earlier = models.ForeignKey(CaseFile, models.PROTECT, related_name="repeated_by")
    how = models.CharField(max_length=6, choices=How)
    share = models.FloatField()  # of the shorter text that stands in the longer one
    at = models.DateTimeField()
    same = models.BooleanField(null=True)
    decided_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "earlier"], name="case_repeat_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.earlier_id} {self.how}"
