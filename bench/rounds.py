"""How the benches of one core measure: CPU time, the best of a few rounds."""

import time
from collections.abc import Callable

ROUNDS = 5


def speed(work: Callable[[], object], count: int) -> float:
    """Return items a CPU second, the best of a few rounds after one that fills the tables."""
    work()
    return count / min(seconds(work) for _ in range(ROUNDS))


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one run."""
    begin = time.process_time()
    work()
    return time.process_time() - begin
