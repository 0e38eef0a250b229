"""Logs events, not sentences: a constant name and fields, one line each, on stderr.

The lines look like the supervisor's, so that one reader fits the whole desk.
"""

import logging
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog

DATABASE_AWAY = frozenset({"OperationalError", "InterfaceError"})


def configure(level: str = "info") -> None:
    """Set up structlog and the libraries' own loggers for this process."""
    threshold = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LibraryLine())
    logging.basicConfig(handlers=[handler], level=max(threshold, logging.WARNING))


class LibraryLine(logging.Formatter):
    """A library's record in the same form. That the database is away takes a line, not a page."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; the traceback of an error that nobody expects follows it."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        line = f"{when} {record.levelname.lower()} {record.name}"
        line += f" message={_shown(record.getMessage())}"
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not record.exc_info:
            return line
        if type(error).__name__ in DATABASE_AWAY:
            return f"{line} error={_shown(str(error).strip())}"
        return f"{line}\n{self.formatException(record.exc_info)}"


def _line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    when, level, name = event.pop("timestamp"), event.pop("level"), event.pop("event")
    trouble = event.pop("exception", "")
    fields = "".join(f" {key}={_shown(value)}" for key, value in event.items())
    return f"{when} {level} {name}{fields}" + (f"\n{trouble}" if trouble else "")


def _shown(value: object) -> str:
    text = str(value)
    return text if text and not any(mark.isspace() or mark in '="' for mark in text) else repr(text)
