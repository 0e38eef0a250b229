"""The portal as it runs: its own settings and, in the database, its own role and nothing more."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from huiyin.apps.org.models import Office
from huiyin.apps.responses.models import Publication
from huiyin.conf import portal as portal_settings
from huiyin.conf.rights import Accounts, statements
from huiyin.engine.postgres import CONSOLE, OWNER, PORTAL, WORKER, Cluster
from tests.makers import make_office
from tests.postgres import MIGRATED

OF_THE_PORTAL = (
    "ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "CSRF_COOKIE_NAME", "CSRF_FAILURE_VIEW",
    "LANGUAGE_COOKIE_NAME", "LANGUAGE_COOKIE_AGE", "LANGUAGE_COOKIE_SAMESITE", "LOCALE_PATHS",
    "CSRF_COOKIE_AGE", "FILE_UPLOAD_HANDLERS", "DATA_UPLOAD_MAX_MEMORY_SIZE",
)  # fmt: skip


@contextmanager
def portal_role() -> Iterator[None]:
    """Within the block the database knows us as the portal."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {PORTAL}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def as_owner() -> None:
    """From here on look into the tables as their owner."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def grant_rights() -> None:
    """What the desk does after every migration."""
    accounts = Accounts(owner=OWNER, console=CONSOLE, worker=WORKER, portal=PORTAL)
    with connection.cursor() as cursor:
        for statement in statements(accounts):
            cursor.execute(statement.as_string())


def publish(
    office: Office, number: str, title: str, body: str, at: datetime, *, version: int = 1,
    title_en: str = "", body_en: str = "", change_note: str = "",
) -> Publication:  # fmt: skip
    """A published version, as the approver's signature leaves it."""
    return Publication.objects.create(
        statement_number=number, office_id=office.pk, office_name=office.name,
        office_name_en=office.name_en, signature=office.signature, version=version, title=title,
        body=body, title_en=title_en, body_en=body_en, change_note=change_note, published_at=at,
        sha256=hashlib.sha256(body.encode()).digest(),
    )  # fmt: skip


class OwnDatabase:
    """A migrated database in which transactions commit; `sign_in` changes the role."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self._cluster, self._name = cluster, name

    def url(self, role: str) -> str:
        """The address under which a process of that role signs in."""
        return self._cluster.url(role, self._name)

    def sign_in(self, role: str) -> None:
        """From now on every connection of every thread is this role's own."""
        parts = urlsplit(self.url(role))
        connections.close_all()
        connection.settings_dict.update(
            NAME=self._name, USER=parts.username, PASSWORD=parts.password
        )


@pytest.fixture
def own_database(
    _tests_address: None, django_db_blocker: DjangoDbBlocker, postgres_cluster: Cluster
) -> Iterator[OwnDatabase]:
    """For what needs several connections: a database of the test's own, dropped afterwards."""
    with django_db_blocker.unblock():
        usual = dict(connection.settings_dict)
        connections.close_all()
        name = f"{MIGRATED}_own"
        postgres_cluster.create_database(name, template=MIGRATED)
        try:
            own = OwnDatabase(postgres_cluster, name)
            own.sign_in(OWNER)
            yield own
        finally:
            connections.close_all()
            connection.settings_dict.update(usual)
            postgres_cluster.drop_database(name)


@pytest.fixture
def office(db: None) -> Office:
    """The office that the portal serves."""
    return make_office()


@pytest.fixture
def portal(office: Office) -> Iterator[Client]:
    """A browser in front of the portal; what it does, the portal's role does."""
    grant_rights()
    own = {name: getattr(portal_settings, name) for name in OF_THE_PORTAL}
    with override_settings(**own), portal_role():
        yield Client(headers={"accept-language": "zh-CN"})
