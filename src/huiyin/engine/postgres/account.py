"""Which account the server runs under: our own, or, for root, one without rights.

PostgreSQL refuses to run as root. The account is, in this order: the one that already owns the
database folder, an existing ``huiyin``, a new ``huiyin``, ``nobody``.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from huiyin.engine.processes import Account
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

NAME = "huiyin"


def server_account(database_folder: Path) -> Account | None:
    """None where the server runs as the account that we are ourselves."""
    if os.geteuid() != 0:
        return None
    if database_folder.exists() and (uid := database_folder.stat().st_uid) != 0:
        return Account(_name_of(uid), uid, database_folder.stat().st_gid)
    entry = _entry(NAME) or _made(NAME) or _entry("nobody")
    if entry is None:
        raise CannotStart(
            "no_account",
            _("PostgreSQL does not run as root, and there is no other account for it."),
            _("Add one with “useradd --system huiyin”, or run the desk as another user."),
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def may_enter(path: Path, account: Account) -> bool:
    """Whether the account can reach the path: every folder above it may be entered, and it read."""
    above = [folder for folder in path.absolute().parents if not _allows(folder, account, 0o1)]
    return not above and _allows(path, account, 0o5 if path.is_dir() else 0o4)


def first_closed(path: Path, account: Account) -> Path | None:
    """The topmost folder on the way to the path that the account may not enter."""
    way = [*reversed(path.absolute().parents), path.absolute()]
    return next((folder for folder in way if not _allows(folder, account, 0o1)), None)


def _allows(path: Path, account: Account, wanted: int) -> bool:
    status = path.stat()
    shift = 6 if status.st_uid == account.uid else 3 if status.st_gid == account.gid else 0
    return (status.st_mode >> shift) & wanted == wanted


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made(name: str) -> pwd.struct_passwd | None:
    """A new system account without a home or a shell; None where the machine makes none."""
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        return None
    options = ["--system", "--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin"]
    subprocess.run([program, *options, name], check=False, capture_output=True)  # noqa: S603
    return _entry(name)
