"""What a status means, and what the headers say."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from huiyin.engine.fetch.values import Refused

MOVED_FOR_GOOD: Final = frozenset({301, 308})
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
BUSY: Final = frozenset({429, 503})
NOT_PUBLIC: Final = frozenset({401, 403, 451})
USUAL_REST: Final = (
    60.0  # seconds, of a host that asks for fewer requests and does not say how long
)
LONGEST_WAIT: Final = 7 * 24 * 3600.0
CODES: Final = {
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    410: "gone",
    429: "too_many_requests",
    451: "forbidden",
    503: "unavailable",
}


def judge(status: int, retry_after: float | None) -> None:
    """Refused unless the status brings a document or says that it is unchanged."""
    if 200 <= status < 300 or status == 304:
        return
    code = CODES.get(status) or ("server_error" if status >= 500 else "status_unexpected")
    raise Refused(
        code, f"HTTP {status}", status=status, retry_after=retry_after, permanent=status == 410
    )


def rest_after(status: int, asked: float | None) -> float:
    """Seconds to leave a host alone for after an answer; `asked` is what its Retry-After says."""
    if status not in BUSY:
        return 0.0
    return asked or (USUAL_REST if status == 429 else 0.0)


def wait_asked(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of a Retry-After header (a number or a date), between 0 and a week."""
    written = headers.get("Retry-After", "").strip()
    if not written:
        return None
    if written.isascii() and written.isdigit():
        return min(float(written[:12]), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(written)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - now).total_seconds()), LONGEST_WAIT)
