"""Every clause of the founding documents has a state, and nothing is claimed without proof."""

import ast
import json
from functools import cache

import pytest
from click.testing import CliRunner

from huiyin.faces.cli.charter import Clause, State, clauses, counts
from huiyin.faces.cli.charter_doc import page
from huiyin.faces.cli.evals.charter import command
from tests.house.sources import ROOT

NUMBERS = [*(f"A{n}" for n in range(1, 82)), *(f"B{n}" for n in range(1, 50))]
KINDS = {
    "S": {State.WORKS, State.PARTLY, State.LATER},
    "H": {State.WORKS, State.PARTLY, State.LATER},
    "S/H": {State.WORKS, State.PARTLY, State.LATER},
    "O": {State.ORGANISATIONAL},
    "✕": {State.DECLINED},
}


def named(row: Clause) -> str:
    return row.number


@cache
def functions(path: str) -> frozenset[str]:
    """Names of the test functions of a file; none if there is no such file."""
    place = ROOT / path
    if not place.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(place.read_text()))
    defined = {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    return frozenset(name for name in defined if name.startswith("test_"))


def faults(row: Clause) -> list[str]:
    """What is wrong with a clause's entry."""
    claimed = row.state in {State.WORKS, State.PARTLY}
    found = [
        f"no such test: {test}"
        for test in row.tests
        if test.partition("::")[2] not in functions(test.partition("::")[0])
    ]
    wrong = {
        "state does not fit the kind": row.state not in KINDS.get(row.kind, set()),
        "no test proves it": claimed and not row.tests,
        "no screen or command is named": claimed and not row.by,
        "what is missing is not said": (row.state is State.PARTLY) != bool(row.missing),
        "no substitute is named": (row.state is State.DECLINED) != bool(row.substitute),
        "says nothing": not row.text.strip() or not row.capability.strip(),
    }
    return found + [fault for fault, is_so in wrong.items() if is_so]


def test_every_clause_is_there_once_and_in_order() -> None:
    assert [row.number for row in clauses()] == NUMBERS


@pytest.mark.parametrize("row", clauses(), ids=named)
def test_a_clause_claims_only_what_is_proved(row: Clause) -> None:
    assert faults(row) == []


def test_the_excerpts_are_those_of_the_domain_rules() -> None:
    rules = ROOT.parent / "shared" / "domain" / "rules.md"
    if not rules.is_file():
        pytest.skip("the domain rules are not beside the repository")
    listed = (line.split(" | ") for line in rules.read_text("utf-8").splitlines())
    original = {parts[0].removeprefix("| "): parts[1] for parts in listed if len(parts) == 4}
    assert [row.number for row in clauses() if original.get(row.number) != row.text] == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (Clause("A2", "甲", "Does it", "S", State.WORKS, by="Portal"), "no test proves it"),
        (
            Clause("A2", "甲", "Does it", "S", State.WORKS, by="Portal", tests=("tests/x.py::t",)),
            "no such test: tests/x.py::t",
        ),
        (Clause("A2", "甲", "Steers", "✕", State.DECLINED), "no substitute is named"),
        (Clause("A2", "甲", "Does it", "S", State.ORGANISATIONAL), "state does not fit the kind"),
    ],
)
def test_the_check_finds_what_is_not_proved(row: Clause, fault: str) -> None:
    assert fault in faults(row)


def test_the_committed_page_is_made_from_the_clauses() -> None:
    committed = ROOT / "docs" / "reference" / "charter.md"
    assert committed.read_text("utf-8") == page()


def test_the_command_prints_the_counts_on_its_last_line() -> None:
    said = CliRunner().invoke(command, ["--state", "declined"])
    *listed, last = said.output.splitlines()
    found = json.loads(last)
    assert list(found) == ["works", "partly", "later", "organisational", "declined", "total"]
    assert found["total"] == sum(found[state] for state in State) == len(NUMBERS)
    assert len(listed) == found["declined"]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readmes_tell_the_counts(readme: str) -> None:
    found = counts(clauses())
    told = f"{found['works']} · {found['partly']} · {found['later']}"
    assert told in (ROOT / readme).read_text("utf-8")
