"""What people do with cases and orders: each function is one business event in one transaction."""

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
from huiyin.apps.cases.actions.orders import (
    assign_order,
    issue_order,
    review_order,
    send_back_order,
    sign_order,
    submit_order,
    withdraw_order,
)
from huiyin.apps.cases.actions.pausing import pause_case, resume_case
from huiyin.apps.cases.actions.promising import keep_promise, reopen_case, start_promise
from huiyin.apps.cases.actions.returning import bounce_order, reissue_order, uphold_order

__all__ = [
    "accept_case",
    "add_note",
    "ask_extension",
    "assign_order",
    "bounce_order",
    "close_case",
    "endorse_extension",
    "feed_back",
    "grant_extension",
    "issue_order",
    "keep_promise",
    "link_cases",
    "mark_responded",
    "merge_case",
    "open_case",
    "pause_case",
    "refuse_case",
    "refuse_extension",
    "reissue_order",
    "reopen_case",
    "resume_case",
    "review_order",
    "send_back_order",
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
