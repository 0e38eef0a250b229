"""The portal as it runs: its own settings and, in the database, its own role and nothing more."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client, override_settings

from huiyin.apps.org.models import Office
from huiyin.apps.responses.models import Publication
from huiyin.conf import portal as portal_settings
from huiyin.engine.postgres import grants
from tests.makers import make_office

OF_THE_PORTAL = (
    "ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "CSRF_COOKIE_NAME", "CSRF_FAILURE_VIEW",
    "LANGUAGE_COOKIE_NAME", "FILE_UPLOAD_HANDLERS", "DATA_UPLOAD_MAX_MEMORY_SIZE",
)  # fmt: skip


@contextmanager
def portal_role() -> Iterator[None]:
    """Within the block the database knows us as the portal."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {grants.PORTAL}")
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
    with connection.cursor() as cursor:
        for statement in grants.statements():
            cursor.execute(statement)


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
