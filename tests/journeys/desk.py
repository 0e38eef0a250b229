"""A whole desk as a machine would keep it: `huiyin up` under a service manager that starts it again
whenever it ends, its parts within reach of a killer, its tables within reach of a checker.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil  # type: ignore[import-untyped]
import psycopg

from huiyin.engine.postgres import Cluster
from tests.cli.desks import START, environment, until

MARKS = {
    "worker": "huiyin.faces.cli.worker",
    "console": "huiyin.faces.console.wsgi",
    "portal": "huiyin.faces.portal.wsgi",
    "postgres": "bin/postgres",
}
RESTART_SECONDS = 0.5


class KeptDesk:
    """A desk that is started again until `stop`; what it says is kept in a file."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings
        self.starts = 0
        self._said_to = Path(settings["HUIYIN_DATA"]) / "said.txt"
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._manager = threading.Thread(target=self._manage, name="service manager")

    def __enter__(self) -> Self:
        self._manager.start()
        until(lambda: "Portal, for the public" in self.said(), 90, self.said)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop the desk for good, cleanly."""
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
        self._manager.join(60)

    def said(self) -> str:
        return self._said_to.read_text(encoding="utf-8") if self._said_to.exists() else ""

    def address(self, face: str) -> str:
        return f"http://127.0.0.1:{self.settings[f'HUIYIN_{face.upper()}_PORT']}"

    def supervisor(self) -> psutil.Process | None:
        """The process of `huiyin up`, if it runs at this moment."""
        process = self._process
        if process is None or process.poll() is not None:
            return None
        return psutil.Process(process.pid)

    def part(self, name: str) -> psutil.Process | None:
        """A child of the supervisor, if it runs at this moment."""
        top = self.supervisor()
        for child in top.children() if top else []:
            if any(MARKS[name] in word for word in _words(child)):
                return child
        return None

    def backends(self) -> list[psutil.Process]:
        """The database server's processes that serve a client."""
        server = self.part("postgres")
        found = server.children() if server else []
        return [one for one in found if "postgres: huiyin" in " ".join(_words(one))]

    @contextmanager
    def tables(self) -> Iterator["Tables"]:
        """The desk's database as its owner sees it."""
        address = Cluster(Path(self.settings["HUIYIN_DATA"])).url()
        with psycopg.connect(address, autocommit=True) as connection:
            yield Tables(connection)

    def _manage(self) -> None:
        while not self._stopping.is_set():
            with self._said_to.open("ab") as file:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", START, "up"],
                    env=environment(**self.settings),
                    stdout=file,
                    stderr=file,
                    start_new_session=True,
                )
            self.starts += 1
            self._process.wait()
            self._stopping.wait(RESTART_SECONDS)


class Tables:
    """Questions to the database."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def run(self, statement: str, *values: object) -> None:
        self._connection.execute(statement.encode(), values)

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(question.encode(), values).fetchall()

    def number(self, question: str, *values: object) -> int:
        """The one number that the question asks for."""
        return int(self.rows(question, *values)[0][0] or 0)

    def figures(self, question: str) -> dict[Any, int]:
        """First column → second column."""
        return {name: int(number) for name, number in self.rows(question)}


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []
