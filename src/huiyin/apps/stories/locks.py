"""The lock under which an office's grouping changes, one change after the other."""

from django.db import connection

GROUPING = 0x4855


def lock_grouping(office_id: int) -> None:
    """Wait for the office's grouping lock; it is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [GROUPING, office_id])
