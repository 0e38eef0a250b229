"""How a matter comes back to whoever told it: the result, their rating, a second look.

A rating carries no mailbox, no submission and no time of day: it hangs on a ballot whose number
only the holder of the receipt and the desk's key can work out.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.apps.cases.models.clocks import Clock
from huiyin.apps.cases.models.files import CaseFile


class Feedback(models.Model):
    """The result on its way to the reporters. States: `rules.machines_of_findings.FEEDBACK`."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="feedbacks")
    state = models.CharField(max_length=16, default="due")
    due_since_at = models.DateTimeField()
    delivered_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    mailboxes = models.PositiveIntegerField(default=0)
    rate_until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["rate_until_at"],
                name="feedback_open",
                condition=models.Q(state="delivered"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class Ballot(models.Model):
    """The right of one mailbox to rate once; which mailbox, no row tells."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="ballots")

    def __str__(self) -> str:
        return str(self.id)


class Rating(models.Model):
    """What a reporter says of the answer: three questions, and the day."""

    class Answered(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    class Solved(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("In part")
        NO = "no", _("No")

    class Satisfied(models.TextChoices):
        YES = "yes", _("Satisfied")
        FAIRLY = "fairly", _("Fairly satisfied")
        NO = "no", _("Not satisfied")

    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="rating")
    answered = models.CharField(max_length=8, choices=Answered)
    solved = models.CharField(max_length=8, choices=Solved)
    satisfied = models.CharField(max_length=8, choices=Satisfied)
    rated_on = models.DateField()
    taken_in = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(
                fields=["rated_on"], name="rating_waiting", condition=models.Q(taken_in=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.satisfied} {self.rated_on}"


class Review(models.Model):
    """A second look by another officer. States: `rules.machines_of_findings.REVIEW`.

    A reporter's words stay in `message`, sealed; `ground` holds what somebody else asked for.
    """

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The answer stands")
        CHANGED = "changed", _("The matter is taken up again")

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="reviews")
    message = models.OneToOneField(
        "intake.MailboxMessage", models.PROTECT, null=True, related_name="review"
    )
    state = models.CharField(max_length=16, default="asked")
    ground = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    until_at = models.DateTimeField()  # until when it could be asked for
    reviewer = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    clock = models.OneToOneField(Clock, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    text = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"
