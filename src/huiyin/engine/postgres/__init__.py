"""The embedded PostgreSQL, and the addresses of any other."""

from huiyin.engine.postgres.address import django_database, with_database
from huiyin.engine.postgres.cluster import Cluster
from huiyin.engine.postgres.layout import CONSOLE, DATABASE, OWNER, PORTAL, ROLES, WORKER

__all__ = [
    "CONSOLE",
    "DATABASE",
    "OWNER",
    "PORTAL",
    "ROLES",
    "WORKER",
    "Cluster",
    "django_database",
    "with_database",
]
