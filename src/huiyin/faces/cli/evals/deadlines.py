"""`huiyin eval deadlines CASES.csv CALENDARS.json`: are the due instants the expected ones?

Every case is replayed by the same rules the desk runs on. Instants are compared, not texts.
`expected_due` says an instant, `none` where the clock has no due, or `provisional` where the due
may not be shown as a date; `none` and an empty field accept a provisional due as well, and an
expected instant accepts a provisional due of that instant. An event that no clock knows is named
on the error output and left out: what the desk cannot read moves no clock.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from huiyin.engine.speech import _
from huiyin.rules.calendar_files import read_calendars
from huiyin.rules.calendars import Calendar
from huiyin.rules.clock_history import is_known, read_events, read_instant
from huiyin.rules.clock_replay import replay
from huiyin.rules.deadlines import Due
from huiyin.rules.durations import read_rule

_NO_DATE = ("", "none", "provisional")


class CaseError(ValueError):
    """A case that cannot be judged."""


def judge(row: Mapping[str, str], calendars: Mapping[str, Calendar]) -> str | None:
    """None if the case passes, else what was found instead. Raises ValueError for a bad row."""
    calendar = calendars.get(row["calendar"])
    if calendar is None:
        raise CaseError(f"calendar {row['calendar']!r} is not in the calendar file")
    start = read_instant(row["start"])
    rule = read_rule(row["rule"])
    rows = json.loads(row.get("events") or "[]")
    for unknown in (event for event in rows if not is_known(event)):
        said = _("%(case)s: no clock knows the event %(event)s; left out")
        click.echo(said % {"case": row.get("id"), "event": unknown}, err=True)
    known = [event for event in rows if is_known(event)]
    events = read_events(known, start, at_midnight=rule.at_midnight)
    due = replay(start, rule, calendar, events).due
    return None if _agrees(row["expected_due"].strip(), due) else _described(due, calendar)


def judge_all(
    rows: Iterable[Mapping[str, str]], calendars: Mapping[str, Calendar]
) -> tuple[int, dict[str, str]]:
    """How many cases there are, and id → what was found for those that fail."""
    total = 0
    failed: dict[str, str] = {}
    for total, row in enumerate(rows, 1):
        try:
            found = judge(row, calendars)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            found = f"{type(error).__name__}: {error}"
        if found is not None:
            failed[row.get("id") or f"row {total}"] = found
    return total, failed


@click.command(
    name="deadlines",
    help=_("Count which due instants of CASES (CSV) come out as expected with CALENDARS (JSON)."),
)
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("calendars", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(cases: Path, calendars: Path) -> None:
    """See the help above; the result is one JSON object on the last line."""
    try:
        known, broken = read_calendars(json.loads(calendars.read_text("utf-8-sig")))
    except ValueError as error:
        raise click.ClickException(f"{calendars}: {error}") from error
    for trouble in broken:
        click.echo(str(trouble), err=True)
    with cases.open(encoding="utf-8-sig", newline="") as file:
        total, failed = judge_all(csv.DictReader(file), known)
    for case, found in failed.items():
        click.echo(f"{case}: {found}", err=True)
    result = {"total": total, "passed": total - len(failed), "failed": list(failed)}
    click.echo(json.dumps(result, ensure_ascii=False))


def _agrees(expected: str, due: Due | None) -> bool:
    if expected.lower() in _NO_DATE:
        return due.provisional if due else expected.lower() != "provisional"
    text = expected.lower().removeprefix("provisional").strip(" :=()").upper()
    return due is not None and due.at == read_instant(text)


def _described(due: Due | None, calendar: Calendar) -> str:
    if due is None:
        return "none"
    mark = " (provisional)" if due.provisional else ""
    return due.at.astimezone(calendar.zone).isoformat() + mark
