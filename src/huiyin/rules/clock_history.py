"""Reads a clock's events from plain data, as a case file or a test table writes them.

One event is an object with `do` (what happened), `at` (when, with time zone) and its own fields:
pause (`until` or null), resume, extend (`key`, `requested`, `decision`, `by` or `to`), order
(`rule`), reclassify (`rule`, `from` receipt|decision), merge_in (`due`), merged_away, close,
submit, send_back, reopen (`rule` if another), holiday_add, workday_add, day_normal (`day`),
hours_set (`day`, `hours`). Events of `NOTES` are recorded and move no clock. Anything else is
refused by name.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from huiyin.rules import clock_events as happened
from huiyin.rules.calendar_files import read_date, read_hours
from huiyin.rules.clock_events import ClockEvent, Edit
from huiyin.rules.durations import read_extension, read_rule

Raw = Mapping[str, object]

NOTES = frozenset(
    (
        *(
            "note",
            "register",
            "warn",
            "view",
            "notify",
            "sign",
            "assign",
            "bounce",
            "reissue",
            "uphold",
        ),
        *("verify", "ack", "no_channel", "leave", "drill"),
        *("sweep", "down", "crash", "clock_step", "bad_row"),
    )
)
_END_OF_DAY = re.compile(r"T24:00(:00(\.0+)?)?(?=[+\-Z]|$)")
_GRANTED = frozenset({"approved", "granted"})
_EDITS = {
    "holiday_add": Edit.HOLIDAY,
    "workday_add": Edit.WORKDAY,
    "hours_set": Edit.HOURS,
    "holiday_remove": Edit.NORMAL,
    "workday_remove": Edit.NORMAL,
    "day_normal": Edit.NORMAL,
}


class EventError(ValueError):
    """An event that cannot be read: which one, what is wrong."""


def read_events(rows: object, start: datetime, *, at_midnight: bool = False) -> list[ClockEvent]:
    """All events of a list of objects. An edit or a note without `at` happened at the start.

    `at_midnight` says that day-wise extensions end at midnight, as the clock's rule does.
    """
    if not isinstance(rows, list | tuple):
        raise EventError("events: write a list of objects")
    events: list[ClockEvent] = []
    for place, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise EventError(f"event {place + 1}: write an object with do and at")
        try:
            events += _read(row, start, at_midnight)
        except (KeyError, ValueError) as error:
            what = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
            raise EventError(f"event {place + 1} ({row.get('do')}): {what}") from None
    return events


def is_known(row: object) -> bool:
    """Whether the event of this row has a name that a clock knows, moving it or not."""
    name = str(row.get("do")) if isinstance(row, Mapping) else ""
    return name in NOTES or name in _EDITS or name == "extend" or name in _READERS


def read_instant(value: object) -> datetime:
    """An instant like 2025-06-05T09:00:00+08:00, as UTC. Raises ValueError without a zone."""
    text = str(value).strip()
    midnight = _END_OF_DAY.search(text)  # ISO 8601 writes the end of a day as 24:00
    at = datetime.fromisoformat(text.replace("T24:", "T00:") if midnight else text)
    if at.tzinfo is None:
        raise ValueError(f"{value!r} needs a time zone like +08:00")
    return at.astimezone(UTC) + timedelta(days=1 if midnight else 0)


def _read(row: Raw, start: datetime, at_midnight: bool) -> Iterable[ClockEvent]:
    name = str(row["do"])
    if name in NOTES:
        return [happened.Noted(_at(row, start), name)]
    if name in _EDITS:
        return [_day_edited(row, name, _at(row, start))]
    if name == "extend":
        return _extension(row, at_midnight)
    reader = _READERS.get(name)
    if reader is None:
        raise ValueError("no such event")
    return [reader(row, read_instant(row["at"]))]


def _at(row: Raw, start: datetime) -> datetime:
    return read_instant(row["at"]) if row.get("at") else start


def _day_edited(row: Raw, name: str, at: datetime) -> ClockEvent:
    on = read_date("(event)", "day", row["day"])
    hours = read_hours("(event)", "hours", row["hours"]) if name == "hours_set" else ()
    return happened.DayEdited(at, on, _EDITS[name], hours)


def _extension(row: Raw, at_midnight: bool) -> Iterable[ClockEvent]:
    key = str(row.get("key", ""))
    asked = read_instant(row.get("requested") or row["at"])
    events: list[ClockEvent] = [happened.ExtensionAsked(asked, key)]
    if row.get("decision") in _GRANTED:
        decided = max(asked, read_instant(row.get("at") or row["requested"]))
        by = read_extension(str(row["by"]), at_midnight=at_midnight) if "by" in row else None
        to = read_instant(row["to"]) if by is None else None
        events.append(happened.ExtensionGranted(decided, key, by, to))
    return events


def _reclassified(row: Raw, at: datetime) -> ClockEvent:
    counted_from = happened.From(str(row.get("from", "receipt")))
    return happened.Reclassified(at, read_rule(str(row["rule"])), counted_from)


def _paused(row: Raw, at: datetime) -> ClockEvent:
    until = row.get("until")
    return happened.Paused(at, None if until is None else read_instant(until))


def _reopened(row: Raw, at: datetime) -> ClockEvent:
    return happened.Reopened(at, read_rule(str(row["rule"])) if row.get("rule") else None)


_READERS: Mapping[str, Callable[[Raw, datetime], ClockEvent]] = {
    "pause": _paused,
    "resume": lambda _row, at: happened.Resumed(at),
    "order": lambda row, at: happened.Ordered(at, read_rule(str(row["rule"]))),
    "reclassify": _reclassified,
    "merge_in": lambda row, at: happened.MergedIn(at, read_instant(row["due"])),
    "merged_away": lambda _row, at: happened.MergedAway(at),
    "close": lambda _row, at: happened.Closed(at),
    "submit": lambda _row, at: happened.Closed(at),
    "send_back": lambda _row, at: happened.SentBack(at),
    "reopen": _reopened,
}
