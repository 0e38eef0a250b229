"""The memory of the whole engine, part by part: what is held, and what only seems to be.

The resident size of the process counts pages of the index's files, which the system takes back when
it wants them; each backend of the database counts the shared buffers anew. So what is told is what
belongs to one process alone, and what of that is known: the live stories, Python's objects, and
what the allocator keeps free.
"""

import ctypes
import sys

import psutil  # type: ignore[import-untyped]

_MB = 2**20


class _MallInfo(ctypes.Structure):
    """What glibc tells of its heaps (mallinfo2)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )
    )  # fmt: skip


def parts_of_memory(server: psutil.Process) -> dict[str, tuple[float, str]]:
    """Figures with their units by name; `server` is the database's first process."""
    from huiyin.apps.stories.shelf import held_in_memory

    items, octets = held_in_memory()
    return {
        "memory": (psutil.Process().memory_full_info().uss / _MB, "MB"),
        "memory_of_live_stories": (octets / _MB, "MB"),
        "memory_left_free": (_left_free() / _MB, "MB"),
        "memory_of_server": (_own(server) / _MB, "MB"),
        "live_items": (items, "items"),
        "python_blocks": (sys.getallocatedblocks(), "blocks"),
    }


def _left_free() -> int:
    """Octets that were given back to the allocator and not yet to the system; glibc only."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):
        return 0
    libc.mallinfo2.restype = _MallInfo
    return int(libc.mallinfo2().fordblks)


def _own(server: psutil.Process) -> int:
    """Octets that the server's processes do not share."""
    total = 0
    for process in (server, *server.children()):
        try:
            total += process.memory_full_info().uss
        except psutil.NoSuchProcess:
            continue
    return total
