"""Why the desk says no: every code a rule may refuse with, in one place.

A refusal is a value, never an exception: the action hands the code to its caller, a face shows
the translated text of the code, the log keeps the code. Codes are stable and never reused.
"""

from enum import StrEnum


class Refusal(StrEnum):
    """Codes of all refusals, grouped by the question that was answered with no."""

    # the table itself
    STATE_UNKNOWN = "state_unknown"
    EVENT_UNKNOWN = "event_unknown"
    EVENT_NOT_HERE = "event_not_here"
    ROLE_NOT_ALLOWED = "role_not_allowed"

    # something that must be said first is missing
    REASON_MISSING = "reason_missing"
    STORY_MISSING = "story_missing"
    RECIPIENT_MISSING = "recipient_missing"
    DESTINATION_MISSING = "destination_missing"
    MERGE_TARGET_MISSING = "merge_target_missing"
    UNIT_MISSING = "unit_missing"
    HANDLER_MISSING = "handler_missing"
    RESULT_MISSING = "result_missing"
    OBJECTION_OPEN = "objection_open"
    PART_UNCLEARED = "part_uncleared"
    BASIS_MISSING = "basis_missing"
    GROUND_MISSING = "ground_missing"
    PLAN_MISSING = "plan_missing"
    NEW_DUE_MISSING = "new_due_missing"
    TEXT_MISSING = "text_missing"
    SIGNATURE_MISSING = "signature_missing"
    NOTICE_MISSING = "notice_missing"
    SUCCESSOR_MISSING = "successor_missing"
    LEVEL_MISSING = "level_missing"
    LOWERING_MISSING = "lowering_missing"
    LOWERING_WAITS = "lowering_waits"
    ACCUSED_MISSING = "accused_missing"
    NOTHING_PUBLIC = "nothing_public"
    MARKS_LEFT = "marks_left"

    # a case may not be closed yet
    VERDICT_MISSING = "verdict_missing"
    VERIFICATION_MISSING = "verification_missing"
    DECISION_MISSING = "decision_missing"
    REPLY_MISSING = "reply_missing"
    FEEDBACK_MISSING = "feedback_missing"
    ADOPTION_MISSING = "adoption_missing"
    ADOPTION_REASON_MISSING = "adoption_reason_missing"
    EVIDENCE_MISSING = "evidence_missing"
    NEXT_DATE_MISSING = "next_date_missing"
    RATING_MISSING = "rating_missing"
    LETTER_MISSING = "letter_missing"
    ORDERS_UNDER_WAY = "orders_under_way"
    MERGE_GONE_ON = "merge_gone_on"
    VERIFICATION_OPEN = "verification_open"
    DECISION_OPEN = "decision_open"
    SECOND_PERSON_MISSING = "second_person_missing"
    MEASURE_INCOMPLETE = "measure_incomplete"
    MEASURES_OPEN = "measures_open"
    OUTCOME_MISSING = "outcome_missing"

    # a reporter is protected
    SOURCE_QUOTED = "source_quoted"
    CHECKABLE_TAKEN_UP = "checkable_taken_up"

    # two people are needed
    AUTHOR_APPROVES = "author_approves"
    SUBMITTER_REVIEWS = "submitter_reviews"
    ASKER_DECIDES = "asker_decides"
    ISSUER_JUDGES = "issuer_judges"
    PROPOSER_CONFIRMS = "proposer_confirms"
    RECUSED = "recused"

    # too late, too often, or not the same any more
    ASKED_TOO_LATE = "asked_too_late"
    EXTENSION_USED = "extension_used"
    NEW_DUE_NOT_LATER = "new_due_not_later"
    BOUNCE_TOO_LATE = "bounce_too_late"
    BOUNCED_TWICE = "bounced_twice"
    HEAD_RULING_MISSING = "head_ruling_missing"
    REVIEW_WINDOW_OVER = "review_window_over"
    RATING_WINDOW_OVER = "rating_window_over"
    DATE_PAST = "date_past"
    FILE_TOO_LARGE = "file_too_large"
    MERGED_INTO_ITSELF = "merged_into_itself"
    KEPT_APART = "kept_apart"
    TEXT_CHANGED = "text_changed"
    PAUSED_TOO_LATE = "paused_too_late"
    PAUSE_EMPTY = "pause_empty"
    TOO_MANY_WAITING = "too_many_waiting"
    TEXT_TOO_LONG = "text_too_long"
    CHANGED_MEANWHILE = "changed_meanwhile"
    TOO_MANY_KEPT = "too_many_kept"
    UNIT_TWICE = "unit_twice"
    ONE_ANSWER_ONLY = "one_answer_only"
    CLOCK_STOPPED = "clock_stopped"
    ALREADY_PAUSED = "already_paused"
    NOT_PAUSED = "not_paused"
    LENGTH_UNREADABLE = "length_unreadable"
    RULE_UNREADABLE = "rule_unreadable"
    PRESET_SILENT = "preset_silent"
    NAME_TAKEN = "name_taken"
