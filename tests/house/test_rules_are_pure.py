"""`rules/` reads no clock, no environment and no file, and imports no framework."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import PACKAGE, named

FORBIDDEN_IMPORTS = {
    "django", "psycopg", "aiohttp", "structlog", "os", "random", "secrets", "socket", "subprocess",
    "threading", "time", "asyncio", "logging", "sqlite3", "urllib",
}  # fmt: skip
CLOCK_READERS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}
CLOCKS = {"datetime", "date", "dt", "time"}
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "hash"}
FILES = sorted((PACKAGE / "rules").rglob("*.py"))


def faults(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from call_faults(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            named_by_from = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names = named_by_from or [alias.name for alias in node.names]
            yield from (
                f"{node.lineno}: imports {name}"
                for name in names
                if name.split(".")[0] in FORBIDDEN_IMPORTS
            )


def call_faults(node: ast.Call) -> Iterator[str]:
    called = node.func
    if isinstance(called, ast.Name) and called.id in FORBIDDEN_CALLS:
        yield f"{node.lineno}: calls {called.id}()"
    if (
        isinstance(called, ast.Attribute)
        and called.attr in CLOCK_READERS
        and isinstance(called.value, ast.Name | ast.Attribute)
        and getattr(called.value, "id", getattr(called.value, "attr", "")) in CLOCKS
    ):
        yield f"{node.lineno}: reads the clock"


def test_every_rule_is_pure() -> None:
    found = [
        f"{named(path)}:{fault}" for path in FILES for fault in faults(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import os", "from django.db import models", "import random as r",
        "x = datetime.now(UTC)", "x = dt.date.today()", "open('x')", "hash('x')",
    ],
)  # fmt: skip
def test_the_check_finds_what_is_not_pure(source: str) -> None:
    assert list(faults(ast.parse(source)))
