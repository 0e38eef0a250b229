"""Who acts: the roles of the desk (domain rules §4), plus the desk itself.

A person may hold several roles but acts in one at a time; the acting role is written into
every event. `SYSTEM` is the desk following its own rules (a sweep, a child that finished).
"""

from enum import StrEnum


class Role(StrEnum):
    """Codes of the acting roles; stored in grants and events, so they never change."""

    SYSTEM = "system"
    DUTY = "duty"
    OFFICE = "office"
    HANDLER = "handler"
    DEPT_HEAD = "dept_head"
    GROUP = "group"
    APPROVER = "approver"
    AUDITOR = "auditor"
    CUSTODIAN = "custodian"
    ADMIN = "admin"
