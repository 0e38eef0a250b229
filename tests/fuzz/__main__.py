"""Try a reader with mutated documents for some minutes and keep what breaks it.

    nice -n 19 .venv/bin/python -m tests.fuzz feed --minutes 60

Targets: feed, page, mail, rule, text. What breaks is made as small as time allows and written to
`tests/fuzz/broke/TARGET/`, where `tests/fuzz/test_broke.py` tries it again for ever.
"""

import argparse
import faulthandler
import random
import sys
import time
import traceback
from collections.abc import Hashable
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS, Target

BROKE = Path(__file__).parent / "broke"
HANGS = 600  # seconds for a hundred documents, after which the process tells where it stands
MOST_KEPT = 2000
TOO_SLOW = "too_slow"


def fault_of(target: Target, body: bytes) -> tuple[str, Hashable]:
    """What is wrong with how a document is read ("" if nothing), and the kind of answer."""
    started = time.thread_time()
    try:
        kind = target.run(body)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}", None
    slow = time.thread_time() - started > target.seconds
    return TOO_SLOW if slow else "", kind


def smaller(target: Target, body: bytes, fault: str, seconds: float = 60.0) -> bytes:
    """The document with what does not matter cut away, while it breaks in the same manner."""
    until = time.monotonic() + seconds
    size = len(body) // 2
    while size and time.monotonic() < until:
        at = 0
        while at < len(body) and time.monotonic() < until:
            less = body[:at] + body[at + size :]
            if fault_of(target, less)[0] == fault:
                body = less
            else:
                at += size
        size //= 2
    return body


def keep(name: str, body: bytes, fault: str) -> Path:
    """Write down what broke a reader, under a name of its content."""
    folder = BROKE / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / blake2b(body, digest_size=6).hexdigest()
    path.write_bytes(body)
    print(f"{name}: {fault}: {len(body)} bytes in {path.name}", flush=True)
    return path


def run(name: str, minutes: float, seed: int) -> int:
    """Mutate until the time is over; gives how many different faults were met."""
    target, dice = TARGETS[name], random.Random(seed)
    pool = list(target.seeds)
    kinds: set[Hashable] = set()
    faults: set[str] = set()
    current = Path(gettempdir()) / f"fuzz-{name}"  # what was read when the process broke
    until, tried = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < until:
        body = mutated(dice, pool, target.splices)
        current.write_bytes(body)
        if tried % 100 == 0:
            faulthandler.dump_traceback_later(HANGS, exit=True)
        fault, kind = fault_of(target, body)
        tried += 1
        if fault and fault not in faults:
            faults.add(fault)
            keep(name, smaller(target, body, fault), fault)
        elif not fault and kind not in kinds and len(kinds) < MOST_KEPT:
            kinds.add(kind)
            pool.append(body)
    faulthandler.cancel_dump_traceback_later()
    print(f"{name}: {tried} documents, {len(kinds)} kinds of answers, {len(faults)} faults")
    return len(faults)


def main() -> None:
    asked = argparse.ArgumentParser(prog="tests.fuzz")
    asked.add_argument("target", choices=sorted(TARGETS))
    asked.add_argument("--minutes", type=float, default=60.0)
    asked.add_argument("--seed", type=int, default=20261122)
    given = asked.parse_args()
    sys.exit(bool(run(given.target, given.minutes, given.seed)))


if __name__ == "__main__":
    main()
