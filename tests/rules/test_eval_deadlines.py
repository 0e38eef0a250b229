"""The deadline evaluation: what passes, what fails, and that nothing crashes it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from huiyin.faces.cli.evals.deadlines import command

HEAD = "id,start,rule,calendar,events,expected_due,expected_other,why\n"
CALENDARS = {
    "office": {
        "tz": "Asia/Shanghai",
        "week": {str(day): [["08:30", "18:00"]] for day in range(5)},
        "holidays": ["2025-01-01"],
    },
    "broken": {"tz": "Mars/Base"},
}
SHARED = Path(__file__).parents[3] / "shared" / "domain"


def evaluated(tmp_path: Path, rows: str) -> tuple[dict[str, object], str]:
    cases, calendars = tmp_path / "cases.csv", tmp_path / "calendars.json"
    cases.write_text(HEAD + rows, "utf-8-sig")
    calendars.write_text(json.dumps(CALENDARS), "utf-8")
    outcome = CliRunner().invoke(command, [str(cases), str(calendars)])
    assert outcome.exit_code == 0
    return json.loads(outcome.stdout.splitlines()[-1]), outcome.stderr


@pytest.mark.parametrize(
    ("row", "passes"),
    [
        ("2025-06-09T10:00:00+08:00,WD4,office,,2025-06-13T18:00:00+08:00,,", True),
        ("2025-06-09T10:00:00+08:00,WD4,office,[],2025-06-13T10:00:00Z,,", True),
        ("2025-06-09T10:00:00+08:00,WD4@24,office,,2025-06-13T24:00:00+08:00,,", True),
        ("2025-06-09T10:00:00+08:00,WD4,office,,2025-06-13T17:59:59+08:00,,", False),
        ("2025-06-09T10:00:00+08:00,WD4,office,,none,,", False),
        ("2025-12-30T10:00:00+08:00,WD4,office,,none,,", True),
        ("2025-12-30T10:00:00+08:00,WD4,office,,provisional,,", True),
        ("2025-12-30T10:00:00+08:00,WD4,office,,2026-01-05T18:00:00+08:00,,", True),
        ("2025-06-09T10:00:00+08:00,WD4,office,,provisional,,", False),
        ("2025-06-09T10:00:00+08:00,WD4,elsewhere,,none,,", False),
        ("2025-06-09T10:00:00+08:00,WD4,broken,,none,,", False),
        ("2025-06-09T10:00:00,WD4,office,,none,,", False),
        ("soon,WD4,office,,none,,", False),
        ("2025-06-09T10:00:00+08:00,XX4,office,,none,,", False),
        ('2025-06-09T10:00:00+08:00,WD4,office,"{",none,,', False),
        ('2025-06-09T10:00:00+08:00,WD4,office,"[{""do"": ""dance""}]",none,,', False),
        ("9999-12-31T10:00:00+08:00,WD4,office,,none,,", False),
        ("2025-06-09T10:00:00+08:00", False),
    ],
)
def test_a_case_passes_or_fails_and_says_why(tmp_path: Path, row: str, passes: bool) -> None:
    result, said = evaluated(tmp_path, f"X1,{row}\n")
    assert result == {"total": 1, "passed": int(passes), "failed": [] if passes else ["X1"]}
    assert ("X1:" in said) is not passes


def test_a_file_that_is_no_json_is_an_error_with_its_name(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text(HEAD, "utf-8")
    outcome = CliRunner().invoke(command, [str(cases), str(cases)])
    assert outcome.exit_code == 1
    assert "cases.csv" in outcome.stderr


@pytest.mark.skipif(not SHARED.exists(), reason="the domain cases are not beside the checkout")
def test_every_listed_case_of_the_domain_passes() -> None:
    files = [str(SHARED / name) for name in ("deadline_cases.csv", "deadline_calendars.json")]
    outcome = CliRunner().invoke(command, files)
    assert json.loads(outcome.stdout.splitlines()[-1])["failed"] == []
