"""Turns the database address a process was given into Django's DATABASES entry."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict


def connection(address: str, *, pool: int | None = None) -> dict[str, Any]:
    """`address` is a libpq URL or key=value string; raises psycopg.ProgrammingError if neither.

    With `pool`, connections are kept in a pool of that many instead of one per thread.
    """
    parts = {key: str(value) for key, value in conninfo_to_dict(address).items() if value}
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": dict(parts),
    }
    if pool:
        entry["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return entry
