"""The database itself holds the portal to what it may touch."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from huiyin.conf.rights import PORTAL_RIGHTS, Accounts, statements
from huiyin.engine.postgres import CONSOLE, OWNER, PORTAL, WORKER
from tests.portal import grant_rights

TABLES = sorted(model._meta.db_table for model in apps.get_models() if model._meta.managed)
READABLE = {"org_office", "org_policy", "responses_publication", "intake_custodiankey",
            "intake_mailbox", "intake_mailboxmessage", "intake_matterkey", "cases_followup",
            "cases_outcome", "cases_rating"}  # fmt: skip
WRITABLE = {"intake_submission", "intake_submissionfile", "intake_sealedcontact", "intake_mailbox",
            "intake_mailboxmessage", "intake_matterkey", "cases_rating"}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _granted(db: None) -> None:
    grant_rights()


@contextmanager
def signed_in_as(role: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        cursor.execute("RESET ROLE")


def may(role: str, table: str, privilege: str) -> bool:
    """Whether the role has the privilege on the table or on a column of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_any_column_privilege(%s, %s, %s)", [role, table, privilege])
        return bool(cursor.fetchone()[0])


def test_the_portal_reads_what_is_public_and_adds_what_is_sent() -> None:
    assert {table for table in TABLES if may(PORTAL, table, "SELECT")} == READABLE
    assert {table for table in TABLES if may(PORTAL, table, "INSERT")} == WRITABLE


def test_the_portal_changes_and_removes_nothing() -> None:
    query = "SELECT has_table_privilege(%s, %s, 'UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES')"
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(query, [PORTAL, table])
            assert cursor.fetchone() == (False,), table


def test_every_right_names_a_table_there_is() -> None:
    assert set(PORTAL_RIGHTS) <= set(TABLES)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM intake_submission",
        "SELECT * FROM intake_sealedcontact",
        "SELECT salt FROM intake_custodiankey",
        "SELECT calendar_id FROM org_office",
        "SELECT password FROM org_person",
        "SELECT * FROM audit_event",
        "UPDATE intake_mailbox SET status = 'closed'",
        "DELETE FROM responses_publication",
        "CREATE TABLE own (id int)",
    ],
)
def test_the_portal_is_refused(query: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        signed_in_as(PORTAL),
        connection.cursor() as cursor,
    ):
        cursor.execute(query)


def test_a_right_taken_out_of_the_list_is_taken_away() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON audit_event TO {PORTAL}")
        assert may(PORTAL, "audit_event", "SELECT")
        for statement in statements(Accounts(OWNER, CONSOLE, WORKER, PORTAL)):
            cursor.execute(statement.as_string())
    assert not may(PORTAL, "audit_event", "SELECT")


def test_the_staff_roles_may_use_every_table() -> None:
    with signed_in_as(CONSOLE), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'SELECT count(*) FROM "{table}"')


def test_one_account_for_everything_needs_no_grant() -> None:
    assert statements(Accounts("desk", "desk", "desk", "desk")) == []
