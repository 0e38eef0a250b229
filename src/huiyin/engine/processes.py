"""Children that never outlive their parent.

Each child leads a process group of its own, so that Ctrl-C reaches the desk and not its parts, and
the kernel signals it when the parent dies, however the parent dies (Linux; elsewhere only a clean
end of the parent ends the children).
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """The account of the machine that a process runs under."""

    name: str
    uid: int
    gid: int


def spawn(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    account: Account | None = None,
    cwd: Path | None = None,
    output: IO[bytes] | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    niceness: int = 0,
) -> subprocess.Popen[bytes]:
    """Start a child that gets `death_signal` if this process ends before it.

    A child with `niceness` above 0 yields the processor to those without (1 to 19).
    """
    return subprocess.Popen(  # noqa: S603 - argv is ours, no shell
        [str(part) for part in argv],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        process_group=0,
        preexec_fn=_tie(os.getpid(), death_signal, niceness),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def die_with_parent(death_signal: signal.Signals) -> None:
    """Tie this process to its parent; for processes that a library forks for us."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(death_signal))


def _tie(parent: int, death_signal: signal.Signals, niceness: int) -> Callable[[], None]:
    def tie() -> None:
        die_with_parent(death_signal)
        if os.getppid() != parent:  # it died between the fork and the tie
            os._exit(1)
        os.nice(niceness)

    return tie


def end_group(process: subprocess.Popen[bytes], *, seconds: float, first: signal.Signals) -> int:
    """Ask the child to end, wait, then kill what is left of its group; returns its exit code."""
    if process.poll() is None:
        process.send_signal(first)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            kill_group(process)
    kill_group(process)
    return process.wait()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill every process of the child's group, the child included; none left is no error."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
