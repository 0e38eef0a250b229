"""The data folder: made, checked, and held by one desk at a time."""

import errno
import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

NEEDED_BYTES = 300 * 2**20
LOCK = "desk.lock"


def prepare(data_dir: Path) -> None:
    """Make the folder where it is missing; raise `CannotStart` where it cannot be used."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise cannot_write(data_dir, error) from error
    _refuse_foreign(data_dir)
    _refuse_read_only(data_dir)
    free = shutil.disk_usage(data_dir).free
    if free < NEEDED_BYTES:
        raise disk_full(data_dir, free)


@contextmanager
def held(data_dir: Path) -> Iterator[None]:
    """Hold the folder for this process; a second desk on it is refused with the first one's id.

    The lock is the kernel's, so it ends with the process, however that ends.
    """
    with (data_dir / LOCK).open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise CannotStart(
                "desk_running",
                _("A desk already runs on the data folder {folder} (process {pid}).").format(
                    folder=data_dir, pid=file.read().strip() or "?"
                ),
                _("Stop that one first, or give this one another folder by HUIYIN_DATA."),
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def is_held(data_dir: Path) -> bool:
    """Whether a desk runs on the folder at this moment."""
    try:
        with (data_dir / LOCK).open("r+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def disk_full(data_dir: Path, free: int) -> CannotStart:
    return CannotStart(
        "disk_full",
        _("The disk of {folder} has {free} MB left; the desk needs at least {needed} MB.").format(
            folder=data_dir, free=free // 2**20, needed=NEEDED_BYTES // 2**20
        ),
        _("Free some space, or give another folder by HUIYIN_DATA."),
    )


def cannot_write(path: Path, error: OSError) -> CannotStart:
    """The trouble that stands behind a refused write, in words."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(path, shutil.disk_usage(_existing(path)).free)
    return CannotStart(
        "folder_unwritable",
        _("The folder {folder} cannot be written: {error}.").format(
            folder=path, error=error.strerror
        ),
        _("Give this account the right to write there, or give another folder by HUIYIN_DATA."),
    )


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def _refuse_foreign(data_dir: Path) -> None:
    status = data_dir.stat()
    if not stat.S_ISDIR(status.st_mode):
        raise CannotStart(
            "not_a_folder", _("{folder} is a file, not a folder.").format(folder=data_dir)
        )
    if status.st_uid != os.geteuid():
        raise CannotStart(
            "folder_foreign",
            _("The data folder {folder} belongs to another account ({owner}).").format(
                folder=data_dir, owner=_owner(data_dir)
            ),
            _("Run the desk as that account, or give another folder by HUIYIN_DATA."),
        )


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except KeyError:
        return str(path.stat().st_uid)


def _refuse_read_only(data_dir: Path) -> None:
    probe = data_dir / f".probe-{os.getpid()}"
    try:
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        raise cannot_write(data_dir, error) from error
