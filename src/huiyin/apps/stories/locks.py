"""The lock under which an office's grouping changes: the one under which its items are written."""

from huiyin.apps.intake.locks import GROUPING, lock_grouping

__all__ = ["GROUPING", "lock_grouping"]
