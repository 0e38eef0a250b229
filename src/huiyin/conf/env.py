"""The settings of the desk: environment first, then ``huiyin.toml``, then the default.

Reading is strict. A name that does not exist, or a value that cannot be read, stops the start and
says which one, what is wrong with it, and which name was probably meant.
"""

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.conf import readers
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

PREFIX = "HUIYIN_"
SET_BY_THE_DESK = frozenset(
    {"HUIYIN_DB", "HUIYIN_SECRET_KEY", "HUIYIN_DEMO", "HUIYIN_SCRIPTED_CLOCK"}
)


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that can be set, read and checked."""

    data_dir: Path
    database_url: str | None
    owner_database_url: str | None
    portal_database_url: str | None
    console_host: str
    console_port: int
    console_url: str
    portal_host: str
    portal_port: int
    portal_url: str
    allowed_hosts: tuple[str, ...]
    smtp_url: str | None
    mail_from: str
    anchor_folder: Path | None
    anchor_mail: str | None
    language: str
    time_zone: str
    log_level: str
    contact_url: str
    upload_limit_mb: int
    draft_url: str | None
    draft_key: str | None = field(repr=False)
    draft_model: str | None
    sign_on_issuer: str | None
    sign_on_client: str | None
    sign_on_secret_file: Path | None
    sign_on_name: str | None
    scan_socket: str | None
    demo: bool
    scripted_clock: str | None

    @property
    def embedded(self) -> bool:
        """Whether the desk runs its own PostgreSQL in the data folder."""
        return self.database_url is None


@dataclass(frozen=True)
class Setting:
    """One row of the reference: the field of `Config`, its reader, and its default as text."""

    field: str
    read: Callable[[str], object]
    default: str | None = None

    @property
    def name(self) -> str:
        return ENVIRONMENT_NAMES.get(self.field, PREFIX + self.field.upper())


ENVIRONMENT_NAMES = {"data_dir": "HUIYIN_DATA"}

postgres = readers.url("postgresql", "postgres")
web = readers.url("http", "https")

SETTINGS = (
    Setting("data_dir", readers.folder),
    Setting("database_url", postgres),
    Setting("owner_database_url", postgres),
    Setting("portal_database_url", postgres),
    Setting("console_host", readers.text, "127.0.0.1"),
    Setting("console_port", readers.port, "8700"),
    Setting("console_url", web),
    Setting("portal_host", readers.text, "127.0.0.1"),
    Setting("portal_port", readers.port, "8701"),
    Setting("portal_url", web),
    Setting("allowed_hosts", readers.names, ""),
    Setting("smtp_url", readers.mail_server),
    Setting("mail_from", readers.mail_address, "huiyin@localhost"),
    Setting("anchor_folder", readers.folder),
    Setting("anchor_mail", readers.mail_address),
    Setting("language", readers.one_of("zh-hans", "en"), "zh-hans"),
    Setting("time_zone", readers.time_zone, "Asia/Shanghai"),
    Setting("log_level", readers.one_of("debug", "info", "warning", "error"), "info"),
    Setting("contact_url", web),
    Setting("upload_limit_mb", readers.whole(1, 1024), "20"),
    Setting("draft_url", readers.endpoint),
    Setting("draft_key", readers.secret),
    Setting("draft_model", readers.text),
    Setting("sign_on_issuer", readers.safe_endpoint),
    Setting("sign_on_client", readers.text),
    Setting("sign_on_secret_file", readers.secret_file),
    Setting("sign_on_name", readers.text),
    Setting("scan_socket", readers.local_socket),
    Setting("demo", readers.flag, "false"),
    Setting("scripted_clock", readers.text),
)
CONFIG_FILE = "HUIYIN_CONFIG"


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check every setting; raises `CannotStart` naming the first one that is wrong."""
    _refuse_unknown_variables(environ)
    data_dir = environ.get("HUIYIN_DATA") or str(default_data_dir())
    values = _from_file(environ, readers.folder(data_dir))
    for setting in SETTINGS:
        if environ.get(setting.name):
            values[setting.field] = environ[setting.name], setting.name
    values.setdefault("data_dir", (data_dir, "HUIYIN_DATA"))
    fields = {setting.field: _value(setting, values) for setting in SETTINGS}
    return _settled(fields)


def default_data_dir() -> Path:
    """``/var/lib/huiyin`` for the administrator of the machine, else the user's own data folder."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/huiyin")
    import platformdirs

    return Path(platformdirs.user_data_dir("huiyin", appauthor=False))


def _settled(fields: dict[str, object]) -> Config:
    for face in ("console", "portal"):
        host, port = fields[f"{face}_host"], fields[f"{face}_port"]
        fields[f"{face}_url"] = fields[f"{face}_url"] or f"http://{_reachable(str(host))}:{port}"
    fields["contact_url"] = fields["contact_url"] or fields["portal_url"]
    config = Config(**fields)  # type: ignore[arg-type]  # read one by one from SETTINGS above
    if config.console_port == config.portal_port and config.console_host == config.portal_host:
        raise CannotStart(
            "same_port",
            _("HUIYIN_CONSOLE_PORT and HUIYIN_PORTAL_PORT are both {port}.").format(
                port=config.console_port
            ),
            _("Give one of them another number."),
        )
    if bool(config.draft_url) != bool(config.draft_model) or (
        config.draft_key and not config.draft_url
    ):
        raise CannotStart(
            "drafting_incomplete",
            _(
                "HUIYIN_DRAFT_URL and HUIYIN_DRAFT_MODEL go together; a key is for nothing without "
                "them."
            ),
            _("Set both, or remove all of HUIYIN_DRAFT_URL, HUIYIN_DRAFT_KEY, HUIYIN_DRAFT_MODEL."),
        )
    _refuse_half_a_sign_on(config)
    if config.scripted_clock and not config.demo:
        raise CannotStart(
            "scripted_clock",
            _("HUIYIN_SCRIPTED_CLOCK is set, but a real desk keeps real time."),
            _("Remove it; only “huiyin demo” sets the clock."),
        )
    return config


def _refuse_half_a_sign_on(config: Config) -> None:
    parts = (config.sign_on_issuer, config.sign_on_client, config.sign_on_secret_file)
    if (any(parts) and not all(parts)) or (config.sign_on_name and not any(parts)):
        raise CannotStart(
            "sign_on_incomplete",
            _(
                "HUIYIN_SIGN_ON_ISSUER, HUIYIN_SIGN_ON_CLIENT and HUIYIN_SIGN_ON_SECRET_FILE go "
                "together."
            ),
            _("Set all three, or remove them."),
        )


def _reachable(host: str) -> str:
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _value(setting: Setting, values: Mapping[str, tuple[str, str]]) -> object:
    if setting.field not in values:
        return None if setting.default is None else setting.read(setting.default)
    value, named = values[setting.field]
    try:
        return setting.read(value)
    except ValueError as error:
        raise CannotStart(
            "wrong_value",
            f"{named}: {error}",
            _("See docs/reference/settings.md for what it may be."),
        ) from error


def _refuse_unknown_variables(environ: Mapping[str, str]) -> None:
    known = {setting.name for setting in SETTINGS} | SET_BY_THE_DESK | {CONFIG_FILE}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            raise _unknown(name, known - SET_BY_THE_DESK, _("the environment"))


def _unknown(name: str, known: set[str], where: str) -> CannotStart:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    mend = (
        _("Did you mean {name}?").format(name=near[0])
        if near
        else _("Remove it, or see docs/reference/settings.md for the names there are.")
    )
    problem = _("There is no setting {name} (found in {where}).").format(name=name, where=where)
    return CannotStart("unknown_setting", problem, mend)


def _from_file(environ: Mapping[str, str], data_dir: Path) -> dict[str, tuple[str, str]]:
    """Field → (text, where it was found), from the TOML file where there is one."""
    named = environ.get(CONFIG_FILE)
    path = readers.folder(named) if named else data_dir / "huiyin.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if not named:
            return {}
        raise _unreadable(path, error) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(path, error) from error
    fields = {setting.name.removeprefix(PREFIX).lower(): setting.field for setting in SETTINGS}
    for hidden in ("demo", "scripted_clock"):
        del fields[hidden]
    for key in table:
        if key not in fields:
            raise _unknown(key, set(fields), str(path))
    return {
        fields[key]: (_as_text(key, value, path), f"{path}: {key}") for key, value in table.items()
    }


def _unreadable(path: Path, error: Exception) -> CannotStart:
    return CannotStart(
        "unreadable_settings",
        _("The settings file {path} cannot be read: {error}").format(path=path, error=error),
        _("Mend the file, or point HUIYIN_CONFIG at another one."),
    )


def _as_text(key: str, value: object, path: Path) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case list() if all(isinstance(part, str) for part in value):
            return ",".join(value)
        case _:
            raise CannotStart(
                "wrong_value",
                _(
                    "{path}: {key} must be text, a whole number, true/false or a list of texts."
                ).format(path=path, key=key),
            )
