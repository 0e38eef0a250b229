"""Logs events, not sentences: a constant name and fields, one line each, on stderr.

The lines look like the supervisor's, so that one reader fits the whole desk.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog


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
    logging.basicConfig(stream=sys.stderr, level=max(threshold, logging.WARNING))


def _line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    when, level, name = event.pop("timestamp"), event.pop("level"), event.pop("event")
    trouble = event.pop("exception", "")
    fields = "".join(f" {key}={_shown(value)}" for key, value in event.items())
    return f"{when} {level} {name}{fields}" + (f"\n{trouble}" if trouble else "")


def _shown(value: object) -> str:
    text = str(value)
    return text if text and not any(mark.isspace() or mark in '="' for mark in text) else repr(text)
