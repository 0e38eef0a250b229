"""The lock under which an office's items and their grouping change, one change after the other.

Items of one office therefore become visible in the order of their ids, which whoever follows them
relies on.
"""

from django.db import connection

GROUPING = 0x4855


def lock_grouping(office_id: int) -> None:
    """Wait for the office's grouping lock; it is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [GROUPING, office_id])


def is_quiet(office_id: int) -> bool:
    """Take the lock if nobody holds it; then nothing of the office is being written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [GROUPING, office_id])
        return bool(cursor.fetchone()[0])
