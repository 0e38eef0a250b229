"""Four eyes: who may say yes to whose work.

The author of a text never approves it; who hands in a result does not review it; who issued an
order is not the only judge of its extension. Persons are compared by their ids.
"""

from huiyin.rules.refusals import Refusal


def may_approve(author: object, approver: object) -> Refusal | None:
    """None if `approver` may approve the text of `author`. An unknown person may not."""
    return _other_person(author, approver, Refusal.AUTHOR_APPROVES)


def may_review(submitter: object, reviewer: object) -> Refusal | None:
    """None if `reviewer` may review the result that `submitter` handed in."""
    return _other_person(submitter, reviewer, Refusal.SUBMITTER_REVIEWS)


def may_judge_extension(issuer: object, endorser: object) -> Refusal | None:
    """None if somebody else than the issuer has endorsed, so the issuer is not the sole judge."""
    return _other_person(issuer, endorser, Refusal.ISSUER_JUDGES)


def _other_person(first: object, second: object, refusal: Refusal) -> Refusal | None:
    if first is None or second is None or first == second:
        return refusal
    return None
