"""The spine: what happened to a matter, oldest first, each thing one line opened in place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from huiyin.faces.shared.clocks import ClockView

EntryKind = Literal["event", "document", "message", "order", "clock", "machine"]


@dataclass(frozen=True, slots=True)
class SpineEntry:
    """One line of the spine.

    `at` is aware; `who` is a person's post or the desk; `what` is one sentence in the past
    tense. `detail` (text, or HTML already marked safe) and `clock` open in place; `url` leads to
    the thing's own page. `late` marks a step taken after its time.
    """

    at: dt.datetime
    who: str
    what: str
    kind: EntryKind = "event"
    detail: str = ""
    url: str = ""
    clock: ClockView | None = None
    late: bool = False
    opened: bool = False

    @property
    def opens(self) -> bool:
        """Whether there is something to open in place."""
        return bool(self.detail or self.clock)
