"""Watching many feeds with the product's own rounds, against a server on the loopback.

    PYTHONPATH=src:. python bench/fetch_feeds.py [20000]

300 feeds of 20 entries, each on a host of its own (127.x.y.z), robots.txt asked and the pause of a
second kept as everywhere: leased, fetched, read, analysed, grouped and stored in PostgreSQL; then
once more with nothing new. `…_wall` is what a person waits, `…_cpu` the processor time of the
watching process. With a number, so many feeds without entries in one round and in a second one,
and by how much the process's memory grew from the first to the second. Prints: name value unit.
"""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache

import psutil  # type: ignore[import-untyped]

from huiyin.engine.garbage import collect_rarely
from huiyin.engine.postgres import OWNER, Cluster
from huiyin.ports.decoding import COMMON
from tests.postgres import new_data_dir

FEEDS, ENTRIES = 300, 20
LETTERS = sorted(COMMON - set("，。、；：？！“”（）《》"))


@cache
def rss(number: int, entries: int) -> bytes:
    """Texts of common characters in no order: as unlike each other as news of different things."""
    some = random.Random(number)
    items = "".join(
        f"<item><title>{said(some, 16)}</title><link>http://feed{number}.example/{n}</link>"
        f"<description>{said(some, 90)}</description>"
        "<pubDate>Sun, 22 Nov 2026 05:00:00 +0800</pubDate></item>"
        for n in range(entries)
    )
    head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>报{number}</title>'
    return f"{head}{items}</channel></rss>".encode()


def said(some: random.Random, letters: int) -> str:
    return "".join(some.choices(LETTERS, k=letters))


async def serve(port: int) -> None:
    """Answers `/NUMBER/ENTRIES`; knows the conditional request; has no robots.txt."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                writer.write(answer(path, known=b"If-None-Match" in head))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    for number in range(1000, 1000 + FEEDS):
        rss(number, ENTRIES)
    server = await asyncio.start_server(talk, "0.0.0.0", port, backlog=4096)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


def answer(path: str, *, known: bool) -> bytes:
    if path == "/robots.txt":
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    if known:
        return b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\nContent-Length: 0\r\n\r\n'
    number, entries = path.strip("/").split("/")
    body = rss(int(number), int(entries))
    head = f'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}'
    return f"{head}\r\n\r\n".encode() + body


def host(number: int) -> str:
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


def main() -> None:
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(int(sys.argv[2])))
        return
    port = 20_000 + os.getpid() % 10_000
    web = subprocess.Popen(
        [sys.executable, __file__, "serve", str(port)], stdout=subprocess.PIPE, env=os.environ
    )
    folder = new_data_dir()
    server = Cluster(folder, durable=False)
    try:
        assert web.stdout is not None
        web.stdout.readline()
        server.ensure()
        server.start(death_signal=signal.SIGQUIT)
        server.wait_ready()
        os.environ["HUIYIN_DB"] = server.url(OWNER)
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.conf.worker"
        measure(port, int(sys.argv[1]) if sys.argv[1:] else 0)
    finally:
        web.kill()
        server.stop(seconds=5)
        shutil.rmtree(folder, ignore_errors=True)


def measure(port: int, many: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from huiyin.apps.intake.models import Item

    warm(port)
    before = Item.objects.count()
    told("feeds_300_first", timed(rounds(port, FEEDS, ENTRIES, 1000)))
    assert Item.objects.count() - before == FEEDS * ENTRIES
    told("feeds_300_unchanged", timed(again(FEEDS)))
    if many:
        process = psutil.Process()
        told(f"feeds_{many}_first", timed(rounds(port, many, 0, 10_000)))
        held = process.memory_info().rss
        told(f"feeds_{many}_second", timed(again(many)))
        grown = (process.memory_info().rss - held) / 2**20
        print(f"feeds_{many}_memory_grown {grown:.0f} MB")
        print(f"feeds_{many}_memory {held / 2**20:.0f} MB")


def warm(port: int) -> None:
    """Compile and load what the first batch would otherwise pay for, as the worker does."""
    rounds(port, 2, 3, 0)()
    collect_rarely()


def rounds(port: int, feeds: int, entries: int, first: int) -> Callable[[], None]:
    """Make the sources; gives what watches until each was read once."""
    from huiyin.apps.intake.models import Source
    from huiyin.apps.org.models import Office
    from huiyin.engine.clock import now
    from tests.makers import make_office

    office = Office.objects.first() or make_office()
    at = now()
    Source.objects.update(enabled=False)
    Source.objects.bulk_create(
        Source(
            office=office, name=f"报{n}", url=f"http://{host(n)}:{port}/{n}/{entries}",
            allow_private=True, added_at=at, next_fetch_at=at,
        )
        for n in range(first, first + feeds)
    )  # fmt: skip
    return lambda: watch(feeds)


def again(feeds: int) -> Callable[[], None]:
    """Make all due once more; gives what watches until each was asked again."""
    from huiyin.apps.intake.models import Source
    from huiyin.engine.clock import now

    Source.objects.filter(enabled=True).update(next_fetch_at=now() - timedelta(seconds=1))
    time.sleep(1.2)  # the pause each host is owed
    return lambda: watch(feeds)


def watch(feeds: int) -> None:
    from huiyin.engine.clock import now
    from huiyin.flows.watch import fetch_due

    ended = 0
    while ended < feeds:
        ended += fetch_due(now())


def timed(work: Callable[[], None]) -> tuple[float, float]:
    started, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - spent


def told(name: str, figures: tuple[float, float]) -> None:
    print(f"{name}_wall {figures[0]:.2f} s\n{name}_cpu {figures[1]:.2f} s", flush=True)


if __name__ == "__main__":
    main()
