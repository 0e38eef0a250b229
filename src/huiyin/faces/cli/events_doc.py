"""Writes docs/reference/events.md from the wording of events and the table of who is told.

`python -m huiyin.faces.cli.events_doc docs/reference/events.md`; without a path to the output.
"""

import os
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import django
from django.utils import translation

_HEAD = """# Events

Made from `src/huiyin/apps/org/words.py` and `src/huiyin/flows/notices.py`; do not edit by hand.

An event is one row of the audit chain: it is written by the action that caused it, in the same
transaction, and never changed. Names are in the past tense and stable; the sentence is made when
somebody reads it, in their language. Values in it come from the event's `body`. What a notice
follows from is told in the console, and by mail where the column says so.
"""


def page() -> str:
    """The whole page as Markdown; needs Django to be set up."""
    from huiyin.apps.org.words import EVENTS
    from huiyin.flows.telling import TABLE

    with translation.override("en"):
        rows = [(kind, str(text), _told(TABLE.get(kind))) for kind, text in sorted(EVENTS.items())]
    return "\n".join([_HEAD, *_sections(rows)])


def _sections(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    for subject, group in groupby(rows, key=lambda row: row[0].partition(".")[0]):
        yield f"## {subject}\n\n| event | sentence | notice |\n|---|---|---|"
        yield from (f"| `{kind}` | {_readable(text)} | {told} |" for kind, text, told in group)
        yield ""


def _readable(text: str) -> str:
    return re.sub(r"%\((\w+)\)s", r"‹\1›", text)


def _told(telling: object) -> str:
    if telling is None:
        return "–"
    urgent = ", urgent" if getattr(telling, "urgent", False) else ""
    return ("console, mail" if getattr(telling, "mail", False) else "console") + urgent


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.conf.worker")
    django.setup()
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")
