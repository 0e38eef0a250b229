"""The embedded PostgreSQL: made once, started as our own child, reached by a Unix socket only."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from huiyin.engine import secrets
from huiyin.engine.folder import cannot_write, disk_full
from huiyin.engine.postgres import install, layout, postmaster, sockets
from huiyin.engine.postgres.account import first_closed, server_account
from huiyin.engine.postgres.address import socket_url
from huiyin.engine.processes import Account, end_group, spawn
from huiyin.engine.speech import _
from huiyin.engine.trouble import CannotStart

LONGEST_LOG_BYTES = 8 * 2**20
PLAIN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Cluster:
    """One database folder and its server. `ensure`, `start`, `wait_ready`, `stop`, in this order.

    Whoever starts it holds the data folder (`folder.held`); connecting needs only `url`.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir.absolute()
        self.folder = self.data_dir / "postgres"
        self.log = self.data_dir / "logs" / "postgres.log"
        self.durable = durable
        self._process: subprocess.Popen[bytes] | None = None

    def ensure(self, say: Callable[[str], None] = lambda text: None) -> None:
        """Make what is missing: account, programs, database folder, roles; says what takes long."""
        account = server_account(self.folder)
        try:
            self._open_way(account)
            programs = install.reachable(account, self.data_dir)
            sockets.make_private(self.socket_folder, account)
            self.log.parent.mkdir(mode=0o700, exist_ok=True)
            if not self.folder.exists():
                say(_("Making the database in {folder}").format(folder=self.folder))
                self._initialise(programs, account)
            self._refuse_other_version()
            postmaster.clear_away(self.folder)
            self._configure(account)
            self._set_roles(programs, account)
        except OSError as error:
            raise cannot_write(self.data_dir, error) from error

    def start(self, *, death_signal: signal.Signals = signal.SIGINT) -> subprocess.Popen[bytes]:
        """Start the server; it ends with this process. `wait_ready` tells when it serves.

        One that this object started and that still runs is given back as it is.
        """
        if self._process is not None and self._process.poll() is None:
            return self._process
        account = server_account(self.folder)
        programs = install.reachable(account, self.data_dir)
        postmaster.clear_away(self.folder)
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG_BYTES:
            self.log.rename(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self._process = spawn(
                [programs.program("postgres"), "-D", self.folder],
                env=PLAIN_ENVIRONMENT,
                account=account,
                cwd=self.folder,
                output=output,
                death_signal=death_signal,
            )
        return self._process

    def wait_ready(self, seconds: float = 60) -> None:
        """Return when connections are accepted; raise `CannotStart` if the server gives up."""
        until = time.monotonic() + seconds
        while not self.is_ready():
            if self._process is None or self._process.poll() is not None:
                raise self._failed(_("The database did not start."), self._log_tail())
            if time.monotonic() > until:
                raise self._failed(_("The database does not answer."), self._log_tail())
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Whether a server of this folder says that it accepts connections."""
        found = postmaster.read(self.folder)
        if found is None or found.state != postmaster.READY:
            return False
        return self._process is None or found.pid == self._process.pid

    def stop(self, *, fast: bool = True, seconds: float = 30) -> None:
        """Stop the server: open transactions are rolled back (`fast`), or waited for."""
        if self._process is not None:
            first = signal.SIGINT if fast else signal.SIGTERM
            end_group(self._process, seconds=seconds, first=first)
            self._process = None

    @property
    def socket_folder(self) -> Path:
        """Where the running server listens, or where it will."""
        found = postmaster.read(self.folder) if self.folder.exists() else None
        if found is not None and found.socket_folder is not None:
            return found.socket_folder
        return sockets.socket_folder(self.data_dir, as_root=os.geteuid() == 0)

    def url(self, role: str = layout.OWNER, database: str = layout.DATABASE) -> str:
        """The libpq address of a database for one role, its password included."""
        return socket_url(role, self._password(role), database, self.socket_folder)

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database that the desk's roles may enter; an existing one is an error."""
        source = f' TEMPLATE "{template}"' if template else ""
        self.note(f"migrated-{name}", "")
        self._run_sql([f'CREATE DATABASE "{name}"{source}', *layout.database_rights(name)])

    def drop_database(self, name: str) -> None:
        """Drop a database with everything in it, closing its connections; none is no error."""
        self.note(f"migrated-{name}", "")
        self._run_sql([f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'])

    def has_database(self, name: str) -> bool:
        import psycopg

        with psycopg.connect(self.url(database="postgres")) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def noted(self, name: str) -> str:
        """What `note` kept under this name; empty where nothing is kept."""
        path = self.folder / f"huiyin-{name}"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def note(self, name: str, text: str) -> None:
        """Keep a short text with the database folder, so that it is copied and lost with it."""
        (self.folder / f"huiyin-{name}").write_text(text, encoding="utf-8")

    def _run_sql(self, statements: Sequence[str]) -> None:
        import psycopg

        with psycopg.connect(self.url(database="postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _password(self, role: str) -> str:
        return secrets.read_or_make(self.data_dir, f"postgres-{role}")

    def _open_way(self, account: Account | None) -> None:
        """Let the server's account through the data folder, whose parts keep their own rights."""
        if account is None:
            return
        self.data_dir.chmod(self.data_dir.stat().st_mode & 0o7777 | 0o011)
        closed = first_closed(self.data_dir, account)
        if closed is not None:
            raise CannotStart(
                "folder_closed",
                _(
                    "The database runs under the account {account}, which may not enter {closed}."
                ).format(account=account.name, closed=closed),
                _("Give another data folder by HUIYIN_DATA, such as /var/lib/huiyin."),
            )

    def _initialise(self, programs: install.Install, account: Account | None) -> None:
        """Make the folder beside its place and move it there when it is whole."""
        draft = self.folder.with_name("postgres.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if account:
            os.chown(draft, account.uid, account.gid)
        arguments = ["--auth=reject", "--encoding=UTF8", f"--username={layout.OWNER}"]
        locale = ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        careless = [] if self.durable else ["--no-sync"]
        program = str(programs.program("initdb"))
        self._run([program, "-D", str(draft), *arguments, *locale, *careless], account, "")
        self._write(draft / "pg_hba.conf", layout.HOW_ROLES_SIGN_IN, account)
        roles = [*layout.role_statements(self._passwords()), *layout.table_rights()]
        self._run_single(programs, account, draft, roles, database="template1")
        database = [f"CREATE DATABASE {layout.DATABASE};", *layout.database_rights(layout.DATABASE)]
        self._run_single(programs, account, draft, database)
        draft.rename(self.folder)
        self.note("roles", self._roles_mark())

    def _set_roles(self, programs: install.Install, account: Account | None) -> None:
        """Give the roles the passwords of the secrets folder where they are not theirs already."""
        if self.noted("roles") != self._roles_mark():
            statements = layout.role_statements(self._passwords())
            self._run_single(programs, account, self.folder, statements)
            self.note("roles", self._roles_mark())

    def _passwords(self) -> dict[str, str]:
        return {role: self._password(role) for role in layout.ROLES}

    def _roles_mark(self) -> str:
        told = "\n".join(layout.role_statements(self._passwords()))
        return hashlib.sha256(told.encode()).hexdigest()

    def _configure(self, account: Account | None) -> None:
        told = {**layout.SETTINGS, **(layout.IF_LINUX if sys.platform == "linux" else {})}
        careless = {} if self.durable else layout.CARELESS
        text = layout.configuration({**told, **careless}, str(self.socket_folder))
        self._write(self.folder / "postgresql.conf", text, account)

    def _write(self, path: Path, text: str, account: Account | None) -> None:
        path.write_text(text, encoding="utf-8")
        if account:
            os.chown(path, account.uid, account.gid)

    def _run_single(
        self,
        programs: install.Install,
        account: Account | None,
        folder: Path,
        statements: Sequence[str],
        database: str = "postgres",
    ) -> None:
        """Run statements, one a line, in a server that serves nobody else."""
        program = [str(programs.program("postgres")), "--single", "-D", str(folder), database]
        output = self._run(program, account, "".join(f"{line}\n" for line in statements))
        wrong = [line for line in output.splitlines() if "ERROR:" in line or "FATAL:" in line]
        if wrong:
            raise self._failed(_("The database could not be prepared."), "\n".join(wrong))

    def _run(self, program: Sequence[str], account: Account | None, told: str) -> str:
        """Run one of the programs to its end and return what it said on stderr."""
        done = subprocess.run(  # noqa: S603 - our own programs, no shell
            program,
            input=told,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=PLAIN_ENVIRONMENT,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if done.returncode != 0:
            raise self._failed(_("The database could not be made."), done.stderr)
        return done.stderr

    def _refuse_other_version(self) -> None:
        made_by = (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != str(install.MAJOR):
            raise CannotStart(
                "other_postgres",
                _("The database in {folder} was made by PostgreSQL {made_by}, not {ours}.").format(
                    folder=self.folder, made_by=made_by, ours=install.MAJOR
                ),
                _("Move it over with pg_dump and pg_restore, or use the desk that made it."),
            )

    def _failed(self, problem: str, cause: str) -> CannotStart:
        if "No space left on device" in cause:
            return disk_full(self.data_dir, shutil.disk_usage(self.data_dir).free)
        return CannotStart(
            "postgres_failed",
            f"{problem}\n{cause.strip()}".strip(),
            _("The whole log is in {log}.").format(log=self.log),
        )

    def _log_tail(self, lines: int = 8) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 8192))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])
