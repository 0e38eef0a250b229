"""Addresses of databases: building them for a role, reading them for Django."""

from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

PORT = 5432


def socket_url(role: str, password: str, database: str, socket_folder: Path) -> str:
    """A libpq address over a Unix socket."""
    host = quote(str(socket_folder), safe="")
    return f"postgresql://{role}:{password}@/{quote(database)}?host={host}&port={PORT}"


def with_database(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlsplit(url)._replace(path=f"/{quote(database)}").geturl()


def django_database(url: str) -> dict[str, Any]:
    """The address as Django's settings want it; what Django has no name for goes to OPTIONS."""
    from psycopg.conninfo import conninfo_to_dict

    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", unquote(urlsplit(url).path.lstrip("/")) or "huiyin"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }
