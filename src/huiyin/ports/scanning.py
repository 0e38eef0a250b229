"""Scanning a file for malware: what a scanner is asked, and what it may say.

A plug-in sends the octets to the socket it is given and nowhere else, stops at the limit of
seconds, and never raises: what kept it from an answer is a `NotScanned`.
"""

from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

NOT_REACHED: Final = "not_reached"  # nobody answers at the socket, or not in time
TOO_LARGE: Final = "too_large"  # the scanner takes no file of this size
NOT_UNDERSTOOD: Final = "not_understood"  # the answer is not one of a scanner
PLUGIN_MISSING: Final = "plugin_missing"  # the part that asks scanners is not installed


@dataclass(frozen=True, slots=True)
class Clean:
    """Nothing was found."""


@dataclass(frozen=True, slots=True)
class Infected:
    """Something was found, by the scanner's name for it."""

    name: str


@dataclass(frozen=True, slots=True)
class NotScanned:
    """Why there is no verdict: a code of this module, and the cause for whoever mends it."""

    code: str
    detail: str = ""


Verdict = Clean | Infected | NotScanned


@runtime_checkable
class ScannerPlugin(Protocol):
    """Asks a scanner of one kind. `socket` is ``unix:///path`` or ``tcp://host:port``."""

    name: str

    def scan(self, socket: str, content: bytes, seconds: float) -> Verdict: ...

    def version(self, socket: str, seconds: float) -> str:
        """What the scanner says it is; "" where it does not answer."""
        ...
