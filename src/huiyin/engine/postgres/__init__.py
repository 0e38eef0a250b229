"""The embedded PostgreSQL, and the addresses of its databases."""

from huiyin.engine.postgres.address import with_database
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
    "with_database",
]
