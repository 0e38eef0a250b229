"""Lines of libraries look like the desk's own."""

import logging
import sys

import pytest

from huiyin.engine.log import LibraryLine


class OperationalError(Exception):
    """As database drivers call it."""


def line_of(error: Exception) -> str:
    try:
        raise error
    except type(error):
        told = (logging.ERROR, "here.py", 1, "Internal Server Error: %s", ("/tell/",))
        record = logging.LogRecord("django.request", *told, sys.exc_info())
    return LibraryLine().format(record)


def test_a_database_that_is_away_takes_one_line() -> None:
    line = line_of(OperationalError("connection failed:\nis the server running?\n"))
    assert "error django.request message='Internal Server Error: /tell/' error=" in line
    assert line.count("\n") == 0


@pytest.mark.parametrize("error", [ValueError("7"), KeyError("x")])
def test_an_error_that_nobody_expects_is_told_with_its_place(error: Exception) -> None:
    assert "raise error" in line_of(error)
