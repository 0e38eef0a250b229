"""What people do with cases and orders: each function is one business event in one transaction."""

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
from huiyin.apps.cases.actions.orders import (
    assign_order,
    issue_order,
    review_order,
    send_back_order,
    sign_order,
    submit_order,
    withdraw_order,
)

__all__ = [
    "accept_case",
    "add_note",
    "assign_order",
    "close_case",
    "feed_back",
    "issue_order",
    "mark_responded",
    "open_case",
    "refuse_case",
    "review_order",
    "send_back_order",
    "sign_order",
    "submit_order",
    "withdraw_order",
    "write_to_reporter",
]
