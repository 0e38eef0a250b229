"""Guards of the transition tables: pure functions from facts to a refusal code or None.

Facts are a plain mapping that the action fills under its row lock. A missing key counts as
"not given"; text of blanks only counts as not given either. Keys each guard reads are named
where it is made; instants are aware datetimes.
"""

from datetime import datetime

from huiyin.rules.approvals import may_approve, may_judge_extension, may_review
from huiyin.rules.refusals import Refusal
from huiyin.rules.states import Facts, Guard

MOST_BOUNCES = 2
MOST_EXTENSIONS = 1


def given(facts: Facts, key: str) -> bool:
    """Whether `key` stands in `facts` with something in it."""
    value = facts.get(key)
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def needs(key: str, code: Refusal) -> Guard:
    """A guard that refuses with `code` unless `key` is given."""

    def guard(facts: Facts) -> Refusal | None:
        return None if given(facts, key) else code

    return guard


def all_of(*guards: Guard) -> Guard:
    """A guard that asks others in turn; the first objection stands."""

    def guard(facts: Facts) -> Refusal | None:
        for ask in guards:
            objection = ask(facts)
            if objection is not None:
                return objection
        return None

    return guard


has_reason = needs("reason", Refusal.REASON_MISSING)


def may_merge(facts: Facts) -> Refusal | None:
    """`merge_into` is the id of the case that stays; `case` the id of this one."""
    if not given(facts, "merge_into"):
        return Refusal.MERGE_TARGET_MISSING
    if facts["merge_into"] == facts.get("case"):
        return Refusal.MERGED_INTO_ITSELF
    return None


def close_gaps(facts: Facts) -> tuple[Refusal, ...]:
    """Everything a case still lacks before it may be closed, in the order it is mended.

    `verdict`, `decision`, `reply` and `feedback` exist, and no verification or decision is under
    way (`verification_open`, `decision_open`). `verdict_needed` is False for a matter that asserts
    no fact (a question, a suggestion); what was told three times (`must_verify`) closes `verified`,
    whatever it is. A suggestion (`adoption_needed`) closes with `adoption` - adopted, partly, not -
    and a reason.
    """
    adoption, verdict = facts.get("adoption_needed", False), facts.get("verdict_needed", True)
    open_now = given(facts, "verification_open")
    asked = (
        (adoption and not given(facts, "adoption"), Refusal.ADOPTION_MISSING),
        (adoption and not given(facts, "adoption_reason"), Refusal.ADOPTION_REASON_MISSING),
        (open_now, Refusal.VERIFICATION_OPEN),
        (
            facts.get("must_verify", False) and not open_now and not given(facts, "verified"),
            Refusal.VERIFICATION_MISSING,
        ),
        (verdict and not open_now and not given(facts, "verdict"), Refusal.VERDICT_MISSING),
        (given(facts, "decision_open"), Refusal.DECISION_OPEN),
        (not given(facts, "decision"), Refusal.DECISION_MISSING),
        (not given(facts, "reply"), Refusal.REPLY_MISSING),
        (not given(facts, "feedback"), Refusal.FEEDBACK_MISSING),
    )  # fmt: skip
    return tuple(code for lacks, code in asked if lacks)


def may_close(facts: Facts) -> Refusal | None:
    """Close is blocked by the first of `close_gaps`."""
    return next(iter(close_gaps(facts)), None)


def may_refuse(facts: Facts) -> Refusal | None:
    """What was assessed as `checkable` is not refused with the `ground` that it cannot be checked.

    That a reporter gave no name is no ground at all (domain rules §7).
    """
    if facts.get("ground") == "uncheckable" and facts.get("checkable"):
        return Refusal.CHECKABLE_TAKEN_UP
    return None


def two_persons(facts: Facts) -> Refusal | None:
    """`handler` and `second` are two persons: nobody finds out the truth alone."""
    if not given(facts, "second") or facts["second"] == facts.get("handler"):
        return Refusal.SECOND_PERSON_MISSING
    return None


def measures_are_done(facts: Facts) -> Refusal | None:
    """No measure of the decision is left (`measures_open`)."""
    return Refusal.MEASURES_OPEN if given(facts, "measures_open") else None


def may_rate(facts: Facts) -> Refusal | None:
    """A `rating` is given, `now` not after `rate_until_at`."""
    if not given(facts, "rating"):
        return Refusal.RATING_MISSING
    return Refusal.RATING_WINDOW_OVER if _is_past(facts, "rate_until_at") else None


def may_reopen(facts: Facts) -> Refusal | None:
    """`ground` is named; `review_until_at` with `now` past it refuses, unless `new_fact`."""
    if not given(facts, "ground"):
        return Refusal.GROUND_MISSING
    if not facts.get("new_fact") and _is_past(facts, "review_until_at"):
        return Refusal.REVIEW_WINDOW_OVER
    return None


def may_bounce(facts: Facts) -> Refusal | None:
    """Returned as wrong unit: `basis`, not after `bounce_due_at`, `bounces` so far below two."""
    if not given(facts, "basis"):
        return Refusal.BASIS_MISSING
    if _count(facts, "bounces") >= MOST_BOUNCES:
        return Refusal.BOUNCED_TWICE
    if _is_past(facts, "bounce_due_at"):
        return Refusal.BOUNCE_TOO_LATE
    return None


def head_has_ruled(facts: Facts) -> Refusal | None:
    """After the second return (`bounces`) the office head rules: `head_ruling` is given."""
    if _count(facts, "bounces") >= MOST_BOUNCES and not given(facts, "head_ruling"):
        return Refusal.HEAD_RULING_MISSING
    return None


def reviewer_is_another(facts: Facts) -> Refusal | None:
    """`actor` reviews what `submitter` handed in."""
    return may_review(facts.get("submitter"), facts.get("actor"))


def approver_is_another(facts: Facts) -> Refusal | None:
    """`actor` approves what `author` wrote, or `asker`, if given, let a machine write."""
    actor = facts.get("actor")
    asker = facts.get("asker", facts.get("author"))
    return may_approve(facts.get("author"), actor) or may_approve(asker, actor)


def text_is_approved_one(facts: Facts) -> Refusal | None:
    """`text_hash` equals `approved_hash`: what goes out is what was approved."""
    if not given(facts, "approved_hash") or facts.get("text_hash") != facts["approved_hash"]:
        return Refusal.TEXT_CHANGED
    return None


def may_ask_extension(facts: Facts) -> Refusal | None:
    """`plan`, `new_due_at` later than `due_at`, `now` not after it, `extensions` below the cap."""
    if not given(facts, "plan"):
        return Refusal.PLAN_MISSING
    new_due, due = facts.get("new_due_at"), facts.get("due_at")
    if not isinstance(new_due, datetime):
        return Refusal.NEW_DUE_MISSING
    if _count(facts, "extensions") >= MOST_EXTENSIONS:
        return Refusal.EXTENSION_USED
    if _is_past(facts, "due_at"):
        return Refusal.ASKED_TOO_LATE
    if isinstance(due, datetime) and new_due <= due:
        return Refusal.NEW_DUE_NOT_LATER
    return None


def may_conclude(facts: Facts) -> Refusal | None:
    """`verdict` and `evidence`, by another (`actor`) than who collected it (`submitter`).

    The verdict `unknown` - it cannot be verified yet - needs `next_at`, when it is looked at again.
    """
    if not given(facts, "verdict"):
        return Refusal.VERDICT_MISSING
    if not given(facts, "evidence"):
        return Refusal.EVIDENCE_MISSING
    if facts["verdict"] == "unknown" and not given(facts, "next_at"):
        return Refusal.NEXT_DATE_MISSING
    return reviewer_is_another(facts)


def may_assign_review(facts: Facts) -> Refusal | None:
    """`reviewer` is named, is not the first `handler`, and was asked in time."""
    if not given(facts, "reviewer"):
        return Refusal.HANDLER_MISSING
    if facts["reviewer"] == facts.get("handler"):
        return Refusal.SUBMITTER_REVIEWS
    return Refusal.REVIEW_WINDOW_OVER if _is_past(facts, "review_until_at") else None


def issuer_is_not_sole_judge(facts: Facts) -> Refusal | None:
    """`issuer` of the order and `endorser` of the extension are two persons."""
    return may_judge_extension(facts.get("issuer"), facts.get("endorser"))


def issuer_refuses_not_alone(facts: Facts) -> Refusal | None:
    """The `issuer` of the order, as `actor`, refuses only what another (`endorser`) looked at."""
    if facts.get("actor") is None or facts.get("actor") != facts.get("issuer"):
        return None
    return issuer_is_not_sole_judge(facts)


def _is_past(facts: Facts, key: str) -> bool:
    """Whether `now` is after the instant `key`; on the instant itself is in time."""
    limit, now = facts.get(key), facts.get("now")
    return isinstance(limit, datetime) and isinstance(now, datetime) and now > limit


def _count(facts: Facts, key: str) -> int:
    value = facts.get(key, 0)
    return value if isinstance(value, int) else 0
