"""Reading what a case rests on, for its page: a fixed number of queries however much there is."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch

from huiyin.apps.cases.models import (
    CaseFile,
    Decision,
    Evidence,
    Feedback,
    FollowUp,
    Measure,
    Rating,
    Review,
    Verification,
)


@dataclass(frozen=True, slots=True)
class Findings:
    """Oldest first; `ratings` counts the answers to "are you satisfied?" by their code."""

    verifications: list[Verification]
    decisions: list[Decision]
    feedbacks: list[Feedback]
    ratings: dict[str, int]
    reviews: list[Review]
    follow_ups: list[FollowUp]


def findings_of(case: CaseFile) -> Findings:
    """Everything a case rests on, in eight queries at most."""
    evidence = Prefetch("evidence", Evidence.objects.defer("content").order_by("id"))
    measures = Prefetch("measures", Measure.objects.select_related("unit").order_by("id"))
    people = ("planned_by", "first", "second", "concluded_by")
    verifications = Verification.objects.filter(case=case).select_related(*people)
    decisions = Decision.objects.filter(case=case).select_related("author", "approved_by")
    said = Rating.objects.filter(ballot__feedback__case=case, taken_in=True)
    return Findings(
        verifications=list(verifications.prefetch_related(evidence).order_by("id")),
        decisions=list(decisions.prefetch_related(measures).order_by("id")),
        feedbacks=list(Feedback.objects.filter(case=case).order_by("id")),
        ratings=dict(Counter(said.values_list("satisfied", flat=True))),
        reviews=list(
            Review.objects.filter(case=case)
            .select_related("reviewer", "message__mailbox")
            .order_by("id")
        ),
        follow_ups=list(
            FollowUp.objects.filter(case=case).select_related("unit").order_by("due_at", "id")
        ),
    )
