"""Serves one face over HTTP: a granian process with one worker that ends with it.

``python -m huiyin.engine.supervisor.serve MODULE:NAME HOST PORT``
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huiyin.engine.processes import die_with_parent

THREADS = 4
BACKLOG = 512


def load(target: str) -> Callable[..., Any]:
    """Load the application in the worker, which from then on never outlives the server."""
    from huiyin.engine import log  # here, for the process that only listens needs no logging

    die_with_parent(signal.SIGKILL)
    log.configure(os.environ.get("HUIYIN_LOG_LEVEL", "info"))
    module, name = target.split(":")
    application: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return application


def main(target: str, host: str, port: str) -> None:
    Granian(
        target,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=False,
        workers_kill_timeout=8,
    ).serve(target_loader=load)


if __name__ == "__main__":
    main(*sys.argv[1:])
