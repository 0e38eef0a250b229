"""The migrations there are, and applying them.

``python -m huiyin.faces.cli.migrations`` applies them to the database this process was given.
"""

import hashlib
import importlib.metadata
import os
from pathlib import Path


def migrations_mark() -> str:
    """A mark that changes whenever there may be something to migrate.

    It covers the text of every migration of ours and the version of Django, whose own apps have
    migrations too; a database that bears it needs none.
    """
    package = Path(__file__).resolve().parent.parent.parent
    told = hashlib.sha256(importlib.metadata.version("django").encode())
    for path in sorted(package.glob("**/migrations/*.py")):
        told.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def migrate() -> None:
    """Apply what is missing on the database this process was given."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.conf.worker")
    migrate()
