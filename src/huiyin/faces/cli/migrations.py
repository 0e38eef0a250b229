"""The migrations there are, and applying them, with the rights of each account.

``python -m huiyin.faces.cli.migrations CONSOLE WORKER PORTAL`` does both on the database this
process was given, for accounts of these names.
"""

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def migrations_mark() -> str:
    """A mark that changes whenever there may be something to migrate.

    It covers the text of every migration of ours, the rights, the models that tell which rows are
    kept apart, and the versions of Django and allauth, whose apps have migrations too; a database
    that bears it needs none.
    """
    package = Path(__file__).resolve().parent.parent.parent
    told = hashlib.sha256()
    for library in ("django", "django-allauth"):
        told.update(importlib.metadata.version(library).encode())
    conf = package / "conf"
    rights = (conf / "rights.py", conf / "compartments.py")
    models = sorted({*package.glob("apps/*/models.py"), *package.glob("apps/*/models/*.py")})
    for path in [*sorted(package.glob("**/migrations/**/*.py")), *rights, *models]:
        told.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def migrate(console: str, worker: str, portal: str) -> None:
    """Apply what is missing on the database this process was given, then grant the rights."""
    import django
    from django.core.management import call_command
    from django.db import connection, transaction

    from huiyin.conf.rights import Accounts, statements

    django.setup()
    from huiyin.conf.compartments import compartments

    call_command("migrate", interactive=False, verbosity=0)
    owner = str(connection.settings_dict["USER"])
    accounts = Accounts(owner=owner, console=console, worker=worker, portal=portal)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in [*statements(accounts), *compartments(accounts)]:
            cursor.execute(statement.as_string())


def migrate_by_process(address: str, accounts: Sequence[str]) -> None:
    """The same in a process of its own, whose settings know every app that has tables."""
    module = "huiyin.faces.cli.migrations"
    command = [sys.executable, "-P", "-m", module, *accounts]
    subprocess.run(command, env={**os.environ, "HUIYIN_DB": address}, check=True)  # noqa: S603


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.conf.migrating"
    migrate(*sys.argv[1:])
