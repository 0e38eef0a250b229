"""Days in words."""

from datetime import date

from django.utils.formats import date_format


def days_of(first: date, last: date) -> str:
    """A range of days as people write it."""
    begin, end = (str(date_format(day, "MONTH_DAY_FORMAT")) for day in (first, last))
    return begin if first == last else f"{begin} – {end}"
