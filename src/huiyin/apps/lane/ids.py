"""Ids of the lane's rows: given before a row is written, so that its writer need not read it."""

from uuid import UUID

from django.db import connection


def new_id() -> int:
    """The next id; one series for all tables of the lane."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('lane_ids')")
        return int(cursor.fetchone()[0])


def keep_apart(
    circle: int,
    *,
    item: int | None = None,
    submission: UUID | None = None,
    case: int | None = None,
) -> None:
    """Mark rows, and what belongs to them, as kept apart (0: open again), whoever asks; only what
    is kept from the asker stays as it is, with an InsufficientPrivilege of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huiyin_keep_apart(%s, %s, %s, %s)", [circle, item, submission, case])
