"""What once broke a reader, tried again; and that trying finds what is broken."""

from pathlib import Path

import pytest

from tests.fuzz.__main__ import BROKE, fault_of, smaller
from tests.fuzz.targets import TARGETS, Target

KEPT = sorted(path for path in BROKE.glob("*/*") if path.parent.name in TARGETS)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_broke_a_reader_is_read_or_refused(path: Path) -> None:
    assert fault_of(TARGETS[path.parent.name], path.read_bytes())[0] == ""


def test_a_fault_is_met_and_made_small() -> None:
    def run(body: bytes) -> int:
        return 1 // (b"<!" not in body)

    target = Target((b"<a>",), (b"!",), run)
    fault, _kind = fault_of(target, b"some <! thing")
    assert fault.startswith("ZeroDivisionError")
    assert smaller(target, b"some <! thing", fault) == b"<!"
