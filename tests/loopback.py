"""Ports for servers that are told their port before they start.

Never from the range the system hands out for itself: a port let go of there may be given to
another worker's server a moment later, and servers that share ports would then answer for each
other. Each worker of a test run draws from a thousand of its own, in turn.
"""

import os
import socket
from itertools import count

LOWEST, EACH = 20_000, 1_000
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_turn = count(os.getpid())


def free_ports(number: int) -> list[int]:
    """So many ports of 127.0.0.1 at which nothing listens."""
    found: list[int] = []
    for _ in range(EACH):
        port = LOWEST + _worker * EACH + next(_turn) % EACH
        if port not in found and _is_free(port):
            found.append(port)
            if len(found) == number:
                return found
    raise OSError(f"no {number} free ports from {LOWEST + _worker * EACH} on")


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
