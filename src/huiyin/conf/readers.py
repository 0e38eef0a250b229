"""Strict readers: each takes the text of one setting and returns its value, or says what is wrong.

A reader raises ValueError with words that finish the sentence "HUIYIN_X: ...".
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from huiyin.engine.speech import _

TRUTHS = {
    True: frozenset({"1", "true", "yes", "on"}),
    False: frozenset({"0", "false", "no", "off"}),
}


def text(value: str) -> str:
    return value


def flag(value: str) -> bool:
    """true/false, yes/no, on/off, 1/0; anything else is an error, never a silent no."""
    for meaning, names in TRUTHS.items():
        if value.strip().lower() in names:
            return meaning
    raise ValueError(_("“{value}” is neither true nor false").format(value=value))


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number between two bounds, both included."""

    def read(value: str) -> int:
        if not value.strip().isdecimal() or not lowest <= int(value) <= highest:
            raise ValueError(
                _("“{value}” is not a whole number from {lowest} to {highest}").format(
                    value=value, lowest=lowest, highest=highest
                )
            )
        return int(value)

    return read


port = whole(1, 65535)


def one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(
                _("“{value}” is not one of {choices}").format(
                    value=value, choices=", ".join(choices)
                )
            )
        return value.lower()

    return read


def folder(value: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_absolute():
        path = Path.cwd() / path
    return path


def time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            _("“{value}” is not the name of a time zone such as Asia/Shanghai").format(value=value)
        ) from error
    return value


def url(*schemes: str) -> Callable[[str], str]:
    """An absolute address with one of the schemes; a trailing slash is dropped."""

    def read(value: str) -> str:
        wrong = ValueError(
            _("“{value}” is not an address that begins with {schemes}").format(
                value=_without_password(value), schemes=" / ".join(f"{s}://" for s in schemes)
            )
        )
        try:
            parts = urlsplit(value)
            right_port = parts.port is None or parts.port > 0
        except ValueError as error:
            raise wrong from error
        if parts.scheme not in schemes or not (parts.netloc or parts.query) or not right_port:
            raise wrong
        return value.rstrip("/")

    return read


def endpoint(value: str) -> str:
    """The address of an interface: no name or password, query or fragment in it."""
    address = url("http", "https")(value)
    parts = urlsplit(address)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(
            _("“{value}” holds more than the plain address; a key has a setting of its own").format(
                value=_without_password(value).partition("?")[0]
            )
        )
    return address


def safe_endpoint(value: str) -> str:
    """An interface that is asked over TLS; in the clear only on this machine."""
    address = endpoint(value)
    parts = urlsplit(address)
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise ValueError(_("“{value}” must begin with https://").format(value=value))
    return address


def secret_file(value: str) -> Path:
    """A file that holds one secret; what is wrong with it is told without showing it."""
    path = folder(value)
    try:
        told = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ValueError(
            _("the file {path} cannot be read: {error}").format(path=path, error=reason)
        ) from error
    if not told or not told.isprintable():
        raise ValueError(_("the file {path} does not hold one line").format(path=path))
    return path


def local_socket(value: str) -> str:
    """``unix:///run/clamav/clamd.ctl``, or ``tcp://127.0.0.1:3310``."""
    wrong = ValueError(
        _("“{value}” is neither unix:///a/path nor tcp://host:port").format(value=value)
    )
    try:
        parts = urlsplit(value)
        named = parts.path.startswith("/") if parts.scheme == "unix" else bool(parts.port)
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in {"unix", "tcp"} or not named or parts.query or parts.username:
        raise wrong
    if (parts.scheme == "unix") == bool(parts.hostname):
        raise wrong
    return value


def secret(value: str) -> str:
    """A key as it is sent in a header. What is wrong with it is told without showing it."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(_("the key holds blanks or characters that no key has"))
    return value


def mail_server(value: str) -> str:
    """``smtp://user:password@host:port?tls=starttls`` (tls: none, starttls or tls)."""
    address = url("smtp")(value)
    tls = urlsplit(address).query
    if tls not in {"", "tls=none", "tls=starttls", "tls=tls"}:
        raise ValueError(
            _("after “?” only tls=none, tls=starttls or tls=tls is known, not “{value}”").format(
                value=tls
            )
        )
    return address


def mail_address(value: str) -> str:
    name = value.rpartition("<")[2].rstrip(">").strip()
    before, at, domain = name.partition("@")
    if not (before and at and domain) or any(mark in value for mark in "\r\n"):
        raise ValueError(_("“{value}” is not a mail address").format(value=value))
    return value


def names(value: str) -> tuple[str, ...]:
    """A list parted by commas; blanks around the names do not count."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _without_password(value: str) -> str:
    before, at, after = value.rpartition("@")
    if not at:
        return value
    return before.rsplit(":", 1)[0] + ":…@" + after if ":" in before.partition("//")[2] else value
