"""One line an event, on stderr: ``instant level event name=value …``.

The supervisor lives as long as the desk, so it writes its few lines itself; the logging library
that its children use would cost it more memory than everything else it does.
"""

import json
import sys
from datetime import UTC, datetime


def write(level: str, event: str, **fields: object) -> None:
    """Write one event; the name is constant, everything that varies is a field."""
    instant = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = "".join(f" {name}={_shown(value)}" for name, value in fields.items())
    sys.stderr.write(f"{instant} {level} {event}{told}\n")
    sys.stderr.flush()


def info(event: str, **fields: object) -> None:
    write("info", event, **fields)


def warning(event: str, **fields: object) -> None:
    write("warning", event, **fields)


def error(event: str, **fields: object) -> None:
    write("error", event, **fields)


def _shown(value: object) -> str:
    text = f"{value:.2f}" if isinstance(value, float) else str(value)
    if text and not any(mark.isspace() or mark in '="' for mark in text):
        return text
    return json.dumps(text, ensure_ascii=False)
