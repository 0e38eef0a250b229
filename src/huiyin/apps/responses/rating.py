"""The portal's ballot box: a reporter rates an answer once, and no row tells which reporter.

The number of a ballot follows from the key of the matter, which only its code opens. The row
holds three answers and the day; it points at the case's feedback and at nobody's mailbox.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction

from huiyin.apps.cases.models import Rating
from huiyin.apps.intake.mailboxes import ballot_id

__all__ = ["ANSWERED", "SATISFIED", "SOLVED", "Opinion", "has_rated", "rate"]

ANSWERED = Rating.Answered.values
SOLVED = Rating.Solved.values
SATISFIED = Rating.Satisfied.values


@dataclass(frozen=True, slots=True)
class Opinion:
    """Answered: yes or no; solved: yes, partly, no; satisfied: yes, fairly, no."""

    answered: str
    solved: str
    satisfied: str

    @property
    def is_whole(self) -> bool:
        """Whether each question has one of its answers."""
        return self.answered in ANSWERED and self.solved in SOLVED and self.satisfied in SATISFIED


def has_rated(key: bytes, feedback_id: int) -> bool:
    """Whether this ballot lies in the box already."""
    return Rating.objects.filter(ballot_id=ballot_id(key, feedback_id)).exists()


def rate(key: bytes, feedback_id: int, opinion: Opinion, on: date) -> bool:
    """Put the ballot into the box, once; False where it is not whole or there is no such ballot."""
    if not opinion.is_whole:
        return False
    rating = Rating(
        ballot_id=ballot_id(key, feedback_id), answered=opinion.answered, solved=opinion.solved,
        satisfied=opinion.satisfied, rated_on=on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Rating.objects.bulk_create([rating], ignore_conflicts=True)
            with connection.cursor() as cursor:  # a ballot that does not exist is found out here
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        return False
    return True
