"""How long the public pages take with 5,000 published answers, and a submission and a wrong code.

    PYTHONPATH=src:. python bench/portal.py

Prints one line a figure: name value unit. Times are of the whole request under the portal's own
database role, median of 15.
"""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from bench.own_database import own_database

ANSWERS, ROUNDS = 5_000, 15
BODY = "经核查，所反映的问题属实。已责令相关单位立即整改，整改情况将及时公开。" * 8


def main() -> None:
    with own_database("huiyin.conf.portal"):
        measure()


def measure() -> None:
    from django.test import Client

    from tests.portal import grant_rights, portal_role

    office_id = fill()
    grant_rights()
    browser = Client(headers={"accept-language": "zh-CN"}, SERVER_NAME="localhost")

    def look(path: str) -> Callable[[], None]:
        def looked() -> None:
            answer = browser.get(path)
            assert answer.status_code == 200, (path, answer.status_code)

        return looked

    with portal_role():
        for name, path in (
            ("portal_home", "/"),
            ("portal_search_common", "/answers/?q=整改"),
            ("portal_search_rare", "/answers/?q=第4321件"),
            ("portal_answer", "/answers/H2026-4321/"),
            ("portal_feed", "/feed.atom"),
        ):
            print(f"{name}_ms {milliseconds(look(path)):.1f} ms")
        print(f"portal_submit_ms {milliseconds(lambda: submit(office_id)):.1f} ms")
        wrong = {"code": wrong_code()}
        spent = milliseconds(lambda: browser.post("/follow/", wrong))
        print(f"portal_wrong_code_ms {spent:.1f} ms")


def fill() -> int:
    """5,000 statements, every tenth with a second version."""
    from huiyin.apps.responses.models import Publication
    from huiyin.engine.clock import now
    from tests.makers import make_office

    office, at = make_office(), now()
    Publication.objects.bulk_create(
        Publication(
            statement_number=f"H2026-{n:04d}", office_id=office.pk, office_name=office.name,
            signature=office.signature, version=version, title=f"关于第{n}件事项的答复", body=BODY,
            published_at=at - timedelta(minutes=ANSWERS - n), sha256=bytes(32),
        )
        for n in range(ANSWERS)
        for version in ((1, 2) if n % 10 == 0 else (1,))
    )  # fmt: skip
    return office.pk


def submit(office_id: int) -> None:
    from huiyin.apps.intake import submissions
    from huiyin.engine.clock import now

    letter = submissions.Letter("hazard", "气味", BODY)
    submissions.submit(office_id, submissions.new_key(), letter, now=now())


def wrong_code() -> str:
    from huiyin.rules.receipts import code_from

    return str(code_from(bytes(4), bytes(13)))


def milliseconds(act: Callable[[], object]) -> float:
    """Median of the rounds after one to warm up."""
    act()
    spent = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        act()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent) * 1000


if __name__ == "__main__":
    main()
