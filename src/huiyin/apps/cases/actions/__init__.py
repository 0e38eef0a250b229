"""What people do with cases and orders: each function is one business event in one transaction."""

from huiyin.apps.cases.actions.dispatching import add_dispatch_rule, end_dispatch_rule
from huiyin.apps.cases.actions.extensions import (
    ask_extension,
    endorse_extension,
    grant_extension,
    refuse_extension,
)
from huiyin.apps.cases.actions.files import (
    accept_case,
    add_note,
    close_case,
    feed_back,
    mark_responded,
    open_case,
    refuse_case,
    write_to_reporter,
)
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
from huiyin.apps.cases.actions.returning import bounce_order, reissue_order, uphold_order

__all__ = [
    "CoUnit",
    "OrderPaper",
    "accept_case",
    "add_dispatch_rule",
    "add_note",
    "ask_extension",
    "assign_order",
    "bounce_order",
    "clear_text",
    "close_case",
    "end_dispatch_rule",
    "endorse_extension",
    "feed_back",
    "give_opinion",
    "grant_extension",
    "instruct_order",
    "issue_order",
    "keep_promise",
    "link_cases",
    "mark_responded",
    "merge_case",
    "note_letter_printed",
    "note_printed",
    "object_to_text",
    "open_case",
    "pause_case",
    "record_meeting",
    "refuse_case",
    "refuse_extension",
    "reissue_order",
    "reopen_case",
    "resume_case",
    "review_order",
    "send_back_order",
    "settle_part",
    "sign_order",
    "split_case",
    "start_promise",
    "submit_order",
    "transfer_case",
    "undo_merge",
    "uphold_order",
    "withdraw_order",
    "write_to_reporter",
]
