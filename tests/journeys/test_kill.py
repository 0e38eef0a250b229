"""Kill any process at any instant: nothing is lost, nothing is doubled, the chain holds.

One desk with a durable database takes 200 submissions and 2,000 published texts while its parts are
killed again and again. Then every row is counted, every receipt and every mail is looked for.
"""

import json
import time
from contextlib import ExitStack

import psycopg
import pytest

from tests.cli.desks import data_folder, huiyin, until
from tests.journeys.checks import (
    Played,
    check_counts,
    check_events,
    check_mails,
    check_notices,
    check_rows,
    message_of,
    waiting,
)
from tests.journeys.desk import MARKS, KeptDesk
from tests.journeys.first_day import first_day
from tests.journeys.storm import VICTIMS, Killer, Letterbox
from tests.journeys.traffic import Clerk, Crowd, Outlet, open_mailbox, report, write_again

pytestmark = pytest.mark.slow
SUBMISSIONS, OUTLETS, ENTRIES, CASES = 200, 10, 200, 10
STORM_SECONDS, QUIET_SECONDS, SEED = 20.0, 90.0, 20260922
PASSWORD, DOMAIN = "a long enough password", "desk.example"
STAFF = ("li", "wang")


def test_nothing_is_lost_and_nothing_doubled_when_anything_is_killed_at_any_moment() -> None:
    with data_folder(migrated=True) as settings, Letterbox() as letterbox, ExitStack() as stack:
        settings |= {"HUIYIN_SMTP_URL": letterbox.url, "HUIYIN_MAIL_FROM": f"desk@{DOMAIN}"}
        outlets = [
            stack.enter_context(Outlet(number, ENTRIES, STORM_SECONDS)) for number in range(OUTLETS)
        ]
        urls = [outlet.url for outlet in outlets]
        first_day(settings, staff=STAFF, domain=DOMAIN, password=PASSWORD, feeds=urls)
        desk = stack.enter_context(KeptDesk(settings))
        ask_often(desk)
        played = play(desk, outlets, Killer(desk, letterbox, SEED))
        wait_until_quiet(desk)
        check_restarts(desk)
        with desk.tables() as tables:
            check_counts(tables, played)
            check_rows(tables)
            check_events(tables, played)
            check_notices(tables, played, len(STAFF))
            check_mails(tables, letterbox, DOMAIN)
        open_mailboxes(desk, played)
        verified = json.loads(huiyin("audit", "verify", "--json", **settings).stdout)
        assert verified["broken"] is None


def ask_often(desk: KeptDesk) -> None:
    """The sources are asked every second, so that the watch is always at work."""
    with desk.tables() as tables:
        tables.run("UPDATE intake_source SET interval_seconds = 1, next_fetch_at = now()")


def play(desk: KeptDesk, outlets: list[Outlet], killer: Killer) -> Played:
    """Reporters, outlets and a clerk at work while the killer goes round."""
    played = Played(links={link for outlet in outlets for link in outlet.links})
    clerk = Clerk(desk.address("console"), "li", PASSWORD)

    def tell(number: int) -> None:
        code = report(desk.address("portal"), number)
        played.codes[number] = code
        if number % 4 == 0:
            write_again(desk.address("portal"), code, message_of(number))
            played.wrote_again.add(number)

    for outlet in outlets:
        outlet.began = time.monotonic()
    reporters = Crowd(SUBMISSIONS, STORM_SECONDS, 6, tell)
    office = Crowd(CASES, STORM_SECONDS, 1, lambda _number: clerk.open_one())
    killer.storm(STORM_SECONDS)
    assert killer.killed == VICTIMS
    reporters.wait(QUIET_SECONDS)
    office.wait(QUIET_SECONDS)
    played.cases = clerk.cases
    assert played.cases
    return played


def wait_until_quiet(desk: KeptDesk) -> None:
    left: dict[str, int] = {}

    def quiet() -> bool:
        nonlocal left
        try:
            with desk.tables() as tables:
                left = waiting(tables)
        except psycopg.OperationalError:
            return False
        return not left

    until(quiet, QUIET_SECONDS, lambda: f"{left}\n{desk.said()[-5000:]}")


def check_restarts(desk: KeptDesk) -> None:
    """Whatever died alone came back by itself; the whole desk began where it was."""
    said = desk.said()
    for part in MARKS:
        assert f"child.died child={part}" in said
        assert f"child.restarted child={part}" in said
    assert desk.starts > VICTIMS["supervisor"]
    assert "child=migrate" not in said


def open_mailboxes(desk: KeptDesk, played: Played) -> None:
    """A code opens its own mailbox, and what was written there can be read once.

    Those who wrote again and a tenth of the others try; that every code has its mailbox the
    tables have told.
    """
    numbers = [one for one in sorted(played.codes) if one in played.wrote_again or one % 10 == 1]

    def look(place: int) -> None:
        number = numbers[place]
        page = open_mailbox(desk.address("portal"), played.codes[number])
        wrote = number in played.wrote_again
        assert page.count('<li class="hy-bubble"') == 1 + wrote, page
        assert page.count(message_of(number)) == wrote, page

    Crowd(len(numbers), 0, 4, look).wait(QUIET_SECONDS)
