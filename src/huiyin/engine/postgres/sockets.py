"""The folder of the server's Unix socket: private, and short enough for the kernel.

The path of a socket has at most 107 bytes. The data folder is the right place where it is short;
otherwise a folder of the session (XDG_RUNTIME_DIR), or one under /tmp named after the data folder.
"""

import hashlib
import os
import stat
from pathlib import Path

from huiyin.engine.postgres.address import PORT
from huiyin.engine.processes import Account
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

LONGEST = 107 - len(f"/.s.PGSQL.{PORT}.lock")


def socket_folder(data_dir: Path, *, as_root: bool) -> Path:
    """The first candidate whose path is short enough."""
    mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    session = os.environ.get("XDG_RUNTIME_DIR")
    candidates = [data_dir / "run"]
    if session and not as_root:
        candidates.append(Path(session) / f"huiyin-{mark}")
    candidates.append(Path("/tmp") / f"huiyin-{mark}")  # noqa: S108 - checked for its owner below
    return next(path for path in candidates if len(os.fsencode(path)) <= LONGEST)


def make_private(folder: Path, account: Account | None) -> None:
    """Make the folder for the account alone; one that belongs to somebody else is refused."""
    uid = account.uid if account else os.geteuid()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {uid, os.geteuid()}:
        raise CannotStart(
            "socket_folder_foreign",
            _("The folder {folder} for the database socket belongs to another account.").format(
                folder=folder
            ),
            _("Remove it, or give the desk a data folder with a shorter path."),
        )
    if account:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
