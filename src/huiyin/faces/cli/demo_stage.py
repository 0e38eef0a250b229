"""The demonstration's own processes: `python -m huiyin.faces.cli.demo_stage fill|play`."""

import signal
import sys
from threading import Event
from types import FrameType

import django

from huiyin.engine.log import configure


def fill() -> None:
    """Make the bureau and its past in the empty database."""
    from huiyin.flows.demo.office import make_bureau
    from huiyin.flows.demo.past import play_past
    from huiyin.flows.demo.script import day

    starts_at = day().starts_at
    play_past(make_bureau(starts_at), starts_at)


def play() -> None:
    """Play the day until told to stop."""
    from huiyin.flows.demo.player import play_day

    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    play_day(stop)


if __name__ == "__main__":
    django.setup()
    configure("info")
    {"fill": fill, "play": play}[sys.argv[1]]()
