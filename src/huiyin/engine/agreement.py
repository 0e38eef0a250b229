"""Machine and database must agree about the time before anything is raised or sent.

With clocks that differ, a due instant stored by one would be judged by the other. The desk then
waits, says so on every page and in the log, and goes on by itself once they agree.
"""

from datetime import timedelta

from django.db import connection

from huiyin.engine.clock import real_now

CLOCKS_MAY_DIFFER = timedelta(seconds=60)


class ClocksDiffer(Exception):  # noqa: N818 - a finding, not a fault of the program
    """Machine and database disagree about the time by `seconds` (machine minus database)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"machine and database differ by {seconds:.0f} s")
        self.seconds = seconds


def refuse_wrong_clock() -> None:
    """Compare the machine's clock with the database's. Raises ClocksDiffer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone() or (None,)
    if there is None:
        raise ClocksDiffer(0.0)
    by = real_now() - there
    if abs(by) > CLOCKS_MAY_DIFFER:
        raise ClocksDiffer(by.total_seconds())
