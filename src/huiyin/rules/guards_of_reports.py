"""Guards of reporting up: what must be said before a report counts as sent or acknowledged."""

from datetime import datetime

from huiyin.rules.guards import given
from huiyin.rules.refusals import Refusal
from huiyin.rules.report_up import Grade
from huiyin.rules.states import Facts


def grade_is_higher(facts: Facts) -> Refusal | None:
    """`grade` is given and stands above `grade_before`, which may be empty."""
    if facts.get("grade") not in set(Grade):
        return Refusal.GRADE_MISSING
    before = facts.get("grade_before")
    if before in set(Grade) and Grade(str(facts["grade"])).rank <= Grade(str(before)).rank:
        return Refusal.GRADE_NOT_HIGHER
    return None


def may_send_report(facts: Facts) -> Refusal | None:
    """By a `channel`, with the `text` that was said, at a `moment` that was; `since` then `now`.

    In an emergency (`phone_first`) the first way is the telephone: `called` once it was tried.
    """
    if not given(facts, "channel"):
        return Refusal.CHANNEL_MISSING
    if not given(facts, "text"):
        return Refusal.TEXT_MISSING
    if facts.get("phone_first") and not (facts["channel"] == "phone" or given(facts, "called")):
        return Refusal.PHONE_FIRST
    return _moment_fits(facts)


def may_acknowledge(facts: Facts) -> Refusal | None:
    """Proof: `who` it was, by which `channel`, in what words (`text`), at a `moment` that was."""
    for key, code in (
        ("who", Refusal.WHO_MISSING),
        ("channel", Refusal.CHANNEL_MISSING),
        ("text", Refusal.TEXT_MISSING),
    ):
        if not given(facts, key):
            return code
    return _moment_fits(facts)


def _moment_fits(facts: Facts) -> Refusal | None:
    """`moment` lies between `since` and `now`; each may be missing."""
    moment, since, now = (facts.get(key) for key in ("moment", "since", "now"))
    if not isinstance(moment, datetime):
        return None
    if isinstance(now, datetime) and moment > now:
        return Refusal.MOMENT_WRONG
    return Refusal.MOMENT_WRONG if isinstance(since, datetime) and moment < since else None
