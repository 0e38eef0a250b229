"""What time it is: the machine's own, or a script's while a demo or an exercise plays.

A scripted clock starts at one real instant with one scripted instant and runs at a rate:
``now = scripted + (real − started) × rate``. It is told by HUIYIN_SCRIPTED_CLOCK, written
``real_iso|scripted_iso|rate``, and only the demo sets that; a real desk refuses it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

SCRIPT = "HUIYIN_SCRIPTED_CLOCK"
DEMO = "HUIYIN_DEMO"

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


@dataclass(frozen=True)
class Script:
    """From `started_at` (real) the clock shows `shows_at` and runs `rate` times as fast."""

    started_at: datetime
    shows_at: datetime
    rate: float

    def at(self, real: datetime) -> datetime:
        return self.shows_at + (real - self.started_at) * self.rate

    def __str__(self) -> str:
        return f"{self.started_at.isoformat()}|{self.shows_at.isoformat()}|{self.rate:g}"


def now() -> datetime:
    """The instant that counts for the desk, aware, in UTC."""
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    script = _script()
    real = real_now()
    return script.at(real) if script else real


def real_now() -> datetime:
    """The machine's own instant, aware, in UTC; for health and back-off, never for a due."""
    return datetime.now(UTC)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Within the block the clock stands still at `moment` (aware)."""
    if moment.tzinfo is None:
        raise ValueError("a clock needs an aware moment")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def read_script(written: str) -> Script:
    """Read ``real_iso|scripted_iso|rate``; ValueError where it is not that."""
    started, shows, rate = written.split("|")
    script = Script(datetime.fromisoformat(started), datetime.fromisoformat(shows), float(rate))
    if script.started_at.tzinfo is None or script.shows_at.tzinfo is None or script.rate <= 0:
        raise ValueError(written)
    return Script(script.started_at.astimezone(UTC), script.shows_at.astimezone(UTC), script.rate)


@cache
def _script() -> Script | None:
    """The script of this process, read once; every process of a desk is given the same."""
    written = os.environ.get(SCRIPT)
    if not written:
        return None
    if os.environ.get(DEMO, "").lower() not in {"1", "true", "yes", "on"}:
        raise CannotStart(
            "scripted_clock",
            _("HUIYIN_SCRIPTED_CLOCK is set, but a real desk keeps real time."),
            _("Remove it; only “huiyin demo” sets the clock."),
        )
    try:
        return read_script(written)
    except ValueError as error:
        raise CannotStart(
            "scripted_clock",
            _("HUIYIN_SCRIPTED_CLOCK must be “real instant|scripted instant|rate”."),
        ) from error
