"""From a push by another system to the alert on an officer's screen, at 1,000 items a second.

    PYTHONPATH=src:. python bench/push_to_screen.py [--seconds N] [--rate N]

Items are pushed to a source ten times a second; one in a hundred is urgent by a keyword rule and
raises an alert. The worker's duties run in their threads, the database server by itself; a screen
asks its bell every three seconds, as the pages do. Prints one line a figure: name value unit.
"""

import argparse
import os
import shutil
import signal
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from bench.search_corpus import texts
from huiyin.engine.postgres import OWNER, Cluster
from tests.postgres import new_data_dir

if TYPE_CHECKING:
    from huiyin.apps.org.models import Person

PUSHES, URGENT, SCREEN = 10, 100, 3.0  # a second; one in so many; seconds between two looks


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=int, default=1_000)
    asked = parser.parse_args()
    folder, place = new_data_dir(), Path(tempfile.mkdtemp(prefix="huiyin-bench-"))
    server = Cluster(folder, durable=False)
    try:
        server.ensure()
        server.start(death_signal=signal.SIGQUIT)
        server.wait_ready()
        os.environ["HUIYIN_DB"], os.environ["HUIYIN_DATA"] = server.url(OWNER), str(place)
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.conf.test"
        measure(asked.seconds, asked.rate)
    finally:
        server.stop(seconds=5)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)


def measure(seconds: int, rate: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from huiyin.apps.intake.models import Item
    from huiyin.flows.deliver import MailRoute
    from huiyin.flows.duties import duties_of, run_duties
    from tests.makers import make_rule
    from tests.personas import make_desk

    desk = make_desk()
    rule = make_rule(desk.office, "警报", "爆炸")
    rule.urgent = True
    rule.save()
    key = pushed_source(desk.admin)
    stop = threading.Event()
    duties = tuple(
        duty for duty in duties_of(MailRoute(None, "a@b.example", "http://desk/"))
        if duty.name in {"push", "notices", "searches", "search", "sweeper"}
    )  # fmt: skip
    worker = threading.Thread(target=run_duties, args=(duties, stop), daemon=True)
    worker.start()
    push(key, ["热身爆炸 0"])  # kernels are loaded before the first second counts
    while not Item.objects.exists():
        time.sleep(0.5)
    screen = Screen(desk.duty)
    screen.start()
    send(key, seconds, rate)
    screen.last(seconds=30)
    stop.set()
    worker.join()
    raised = seconds * rate // URGENT
    print(f"push_to_screen_alerts {len(screen.waits) / raised:.4f} of-those-raised")
    for share in (50, 99):
        print(f"push_to_screen_p{share} {np.percentile(screen.waits, share):.2f} s")


def pushed_source(admin: "Person") -> str:
    """A source that others push to, proved by its secret alone."""
    from huiyin.apps.intake.models import Source
    from huiyin.engine.clock import now
    from huiyin.engine.sealed import seal

    Source.objects.create(
        office=admin.office, plugin="webhook", name="推送", url="push:bench", push_key="bench",
        settings={"proof": "bearer"}, sealed=seal({"push": "secret"}), added_at=now(),
        next_fetch_at=now(),
    )  # fmt: skip
    return "bench"


def push(key: str, titles: list[str], bodies: list[str] | None = None) -> None:
    from huiyin.apps.intake.pushes import Proof, keep_push
    from huiyin.engine.clock import real_now

    rows = [
        {"title": title, "text": body, "id": title}
        for title, body in zip(titles, bodies or titles, strict=True)
    ]
    proof = Proof(bearer="secret")
    keep_push(key, msgspec.json.encode(rows), "application/json", proof, real_now())


def send(key: str, seconds: int, rate: int) -> None:
    """Push `rate` items a second; the title of an urgent one says when it was pushed."""
    bodies = texts(seconds * rate, seed=5)
    begun, number = time.monotonic(), 0
    for step in range(seconds * PUSHES):
        time.sleep(max(begun + step / PUSHES - time.monotonic(), 0))
        many = [next(bodies).replace("\n", "。") for _item in range(rate // PUSHES)]
        titles = []
        for body in many:
            number += 1
            urgent = f"爆炸 {body[20:32]} {time.time():.3f}"
            titles.append(urgent if number % URGENT == 0 else f"{body[:14]}{number}")
        push(key, titles, many)


class Screen(threading.Thread):
    """An officer's page: its bell is asked every three seconds; then what is new is looked at."""

    def __init__(self, officer: "Person") -> None:
        super().__init__(daemon=True)
        self.waits: list[float] = []
        self._officer = officer
        self._end = threading.Event()

    def last(self, seconds: float) -> None:
        """Look on for so long, then stop."""
        self._end.wait(seconds)
        self._end.set()
        self.join()

    def run(self) -> None:
        from django.db import connection
        from django.test import Client

        from huiyin.apps.notify.models import Notice

        client, seen, shown = Client(), 0, "0"
        client.force_login(self._officer)
        while not self._end.wait(SCREEN):
            if client.get("/notices/bell", {"shown": shown}).status_code == 204:
                continue
            told = Notice.objects.filter(person=self._officer, channel="console", pk__gt=seen)
            now = time.time()
            for notice in told.order_by("pk"):
                seen = notice.pk
                sent = str(notice.params.get("title", "")).rpartition(" ")[2]
                if sent.replace(".", "", 1).isdigit() and "." in sent:
                    self.waits.append(now - float(sent))
            shown = str(Notice.objects.filter(person=self._officer, read_at=None).count())
        connection.close()


if __name__ == "__main__":
    main()
