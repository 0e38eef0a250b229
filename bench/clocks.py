"""A million open clocks, ten thousand of them due in the same minute, four sweepers, one of them
killed and started anew: how long until every overdue notice is there, and is each there once?

    PYTHONPATH=src:. python bench/clocks.py [OPEN] [DUE]

Prints one line a figure: name value unit.
"""

import statistics
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

from bench.own_database import own_database

OPEN = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
DUE = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
SWEEPERS = 4
SWEEPER = """
import django; django.setup()
from huiyin.apps.cases.sweep import sweep_due
from huiyin.engine.clock import now
while sweep_due(now()): pass
"""


def main() -> None:
    with own_database():
        measure()


def measure() -> None:
    from huiyin.apps.cases.sweep import sweep_due
    from huiyin.engine.clock import now

    fill()
    print(f"sweep_nothing_due_ms {median(lambda: sweep_due(now() - timedelta(days=2))):.2f} ms")
    began = time.monotonic()
    sweep_all()
    print(f"clocks_open {OPEN} clocks")
    print(f"clocks_raised_s {time.monotonic() - began:.1f} s")
    tell_all()
    print(f"notices_written_s {time.monotonic() - began:.1f} s")
    for name, value in counted().items():
        print(f"{name} {value} notices")


def fill() -> None:
    """Clocks copied in the database from one real order's; `DUE` of them due a moment ago."""
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
        "due_at": "%(at)s::timestamptz + CASE WHEN n <= %(due)s THEN interval '-1 second' "
        "ELSE n * interval '1 second' + interval '1 day' END",
    }
    changed["next_at"] = changed["due_at"]
    chosen = ", ".join(changed.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    values: dict[str, Any] = {"open": OPEN, "due": DUE, "at": now(), "pk": clock.pk}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_clock ({columns}) SELECT {chosen} "
            "FROM cases_clock, generate_series(1, %(open)s) n WHERE id = %(pk)s",
            values,
        )
        cursor.execute("ANALYZE cases_clock")


def sweep_all() -> None:
    """Four sweepers; the first is killed half a second into its work and started again."""
    running = [sweeper() for _ in range(SWEEPERS)]
    time.sleep(2.0)
    running[0].kill()
    running.append(sweeper())
    for process in running:
        process.wait()


def sweeper() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", SWEEPER])


def tell_all() -> None:
    from huiyin.engine.clock import now
    from huiyin.flows.notices import tell_of_events

    while tell_of_events(now()):
        pass


def counted() -> dict[str, int]:
    """How many clocks were raised, how often, and how many people were told twice of one."""
    from django.db.models import Count

    from huiyin.apps.audit.models import Event
    from huiyin.apps.notify.models import Notice

    raised = Event.objects.filter(kind="clock.overdue")
    told = Notice.objects.filter(code="clock.overdue")
    each = told.values("params__subject", "person", "channel").annotate(n=Count("pk"))
    return {
        "clocks_raised": raised.values("subject").distinct().count(),
        "clocks_raised_twice": raised.count() - raised.values("subject").distinct().count(),
        "notices": told.count(),
        "notices_twice": each.filter(n__gt=1).count(),
    }


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
