"""Settings are read strictly: whatever is wrong is named before anything starts."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from huiyin.conf.env import CONFIG_FILE, SET_BY_THE_DESK, SETTINGS, load
from huiyin.engine.trouble import CannotStart
from tests.cli.desks import environment

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_LANGUAGE", "en")


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"HUIYIN_DATA": str(tmp_path)}


def refused(environ: dict[str, str]) -> CannotStart:
    with pytest.raises(CannotStart) as trouble:
        load(environ)
    return trouble.value


def test_nothing_set_gives_an_embedded_desk_on_this_machine(data: dict[str, str]) -> None:
    config = load(data)
    assert config.embedded
    assert config.console_url == "http://127.0.0.1:8700"
    assert config.portal_url == config.contact_url == "http://127.0.0.1:8701"
    assert (config.language, config.time_zone) == ("zh-hans", "Asia/Shanghai")
    assert not config.demo


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("HUIYIN_CONSOLE_PROT", "HUIYIN_CONSOLE_PORT"),
        ("HUIYIN_DATABSE_URL", "HUIYIN_DATABASE_URL"),
        ("HUIYIN_PORTAL", "HUIYIN_PORTAL_URL"),
        ("HUIYIN_LANG", "HUIYIN_LANGUAGE"),
    ],
)
def test_a_misspelt_name_is_named_with_the_right_one(
    data: dict[str, str], name: str, meant: str
) -> None:
    trouble = refused({**data, name: "x"})
    assert trouble.code == "unknown_setting"
    assert name in trouble.problem
    assert meant in trouble.mend


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("HUIYIN_CONSOLE_PORT", "0", "1 to 65535"),
        ("HUIYIN_CONSOLE_PORT", "65536", "1 to 65535"),
        ("HUIYIN_CONSOLE_PORT", "８７００x", "1 to 65535"),
        ("HUIYIN_PORTAL_PORT", "-1", "1 to 65535"),
        ("HUIYIN_DATABASE_URL", "mysql://u:secret@h/d", "postgresql://"),
        ("HUIYIN_PORTAL_URL", "portal.example", "https://"),
        ("HUIYIN_PORTAL_URL", "http://h:99999", "http://"),
        ("HUIYIN_SMTP_URL", "smtp://h?tls=yes", "tls=starttls"),
        ("HUIYIN_SMTP_URL", "mail.example:25", "smtp://"),
        ("HUIYIN_MAIL_FROM", "nobody", "mail address"),
        ("HUIYIN_MAIL_FROM", "a@b\r\nBcc: c@d", "mail address"),
        ("HUIYIN_LANGUAGE", "de", "zh-hans, en"),
        ("HUIYIN_TIME_ZONE", "Beijing", "Asia/Shanghai"),
        ("HUIYIN_TIME_ZONE", "../etc/passwd", "Asia/Shanghai"),
        ("HUIYIN_LOG_LEVEL", "loud", "debug, info"),
        ("HUIYIN_UPLOAD_LIMIT_MB", "20MB", "1 to 1024"),
        ("HUIYIN_DEMO", "maybe", "neither true nor false"),
    ],
)
def test_a_wrong_value_is_named_and_explained(
    data: dict[str, str], name: str, value: str, why: str
) -> None:
    trouble = refused({**data, name: value})
    assert trouble.code == "wrong_value"
    assert trouble.problem.startswith(name)
    assert why in trouble.problem
    assert "secret" not in str(trouble)


def test_the_file_is_read_and_the_environment_wins(data: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "huiyin.toml").write_text(
        'console_port = 9000\nlanguage = "en"\nallowed_hosts = ["a.example", "b.example"]\n'
    )
    config = load({**data, "HUIYIN_CONSOLE_PORT": "9001"})
    assert (config.console_port, config.language) == (9001, "en")
    assert config.allowed_hosts == ("a.example", "b.example")


def test_the_file_may_say_where_the_data_is(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text(f'data = "{tmp_path}/kept"\n')
    assert load({"HUIYIN_CONFIG": str(file)}).data_dir == tmp_path / "kept"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("console_prot = 1", "console_port"),
        ("demo = true", "demo"),
        ("console_port = 8700\nconsole_port = 1", "huiyin.toml"),
        ("console_port = ", "huiyin.toml"),
        ("console_port = 1.5", "console_port"),
        ("[console]\nport = 1", "console"),
        ("portal_port = 0", "portal_port"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(
    data: dict[str, str], tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "huiyin.toml").write_text(text)
    trouble = refused(data)
    assert str(tmp_path / "huiyin.toml") in trouble.problem
    assert told in str(trouble)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    trouble = refused({"HUIYIN_CONFIG": str(tmp_path / "none.toml")})
    assert trouble.code == "unreadable_settings"


def test_one_port_cannot_serve_both_faces(data: dict[str, str]) -> None:
    assert refused({**data, "HUIYIN_PORTAL_PORT": "8700"}).code == "same_port"


def test_a_real_desk_has_no_scripted_clock(data: dict[str, str]) -> None:
    trouble = refused({**data, "HUIYIN_SCRIPTED_CLOCK": "a|b|1"})
    assert trouble.code == "scripted_clock"


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_face_on_every_address_is_shown_on_this_machine(data: dict[str, str], host: str) -> None:
    assert load({**data, "HUIYIN_CONSOLE_HOST": host}).console_url == "http://127.0.0.1:8700"


@pytest.mark.parametrize("face", ["console", "portal"])
def test_a_face_behind_tls_trusts_its_own_address_and_keeps_its_cookies_there(
    data: dict[str, str], face: str
) -> None:
    code = (
        f"from huiyin.conf import {face} as face\n"
        "print(face.CSRF_TRUSTED_ORIGINS, face.CSRF_COOKIE_SECURE, face.ALLOWED_HOSTS[0])"
    )
    address = {f"HUIYIN_{face.upper()}_URL": "https://desk.example/"}
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(**data, **address),
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "['https://desk.example'] True desk.example"


def test_every_setting_is_read_by_something() -> None:
    package = REFERENCE.parents[2] / "src" / "huiyin"
    texts = [path.read_text("utf-8") for path in package.rglob("*.py") if path.name != "env.py"]
    for setting in SETTINGS:
        field = re.sub("^(console|portal)_(host|port)$", "{face}_\\2", setting.field)
        wanted = (f".{setting.field}", f'"{setting.name}"', field)
        assert any(name in text for name in wanted for text in texts), setting.name


def test_every_setting_stands_in_the_reference_and_nothing_else() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(HUIYIN_[A-Z_]+)` \|", text, flags=re.MULTILINE))
    settable = {setting.name for setting in SETTINGS} - SET_BY_THE_DESK | {CONFIG_FILE}
    assert documented == settable
    assert all(f"`{name}`" in text for name in SET_BY_THE_DESK)


def test_the_reference_gives_the_right_defaults() -> None:
    rows = re.findall(
        r"^\| `(HUIYIN_[A-Z_]+)` \| `([^`]+)` \|", REFERENCE.read_text("utf-8"), flags=re.MULTILINE
    )
    documented = dict(rows)
    for setting in SETTINGS:
        if setting.default and setting.name not in SET_BY_THE_DESK:
            assert documented[setting.name] == setting.default
