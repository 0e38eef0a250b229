"""Addresses of databases, as libpq reads them."""

from pathlib import Path
from urllib.parse import quote, urlsplit

PORT = 5432


def socket_url(role: str, password: str, database: str, socket_folder: Path) -> str:
    """A libpq address over a Unix socket."""
    host = quote(str(socket_folder), safe="")
    return f"postgresql://{role}:{password}@/{quote(database)}?host={host}&port={PORT}"


def with_database(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlsplit(url)._replace(path=f"/{quote(database)}").geturl()
