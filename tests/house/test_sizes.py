"""Short files, short functions, names that say something."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import named, tracked

FILE_LINES = 400
FUNCTION_LINES = 50
SAYS_NOTHING = {"utils", "helpers", "managers", "common", "misc"}
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")


def python_files() -> tuple[Path, ...]:
    return tuple(path for path in tracked("*.py") if "/migrations/" not in str(path))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (
                f"{named(path)}:{node.lineno} {node.name}",
                ((node.end_lineno or node.lineno) - node.lineno + 1),
            )


def test_no_file_is_longer_than_400_lines() -> None:
    own = (*python_files(), *tracked("*.css", "*.js", "*.html", "*.sh"))
    long = [named(path) for path in own if len(path.read_text().splitlines()) > FILE_LINES]
    assert long == []


def test_no_function_is_longer_than_50_lines() -> None:
    long = [name for path in python_files() for name, n in functions(path) if n > FUNCTION_LINES]
    assert long == []


def test_every_name_says_something() -> None:
    parts = {named(path): set(path.with_suffix("").parts) for path in python_files()}
    assert [name for name, words in parts.items() if words & SAYS_NOTHING] == []


def test_nothing_is_marked_unfinished() -> None:
    marked = [
        f"{named(path)}: {mark}"
        for path in tracked("*.py", "*.html", "*.css", "*.js", "*.sh")
        for mark in UNFINISHED
        if mark in path.read_text()
    ]
    assert marked == []
