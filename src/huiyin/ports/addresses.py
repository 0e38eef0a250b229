"""One address for one page.

An address is written as the WHATWG standard writes it (lower-case host, no default port, no
dots in the path), without the fragment, without the parameters that only say where a reader
came from (`data/addresses/tracking.list`) and without user names and passwords. The order of the
other parameters stays: some servers care.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Final
from urllib.parse import urljoin

import can_ada

LONGEST: Final = 4096
WEB: Final = frozenset({"http:", "https:"})


def canonical_address(address: str, base: str = "") -> str:
    """The address of the page, absolute; "" where it is not a web address."""
    address = address.strip()
    if not address or len(address) > LONGEST:
        return ""
    try:
        parsed = can_ada.parse(urljoin(base, address) if base else address)
    except ValueError:
        return ""
    if parsed.protocol not in WEB or not parsed.hostname:
        return ""
    parsed.hash, parsed.username, parsed.password = "", "", ""
    if parsed.search:
        parsed.search = without_tracking(parsed.search.removeprefix("?"))
    return str(parsed.href).removesuffix("#").removesuffix("?")


def without_tracking(query: str) -> str:
    """The query without parameters that only say where a reader came from."""
    names, beginnings = _tracking()
    kept = []
    for part in query.split("&"):
        name = part.partition("=")[0].lower()
        if part and name not in names and not name.startswith(beginnings):
            kept.append(part)
    return "&".join(kept)


@lru_cache(maxsize=1)
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    text = files("huiyin").joinpath("data/addresses/tracking.list").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return (
        frozenset(line for line in lines if not line.endswith("*")),
        tuple(line[:-1] for line in lines if line.endswith("*")),
    )
