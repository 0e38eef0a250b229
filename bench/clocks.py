"""A million open clocks, ten thousand of them due in the same minute, four workers that sweep, tell
and send, eight times one of them killed at random and started anew: how long until every mail has
arrived, and has each arrived once?

    PYTHONPATH=src:. python bench/clocks.py [OPEN] [DUE]

The receiver counts by Message-ID, as mail programs do; `mails_seen_again` are those that came a
second time because their sender was killed between sending and noting it. Prints one line a figure:
name value unit.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.own_database import own_database
from tests.loopback import free_ports

OPEN = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
DUE = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
WORKERS, KILLS, PATIENCE = 4, 8, 900.0
READERS = 2  # the head of the department and the office
ON_DUTY = ("sweeper", "notices", "mail")
LETTERBOX = """
import asyncio, pathlib, sys
from bench.letterbox import serve
asyncio.run(serve(int(sys.argv[1]), pathlib.Path(sys.argv[2])))
"""
WORKER = """
import sys
import django; django.setup()
from threading import Event
from huiyin.flows.deliver import MailRoute
from huiyin.flows.duties import duties_of, run_duties
route = MailRoute(sys.argv[1], "desk@desk.example", "http://desk/")
names = sys.argv[2].split(",")
run_duties(tuple(duty for duty in duties_of(route) if duty.name in names), Event())
"""


def main() -> None:
    with own_database():
        measure()


def measure() -> None:
    from huiyin.apps.cases.sweep import sweep_due
    from huiyin.engine.clock import now

    fill()
    print(f"clocks_open {OPEN} clocks")
    print(f"sweep_nothing_due_ms {median(lambda: sweep_due(now() - timedelta(days=2))):.2f} ms")
    (port,) = free_ports(1)
    file = Path(os.environ["HUIYIN_DATA"]) / "letterbox"
    box = subprocess.Popen([sys.executable, "-c", LETTERBOX, str(port), str(file)])
    workers = Workers(f"smtp://127.0.0.1:{port}")
    try:
        time.sleep(5.0)  # until all look for what is due
        due = fall_due()
        kills = workers.storm(lambda: arrived(file) >= DUE * READERS)
    finally:
        workers.end()
        box.kill()
    report(file, due, kills)


class Workers:
    """Workers at work; `storm` kills one after the other."""

    def __init__(self, mail: str) -> None:
        self._command = [sys.executable, "-c", WORKER, mail, ",".join(ON_DUTY)]
        self._running = [subprocess.Popen(self._command) for _ in range(WORKERS)]

    def storm(self, done: Any, seed: int = 20260922) -> int:
        """Kill at random moments until everything has arrived; gives how often."""
        dice, kills, ends = random.Random(seed), 0, time.monotonic() + PATIENCE
        at = time.monotonic() + dice.uniform(0.2, 2.0)  # all within the first half minute
        while not done() and time.monotonic() < ends:
            if kills < KILLS and time.monotonic() >= at:
                victim = dice.randrange(WORKERS)
                self._running[victim].kill()
                self._running[victim].wait()
                self._running[victim] = subprocess.Popen(self._command)
                kills += 1
                at = time.monotonic() + dice.uniform(1.0, 4.0)
            time.sleep(0.2)
        return kills

    def end(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()


def fill() -> None:
    """Clocks copied in the database from one real order's, due from tomorrow on."""
    from django.db import connection

    from huiyin.apps.cases.models import Clock
    from huiyin.engine.clock import now
    from tests.makers import make_case, make_order
    from tests.personas import make_desk

    desk = make_desk()
    order = make_order(make_case(desk.duty, accepted_by=desk.clerk), desk.chemicals, desk.clerk)
    clock = Clock.objects.get(order=order, purpose="order")
    fields = Clock._meta.concrete_fields
    names = [str(field.column) for field in fields if not field.primary_key]
    changed = {
        "due_at": "%(at)s::timestamptz + n * interval '1 second' + interval '1 day'",
        "state": "'running'",
    }
    changed["next_at"] = changed["due_at"]
    chosen = ", ".join(changed.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    values: dict[str, Any] = {"open": OPEN, "at": now(), "pk": clock.pk}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_clock ({columns}) SELECT {chosen} "
            "FROM cases_clock, generate_series(1, %(open)s) n WHERE id = %(pk)s",
            values,
        )
        cursor.execute("ANALYZE cases_clock")


def fall_due() -> datetime:
    """`DUE` clocks spread over the table fall due now; gives the instant."""
    from django.db import connection

    at = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_clock SET due_at = %s, next_at = %s WHERE id IN"
            " (SELECT id FROM cases_clock WHERE due_at > %s ORDER BY hashint8(id) LIMIT %s)",
            [at, at, at + timedelta(hours=12), DUE],
        )
    return at


def arrived(file: Path) -> int:
    """How many different mails have come."""
    return len(seen(file))


def seen(file: Path) -> Counter[str]:
    """How often each Message-ID of an overdue notice came."""
    lines = file.read_text().splitlines() if file.exists() else []
    return Counter(line.partition(" ")[2] for line in lines if ".overdue." in line)


def report(file: Path, due: datetime, kills: int) -> None:
    from django.db.models import Count

    from huiyin.apps.audit.models import Event
    from huiyin.apps.notify.models import Notice

    mails = seen(file)
    last = max(float(line.partition(" ")[0]) for line in file.read_text().splitlines())
    raised = Event.objects.filter(kind="clock.overdue", at__gte=due)
    told = Notice.objects.filter(code="clock.overdue", created_at__gte=due)
    each = told.values("clock_id", "due_version", "person", "channel").annotate(n=Count("pk"))
    for name, value, unit in (
        ("workers_killed", kills, "kills"),
        ("clocks_raised", raised.values("subject").distinct().count(), "clocks"),
        ("clocks_raised_twice", raised.count() - raised.values("subject").distinct().count(),
         "clocks"),
        ("notices", told.count(), "notices"),
        ("notices_twice", each.filter(n__gt=1).count(), "notices"),
        ("mails_expected", DUE * READERS, "mails"),
        ("mails_arrived", len(mails), "mails"),
        ("mails_seen_again", sum(mails.values()) - len(mails), "mails"),
        ("last_mail_after_due_s", f"{last - due.timestamp():.1f}", "s"),
    ):  # fmt: skip
        print(f"{name} {value} {unit}")


def median(act) -> float:  # type: ignore[no-untyped-def]  # anything that can be called
    """Milliseconds of one call, the median of 15."""
    times = []
    for _ in range(15):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
