"""How long the board and the list behind it take at 10,000 open cases, and how many clicks any
matter that is overdue or due within a week is away.

    PYTHONPATH=src:. python bench/board.py

Prints one line a figure: name value unit. Times are of the whole request, median of 15.
"""

import re
import statistics
import time
from datetime import timedelta

from bench.own_database import own_database

CASES, ROUNDS = 10_000, 15
SPREAD_MINUTES = 60 * 24 * 60  # dues reach sixty days ahead
LATE = timedelta(hours=36)


def main() -> None:
    with own_database():
        measure()


def measure() -> None:
    from django.test import Client

    from tests.personas import make_desk

    desk = make_desk()
    fill(desk)
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(desk.clerk)
    print(f"board_ms {milliseconds(client, '/'):.0f} ms")
    print(f"board_queries {queries(client, '/')} queries")
    print(f"due_list_ms {milliseconds(client, '/due'):.0f} ms")
    print(f"due_matter_clicks {clicks(client)} clicks")


def fill(desk) -> None:  # type: ignore[no-untyped-def]  # its type needs Django set up first
    """10,000 running cases, each with its running clock; some late, most due in two months."""
    from django.db import connection

    from huiyin.apps.cases.models import CaseFile, Clock
    from huiyin.engine.clock import now
    from tests.makers import make_case, make_order

    at = now()
    order = make_order(make_case(desk.duty, accepted_by=desk.clerk), desk.chemicals, desk.clerk)
    step = timedelta(minutes=SPREAD_MINUTES) / CASES
    cases = CaseFile.objects.bulk_create(
        [
            CaseFile(
                office=desk.office, number=f"A2025-{n:05d}", title=f"第{n}件:群众反映事项",
                kind="concern", state="ordered", lead_unit=desk.chemicals, handler=desk.handler,
                opened_by=desk.duty, opened_at=at, due_at=at - LATE + step * n,
            )
            for n in range(CASES)
        ],
        batch_size=2000,
    )  # fmt: skip
    Clock.objects.bulk_create(
        [
            Clock(
                case=case, order=order, purpose="order", rule="H36", calendar_version=1,
                started_at=at - timedelta(days=3), due_at=case.due_at,
            )
            for case in cases
        ],
        batch_size=2000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def milliseconds(client, path: str) -> float:  # type: ignore[no-untyped-def]
    client.get(path)
    taken = []
    for _round in range(ROUNDS):
        before = time.perf_counter()
        assert client.get(path).status_code == 200
        taken.append((time.perf_counter() - before) * 1000)
    return statistics.median(taken)


def queries(client, path: str) -> int:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def clicks(client) -> int:  # type: ignore[no-untyped-def]
    """The most clicks any matter overdue or due within a week is away from the board."""
    from huiyin.apps.cases.models import CaseFile
    from huiyin.engine.clock import now

    wanted = set(
        CaseFile.objects.filter(due_at__lte=now() + timedelta(days=7)).values_list("pk", flat=True)
    )
    reached = dict.fromkeys(matters(client.get("/").content.decode()), 1)
    lists = re.findall(r'href="(/due\?[^"]*)"', client.get("/").content.decode())
    for address in lists:
        page = client.get(address.replace("&amp;", "&")).content.decode()
        reached = {**dict.fromkeys(matters(page), 2), **reached}
    return max(reached.get(pk, 99) for pk in wanted)


def matters(page: str) -> set[int]:
    return {int(pk) for pk in re.findall(r'id="due-(\d+)"', page)}


if __name__ == "__main__":
    main()
