"""How often one caller may do something, without knowing who it is.

The network address is turned into a hash under random octets that this process draws anew every
day and keeps in memory only; hashes and counts lie in memory too. Nothing of it is written down,
so neither a database nor a folder nor yesterday's memory tells who called. An address of this
machine itself says nothing about the caller, unless the proxy in front passes the caller's on.
"""

import secrets
import threading
import time
from collections import defaultdict, deque
from datetime import UTC, datetime
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from typing import Final

from django.http import HttpRequest

WITHIN: Final = 600.0  # seconds that a count looks back
MOST_KEPT: Final = 100_000


class Counts:
    """What happened lately, by kind and by a mark; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)

    def note(self, kind: str, mark: str) -> None:
        """It happened once more; without a mark it is not counted."""
        if not mark:
            return
        with self._lock:
            if len(self._times) >= MOST_KEPT:
                self._times.clear()
            self._times[kind, mark].append(time.monotonic())

    def lately(self, kind: str, mark: str) -> int:
        """How often it happened within the last minutes."""
        with self._lock:
            times = self._times.get((kind, mark))
            while times and times[0] < time.monotonic() - WITHIN:
                times.popleft()
            return len(times or ())

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._times.clear()


class _DayKey:
    def __init__(self) -> None:
        self._day, self._key = "", b""

    def octets(self) -> bytes:
        today = datetime.now(UTC).date().isoformat()
        if today != self._day:
            self._day, self._key = today, secrets.token_bytes(32)
        return self._key


counts = Counts()
_today = _DayKey()


def mark_of(request: HttpRequest) -> str:
    """The caller's mark of today; "" where nothing tells one caller from another."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
        if address.is_loopback:
            told = request.META.get("HTTP_X_FORWARDED_FOR", "")
            address = ip_address(told.rpartition(",")[2].strip())
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    told_apart = address.packed[:8] if isinstance(address, IPv6Address) else address.packed
    return blake2b(told_apart, key=_today.octets(), digest_size=16).hexdigest()
