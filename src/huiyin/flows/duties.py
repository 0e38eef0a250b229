"""The background duties of the desk: each in a thread of its own, each a look at its own rows.

A duty asks the database what is due and does it; what it did not finish is due still when it
comes back. Nothing is kept in memory between two looks, so the process may be killed at any
instant. A duty that fails says so in the log, waits, and tries again; it never stops another.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from huiyin.apps.cases.actions import fall_silent, take_in_ratings
from huiyin.apps.cases.sweep import sweep_due
from huiyin.apps.intake import indexing
from huiyin.apps.intake.facts import note_facts
from huiyin.apps.lane.promises import sweep_lane
from huiyin.apps.notify.actions import beat
from huiyin.apps.notify.queries import CLOCKS_DIFFER
from huiyin.apps.report_up.sweep import sweep_reports
from huiyin.apps.stories.actions import rest_stories
from huiyin.engine.agreement import ClocksDiffer
from huiyin.engine.clock import now, real_now
from huiyin.flows.anchoring import anchor_daily
from huiyin.flows.coverage import assess_volumes, note_politeness
from huiyin.flows.deliver import MailRoute, deliver_channels, deliver_mail
from huiyin.flows.drafting import write_drafts
from huiyin.flows.keeping import let_go_of_texts
from huiyin.flows.letting_go import let_go_of_matters
from huiyin.flows.notices import tell_of_events
from huiyin.flows.pushing import take_pushes
from huiyin.flows.scanning import scan_files
from huiyin.flows.searches import tell_of_answers
from huiyin.flows.take_in import take_in_submissions
from huiyin.flows.watch import fetch_due

BEAT_EVERY = 20.0  # seconds between two signs of life
AFTER_TROUBLE = 2.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Duty:
    """`run` does one round and gives how much it did; idle, it rests `rest` seconds, and after
    work `pace` seconds, where many small rounds cost more than few large ones."""

    name: str
    run: Callable[[], int]
    rest: float = 1.0
    pace: float = 0.0


def duties_of(route: MailRoute) -> tuple[Duty, ...]:
    """All duties of a desk."""
    where = indexing.place()
    searching = (
        [Duty("search", indexing.Follower(where).round, rest=0.5, pace=1.0)] if where else []
    )
    return (
        *searching,
        Duty("sweeper", lambda: sweep_due(now())),
        Duty("lane", lambda: sweep_lane(now())),
        Duty("reports", lambda: sweep_reports(now())),
        Duty("notices", lambda: tell_of_events(now()), rest=0.5),
        Duty("searches", lambda: tell_of_answers(now()), pace=1.0),
        Duty("facts", note_facts),
        Duty("intake", lambda: take_in_submissions(now()), rest=0.5),
        Duty("feedback", lambda: take_in_ratings(now()) + fall_silent(now()), rest=5.0),
        Duty("watch", lambda: fetch_due(now())),
        Duty("scanning", lambda: scan_files(now()), rest=2.0),
        Duty("drafting", lambda: write_drafts(now())),
        Duty("push", lambda: take_pushes(now()), rest=0.2),
        Duty("stories", lambda: rest_stories(now()), rest=60.0),
        Duty("coverage", lambda: assess_volumes(now()), rest=30.0),
        Duty("politeness", note_politeness, rest=10.0),
        Duty("letting_go", lambda: let_go_of_matters(now()), rest=600.0),
        Duty("keeping", lambda: let_go_of_texts(now()), rest=600.0),
        Duty("anchor", lambda: anchor_daily(route, real_now()), rest=60.0),
        Duty("mail", lambda: deliver_mail(route, real_now())),
        Duty("channels", lambda: deliver_channels(real_now())),
    )


def run_duties(duties: tuple[Duty, ...], stop: Event) -> None:
    """Run all duties until `stop` is set."""
    threads = [Thread(target=_keep, args=(duty, stop), name=duty.name) for duty in duties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _keep(duty: Duty, stop: Event) -> None:
    beat_at = 0.0
    while not stop.is_set():
        try:
            did = duty.run()
            if time.monotonic() - beat_at >= BEAT_EVERY:
                beat(duty.name, real_now())
                beat_at = time.monotonic()
            pause = duty.pace if did else duty.rest
        except (OperationalError, InterfaceError) as error:
            log.warning("duty.database_lost", duty=duty.name, error=str(error).strip())
            close_old_connections()
            connection.close()
            pause = AFTER_TROUBLE
        except ClocksDiffer as found:
            log.warning("duty.clocks_differ", duty=duty.name, seconds=round(found.seconds))
            beat(CLOCKS_DIFFER, real_now(), {"seconds": round(found.seconds)})
            pause = AFTER_TROUBLE
        except Exception:
            log.exception("duty.failed", duty=duty.name)
            pause = AFTER_TROUBLE
        stop.wait(pause)
    connection.close()
