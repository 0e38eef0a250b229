"""The portal's database role: reads what is public, adds what reporters bring, nothing more."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.urls import URLPattern, URLResolver

from huiyin.apps.intake import submissions
from huiyin.conf.rights import PORTAL_RIGHTS
from huiyin.engine.postgres import CONSOLE, OWNER, PORTAL, WORKER
from huiyin.faces.portal import urls
from tests.house.sources import PACKAGE, tracked
from tests.makers import make_office
from tests.portal import OwnDatabase, grant_rights, own_database, portal_role

__all__ = ["own_database"]
SOURCES = tracked("src/huiyin/**/*.py")
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
READABLE = {
    table: columns
    for table, rights in PORTAL_RIGHTS.items()
    for privilege, columns in rights
    if privilege == "SELECT"
}


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def may(statement: str) -> bool:
    """Whether the portal's role may run the statement."""
    try:
        with portal_role(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as refused:
        if "permission denied" not in str(refused):
            raise
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return False
    return True


@pytest.fixture
def _granted(db: None) -> None:
    grant_rights()


@pytest.mark.usefixtures("_granted")
def test_it_reads_no_table_but_those_named() -> None:
    readable = {table for table in tables() if may(f'SELECT 1 FROM "{table}" LIMIT 0')}
    assert readable == set(READABLE)


@pytest.mark.usefixtures("_granted")
def test_it_reads_no_column_but_those_named() -> None:
    for model in apps.get_models():
        table = model._meta.db_table
        columns = READABLE.get(table)
        if columns == ():
            continue
        for field in model._meta.concrete_fields:
            readable = may(f'SELECT "{field.column}" FROM "{table}" LIMIT 0')
            assert readable == (field.column in (columns or ())), f"{table}.{field.column}"


@pytest.mark.usefixtures("_granted")
def test_it_changes_and_removes_nothing() -> None:
    for model in apps.get_models():
        table, column = model._meta.db_table, model._meta.concrete_fields[0].column
        assert not may(f'DELETE FROM "{table}"'), table
        assert not may(f'UPDATE "{table}" SET "{column}" = NULL'), table
        assert not may(f'TRUNCATE "{table}"'), table


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT text FROM intake_submission",
        "SELECT content FROM intake_submissionfile",
        "SELECT ciphertext FROM intake_sealedcontact",
        "SELECT salt FROM intake_custodiankey",
        "SELECT password FROM org_person",
        "SELECT reason FROM intake_vaultopening",
        "SELECT title FROM cases_casefile",
        "SELECT body FROM audit_event",
        "SELECT body FROM responses_statement",
        "INSERT INTO responses_publication (title) VALUES ('x')",
        "INSERT INTO org_person (username) VALUES ('x')",
        "CREATE TABLE mine (a int)",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
@pytest.mark.usefixtures("_granted")
def test_what_it_must_never_do_is_refused(statement: str) -> None:
    assert not may(statement)


@pytest.mark.usefixtures("_granted")
def test_it_can_do_everything_the_portal_needs() -> None:
    office_id = make_office().pk
    with portal_role():
        key = submissions.new_key()
        letter = submissions.Letter("hazard", "气味", "文")
        files = [submissions.attachment("a.txt", b"x")]
        receipt = submissions.submit(office_id, key, letter, now=NOW, files=files)
        box = submissions.mailbox_of(receipt.code)
        assert box is not None
        submissions.write_message(box, submissions.new_key(), "又闻到了", NOW)
        assert "又闻到了" in {message.text for message in submissions.mailbox(box).messages}
        assert submissions.limit_of(office_id, "hazard", NOW) == "H36"


def test_signed_in_as_itself_it_becomes_nobody_else(own_database: OwnDatabase) -> None:
    own_database.sign_in(PORTAL)
    for role in (OWNER, CONSOLE, WORKER):
        with pytest.raises(ProgrammingError), connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")


def _routes(patterns: list[URLPattern | URLResolver]) -> list[str]:
    found = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found += _routes(entry.url_patterns)
        else:
            found.append(entry.callback.__module__)
    return found


def test_no_route_of_staff_leads_through_the_portal() -> None:
    modules = _routes(list(urls.urlpatterns))
    ours = ("huiyin.faces.portal.", "django.views.i18n")
    assert [module for module in modules if not module.startswith(ours)] == []


def test_the_portal_never_asks_who_is_calling() -> None:
    """But for one place, which turns the address into a mark of the day and keeps it in memory."""
    told = ("REMOTE_ADDR", "REMOTE_HOST", "FORWARDED", "USER_AGENT", "request.session")
    rooms = ("faces/portal", "apps/intake/submissions.py", "conf/portal.py")
    files = [file for file in SOURCES if file.relative_to(PACKAGE).as_posix().startswith(rooms)]
    files = [file for file in files if file.name != "callers.py"]
    assert len(files) > 10
    assert [
        f"{file.name}: {word}" for file in files for word in told if word in file.read_text()
    ] == []
