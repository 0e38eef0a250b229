"""How long a desk takes to answer, how long to stop, and how much memory it holds when idle.

Prints one line each: name value unit. Memory is the sum over all processes of the desk, with shared
pages counted once (PSS) and counted everywhere (RSS).
"""

import time

from tests.cli.desks import Desk, data_folder, memory_of

SETTLING_SECONDS = 10


def started(settings: dict[str, str]) -> tuple[Desk, float]:
    before = time.perf_counter()
    desk = Desk(settings)
    desk.wait_for("Portal, for the public")
    return desk, time.perf_counter() - before


def main() -> None:
    with data_folder() as settings:
        desk, seconds = started(settings)
        print(f"desk_first_start {seconds:.1f} s")
        desk.stop()
        desk, seconds = started(settings)
        print(f"desk_second_start {seconds:.1f} s")
        time.sleep(SETTLING_SECONDS)
        pss, rss = memory_of(desk.everyone())
        print(f"desk_idle_pss {pss / 2**20:.0f} MB")
        print(f"desk_idle_rss {rss / 2**20:.0f} MB")
        before = time.perf_counter()
        desk.stop()
        print(f"desk_stop {time.perf_counter() - before:.1f} s")


if __name__ == "__main__":
    main()
