"""The chain of events: unbroken as written, and every change of it is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from huiyin.apps.audit.actions import record
from huiyin.apps.audit.chain import Broken
from huiyin.apps.audit.queries import verify
from tests.personas import make_desk

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 22, 3, 20, 0, 123456, tzinfo=UTC)


def write(n: int) -> None:
    office = make_desk().office
    for number in range(n):
        record(
            "case.noted", subject=f"case:{number}", at=AT, office=office,
            body={"text": "联锁🔒", "n": number, "list": [1, "二"]},
        )  # fmt: skip


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # what a superuser can do
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_chain_as_written_holds() -> None:
    write(5)
    assert verify() == (5, None)


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE audit_event SET reason = 'x' WHERE seq = 3", Broken(3, "altered")),
        ("UPDATE audit_event SET at = at + interval '1 us' WHERE seq = 2", Broken(2, "altered")),
        ("UPDATE audit_event SET body = body || '{\"n\": 9}' WHERE seq = 4", Broken(4, "altered")),
        ("DELETE FROM audit_event WHERE seq = 3", Broken(3, "missing")),
        ("DELETE FROM audit_event WHERE seq = 5", Broken(5, "cut")),
        ("UPDATE audit_event SET hash = sha256(hash) WHERE seq = 2", Broken(2, "altered")),
        (
            "UPDATE audit_event SET previous_hash = sha256(previous_hash) WHERE seq = 4",
            Broken(4, "unlinked"),
        ),
    ],
)
def test_what_a_superuser_changes_is_found_at_the_first_broken_link(
    sql: str, broken: Broken
) -> None:
    write(5)
    tamper(sql)
    assert verify()[1] == broken


@pytest.mark.parametrize("sql", ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_history(sql: str) -> None:
    write(1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


def test_an_event_needs_a_transaction() -> None:
    def outside() -> None:
        record("case.noted", subject="case:1", at=AT, office=None)

    with (
        ThreadPoolExecutor(1) as other_connection,
        pytest.raises(transaction.TransactionManagementError),
    ):
        other_connection.submit(outside).result()
