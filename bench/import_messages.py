"""Bringing in 4,000 messages: read, analysed, grouped into stories and stored, on one core.

    PYTHONPATH=src:. python bench/import_messages.py [FILE]

Client and database server share one core. Prints one line a figure: name value unit; the first is
messages a second of processor time (reading, analysis, grouping, and all the server does), the
second a second of wall time; the best of three rounds, each into an empty office. Without FILE the
real messages of ../shared are taken where they are, else made-up ones.
"""

import gzip
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from huiyin.engine.postgres import OWNER, Cluster
from tests.postgres import new_data_dir

MESSAGES, ROUNDS = 4_000, 3
REAL = Path(__file__).resolve().parents[2] / "shared" / "data"
PLACES = ("西关村", "东湖街道", "人民路", "锦绣花园", "滨江新城", "禾岭县", "青石镇", "农贸市场")
MATTERS = ("路灯不亮", "夜间施工扰民", "电梯故障", "停水三天", "物业乱收费", "公交太少", "污水直排")
CLAUSES = (
    "已经持续了很长时间", "多次向有关部门反映没有结果", "严重影响居民的正常生活",
    "老人和孩子出行很不方便", "希望尽快派人到现场查看", "请问什么时候能够解决",
    "建议统一规划并公开进度", "存在很大的安全隐患", "周边群众意见很大", "恳请给予答复",
)  # fmt: skip


def main() -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    folder = new_data_dir()
    server = Cluster(folder, durable=False)
    try:
        server.ensure()
        process = server.start(death_signal=signal.SIGQUIT)
        server.wait_ready()
        os.environ["HUIYIN_DB"] = server.url(OWNER)
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.conf.worker"
        measure(psutil.Process(process.pid))
    finally:
        server.stop(seconds=5)
        shutil.rmtree(folder, ignore_errors=True)


def measure(server: psutil.Process) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from huiyin.engine.clock import now
    from huiyin.engine.garbage import collect_rarely
    from huiyin.flows.bring_in import bring_in
    from tests.makers import make_office

    collect_rarely()  # as the worker does
    spent, wall = [], []
    with tempfile.TemporaryDirectory() as made:
        path = written(Path(made))
        for number in range(ROUNDS):
            office = make_office(f"office-{number}", f"第{number}局")
            begun, before = time.perf_counter(), processor_seconds(server)
            run = bring_in(office, path, now=now())
            wall.append(time.perf_counter() - begun)
            spent.append(processor_seconds(server) - before)
            assert run.rows == run.new_items + run.known, run.refused
    print(f"import_messages {run.rows / min(spent):.0f} messages/cpu-s")
    print(f"import_messages_wall {run.rows / min(wall):.0f} messages/s")


def processor_seconds(server: psutil.Process) -> float:
    """What this process and the server have used so far."""
    mine = time.process_time()
    for process in (server, *server.children(recursive=True)):
        times = process.cpu_times()
        mine += times.user + times.system
    return mine


def written(folder: Path) -> Path:
    """The messages as a file of JSON lines."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    path = folder / "messages.jsonl"
    lines = list(real_lines()) or list(made_lines())
    path.write_text("\n".join(lines[:MESSAGES]), "utf-8")
    return path


def real_lines() -> Iterator[str]:
    for name in ("govmsg_hot", "govmsg_reply"):
        file = REAL / name / "messages.jsonl.gz"
        if file.exists():
            with gzip.open(file, "rt", encoding="utf-8") as stream:
                yield from (line.strip() for line in stream)


def made_lines() -> Iterator[str]:
    dice = random.Random(4)
    at = datetime(2026, 1, 1)  # noqa: DTZ001 - the file names no zone, as real ones do not
    for number in range(MESSAGES):
        at += timedelta(minutes=dice.randrange(240))
        title = f"{dice.choice(PLACES)}{dice.randrange(300)}号{dice.choice(MATTERS)}"
        body = ",".join((title, *dice.sample(CLAUSES, 6))) + "。" + dice.choice(CLAUSES) * 12
        row = {"id": f"m{number}", "time": at.isoformat(), "title": title, "body": body}
        yield json.dumps(row, ensure_ascii=False)


if __name__ == "__main__":
    main()
