"""Turns the database address a process was given into Django's DATABASES entry."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict


def connection(address: str) -> dict[str, Any]:
    """`address` is a libpq URL or key=value string; raises psycopg.ProgrammingError if neither."""
    parts = {key: str(value) for key, value in conninfo_to_dict(address).items() if value}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": dict(parts),
    }
