"""What people do with cases and orders: each function is one business event in one transaction."""

from huiyin.apps.cases.actions.assessing import (
    appraise_case,
    archive_case,
    assess_case,
    settle_suggestion,
)
from huiyin.apps.cases.actions.deciding import (
    approve_decision,
    carry_out_measure,
    complete_decision,
    notify_decision,
    propose_decision,
    return_decision,
    revise_decision,
)
from huiyin.apps.cases.actions.dispatching import add_dispatch_rule, end_dispatch_rule
from huiyin.apps.cases.actions.extensions import (
    ask_extension,
    endorse_extension,
    grant_extension,
    refuse_extension,
)
from huiyin.apps.cases.actions.feeding import fall_silent, feed_back, take_in_ratings
from huiyin.apps.cases.actions.files import (
    accept_case,
    add_note,
    close_case,
    gaps_of,
    mark_preparing,
    mark_responded,
    open_case,
    refuse_case,
    write_to_reporter,
)
from huiyin.apps.cases.actions.following import keep_follow_up, promise_follow_up
from huiyin.apps.cases.actions.joining import (
    link_cases,
    merge_case,
    split_case,
    transfer_case,
    undo_merge,
)
from huiyin.apps.cases.actions.joint import (
    CoUnit,
    clear_text,
    give_opinion,
    object_to_text,
    settle_part,
)
from huiyin.apps.cases.actions.orders import (
    assign_order,
    issue_order,
    review_order,
    send_back_order,
    sign_order,
    submit_order,
    withdraw_order,
)
from huiyin.apps.cases.actions.papers import (
    OrderPaper,
    instruct_order,
    note_letter_printed,
    note_printed,
    record_meeting,
)
from huiyin.apps.cases.actions.pausing import pause_case, resume_case
from huiyin.apps.cases.actions.promising import keep_promise, reopen_case, start_promise
from huiyin.apps.cases.actions.repeating import judge_repeat
from huiyin.apps.cases.actions.returning import bounce_order, reissue_order, uphold_order
from huiyin.apps.cases.actions.reviewing import (
    answer_review,
    ask_review,
    assign_review,
    refuse_review,
    review_asked,
)
from huiyin.apps.cases.actions.verifying import (
    add_evidence,
    begin_collecting,
    conclude_verification,
    plan_verification,
    report_first_hand,
    take_up_again,
)

__all__ = [
    "CoUnit",
    "OrderPaper",
    "accept_case",
    "add_dispatch_rule",
    "add_evidence",
    "add_note",
    "answer_review",
    "appraise_case",
    "approve_decision",
    "archive_case",
    "ask_extension",
    "ask_review",
    "assess_case",
    "assign_order",
    "assign_review",
    "begin_collecting",
    "bounce_order",
    "carry_out_measure",
    "clear_text",
    "close_case",
    "complete_decision",
    "conclude_verification",
    "end_dispatch_rule",
    "endorse_extension",
    "fall_silent",
    "feed_back",
    "gaps_of",
    "give_opinion",
    "grant_extension",
    "instruct_order",
    "issue_order",
    "judge_repeat",
    "keep_follow_up",
    "keep_promise",
    "link_cases",
    "mark_preparing",
    "mark_responded",
    "merge_case",
    "note_letter_printed",
    "note_printed",
    "notify_decision",
    "object_to_text",
    "open_case",
    "pause_case",
    "plan_verification",
    "promise_follow_up",
    "propose_decision",
    "record_meeting",
    "refuse_case",
    "refuse_extension",
    "refuse_review",
    "reissue_order",
    "reopen_case",
    "report_first_hand",
    "resume_case",
    "return_decision",
    "review_asked",
    "review_order",
    "revise_decision",
    "send_back_order",
    "settle_part",
    "settle_suggestion",
    "sign_order",
    "split_case",
    "start_promise",
    "submit_order",
    "take_in_ratings",
    "take_up_again",
    "transfer_case",
    "undo_merge",
    "uphold_order",
    "withdraw_order",
    "write_to_reporter",
]
