"""The command says what is wrong in words, and loads only what it needs."""

import json
import socket
import subprocess
import sys

import pytest

from tests.cli.desks import data_folder, environment, huiyin


def test_help_loads_no_subcommand() -> None:
    code = (
        "import sys\nfrom huiyin.faces.cli.main import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "print([name for name in ('django', 'psycopg', 'structlog') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    ).stdout
    assert "Start the desk" in said
    assert said.splitlines()[-1] == "[]"


def test_the_supervisor_loads_neither_django_nor_psycopg() -> None:
    code = (
        "import sys\nimport huiyin.faces.cli.up\n"
        "print([name for name in ('django', 'psycopg', 'granian') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "[]"


def test_help_speaks_the_language_that_is_asked_for() -> None:
    assert "Start the desk" in huiyin("--help").stdout
    assert "启动工作台" in huiyin("--help", HUIYIN_LANGUAGE="zh-hans").stdout


@pytest.mark.parametrize(
    "command", [("up",), ("migrate",), ("audit", "verify"), ("admin", "create")]
)
def test_a_misspelt_setting_stops_every_command_without_a_traceback(
    command: tuple[str, ...],
) -> None:
    done = huiyin(*command, HUIYIN_CONSOLE_PROT="1", told="a\nb\n")
    assert done.returncode == 2
    assert "HUIYIN_CONSOLE_PROT" in done.stderr
    assert "Did you mean HUIYIN_CONSOLE_PORT?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with data_folder() as settings, socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = huiyin("up", **{**settings, "HUIYIN_PORTAL_PORT": port})
        assert done.returncode == 2
        assert port in done.stderr
        assert "HUIYIN_PORTAL_PORT" in done.stderr
        assert "child.started" not in done.stderr


def test_an_unknown_subcommand_is_refused() -> None:
    assert huiyin("upp").returncode == 2
    assert huiyin("eval", "nothing").returncode == 2


def test_check_tells_of_a_wrong_setting_as_an_error() -> None:
    done = huiyin("check", "--json", HUIYIN_LOG_LEVEL="loud")
    assert done.returncode == 1
    (found,) = json.loads(done.stdout)
    assert (found["check"], found["level"]) == ("settings", "error")
    assert "HUIYIN_LOG_LEVEL" in found["message"]


def test_check_tells_of_a_server_that_is_not_there() -> None:
    with data_folder() as settings:
        url = "postgresql://nobody:secret@127.0.0.1:1/none"
        done = huiyin("check", "--json", **settings, HUIYIN_DATABASE_URL=url)
    levels = {found["check"]: found["level"] for found in json.loads(done.stdout)}
    assert done.returncode == 1
    assert levels["database"] == "error"
    assert levels["roles"] == "warning"
    assert "secret" not in done.stdout
