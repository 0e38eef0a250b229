"""What each account of the desk may do in the database. Granted after every migration.

The portal reads what is public and writes what the public sends; everything else is closed to it by
the server, whatever its code may ask. Console and worker may use every table but what is sealed;
what must not change there is held by triggers. What people sign in with is the console's alone.
Sealed contact data leaves by one function, which the console alone may call and which looks at who
asks (guards of `lane`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

# Table → (privilege, columns or none for all of them).
PORTAL_RIGHTS: dict[str, tuple[tuple[str, Sequence[str]], ...]] = {
    "org_office": (("SELECT", ("id", "slug", "name", "name_en", "signature", "contact")),),
    "org_policy": (("SELECT", ("office_id", "key", "value", "since_at")),),
    "cases_followup": (
        (
            "SELECT",
            (
                "id",
                "office_id",
                "statement_number",
                "text",
                "text_en",
                "due_at",
                "done_at",
                "done_note",
            ),
        ),
    ),
    "cases_outcome": (
        ("SELECT", ("id", "office_id", "statement_number", "adoption", "reason", "settled_at")),
    ),
    "cases_rating": (("INSERT", ()), ("SELECT", ("ballot_id",))),
    "responses_publication": (("SELECT", ()),),
    "intake_custodiankey": (("SELECT", ("id", "office_id", "public_key", "retired_at")),),
    "intake_submission": (("INSERT", ()),),
    "intake_matterkey": (("INSERT", ()), ("SELECT", ("submission_id", "for_reporter"))),
    "intake_submissionfile": (("INSERT", ()),),
    "intake_sealedcontact": (("INSERT", ()),),
    "intake_mailbox": (("SELECT", ()), ("INSERT", ())),
    "intake_mailboxmessage": (("SELECT", ()), ("INSERT", ())),
}

# Of these tables the staff's accounts read the named columns only.
SEALED = {"intake_sealedcontact": ("id", "submission_id", "custodian_key_id")}
# What people sign in with; the background process has no business there.
SIGN_IN = (
    "account_emailaddress", "account_emailconfirmation", "mfa_authenticator",
    "socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken",
    "usersessions_usersession",
)  # fmt: skip
VAULT_DOOR = "huiyin_sealed_contacts(uuid, bigint, text)"


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
    if accounts.worker in staff - {accounts.console}:
        worker = sql.Identifier(accounts.worker)
        found += [_closed(table, worker) for table in SIGN_IN]
    if accounts.console in staff:
        found.append(
            sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(
                sql.SQL(VAULT_DOOR), sql.Identifier(accounts.console)
            )
        )
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
        *(statement for table in SEALED for statement in _sealed(table, name)),
    ]


def _sealed(table: str, name: sql.Identifier) -> list[sql.Composed]:
    """Nothing of it is changed, and of what is in it only that it is there is seen."""
    columns = _privilege("SELECT", SEALED[table])
    return [
        sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), name),
        sql.SQL("GRANT {} ON {} TO {}").format(columns, sql.Identifier(table), name),
    ]


def _closed(table: str, name: sql.Identifier) -> sql.Composed:
    return sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), name)


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
