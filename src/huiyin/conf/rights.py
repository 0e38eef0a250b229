"""What each account of the desk may do in the database. Granted after every migration.

The portal reads what is public and writes what the public sends; everything else is closed to it by
the server, whatever its code may ask. Console and worker may use every table; what must not change
there is held by triggers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

# Table → (privilege, columns or none for all of them).
PORTAL_RIGHTS: dict[str, tuple[tuple[str, Sequence[str]], ...]] = {
    "org_office": (("SELECT", ("id", "slug", "name", "name_en", "signature", "contact")),),
    "org_policy": (("SELECT", ("office_id", "key", "value", "since_at")),),
    "responses_publication": (("SELECT", ()),),
    "intake_custodiankey": (("SELECT", ("id", "office_id", "public_key", "retired_at")),),
    "intake_submission": (("INSERT", ()),),
    "intake_submissionfile": (("INSERT", ()),),
    "intake_sealedcontact": (("INSERT", ()),),
    "intake_mailbox": (("SELECT", ()), ("INSERT", ())),
    "intake_mailboxmessage": (("SELECT", ()), ("INSERT", ())),
}


@dataclass(frozen=True)
class Accounts:
    """Names of the accounts on the database server; several parts may share one."""

    owner: str
    console: str
    worker: str
    portal: str


def statements(accounts: Accounts) -> list[sql.Composed]:
    """What the owner has to run; nothing for an account that is the owner itself."""
    staff = {accounts.console, accounts.worker} - {accounts.owner}
    found = [statement for name in sorted(staff) for statement in _for_staff(name)]
    if accounts.portal not in staff | {accounts.owner}:
        found += _for_portal(accounts.portal)
    return found


def _for_staff(account: str) -> list[sql.Composed]:
    name = sql.Identifier(account)
    return [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(
            name
        ),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
    ]


def _for_portal(account: str) -> list[sql.Composed]:
    """Everything is taken away first, so that a right removed from the table above is gone."""
    name = sql.Identifier(account)
    found = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name),
        sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(name),
    ]
    for table, rights in PORTAL_RIGHTS.items():
        found += [
            sql.SQL("GRANT {} ON {} TO {}").format(
                _privilege(privilege, columns), sql.Identifier(table), name
            )
            for privilege, columns in rights
        ]
    return found


def _privilege(privilege: str, columns: Sequence[str]) -> sql.Composable:
    word = sql.SQL("SELECT") if privilege == "SELECT" else sql.SQL("INSERT")
    if not columns:
        return word
    listed = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    return sql.SQL("{} ({})").format(word, listed)
