"""What each database role may touch; applied after every migration.

The desk's roles read and write all tables (triggers keep history from them as well). The
portal's role sees published versions and open mailboxes, and may only add what a reporter
brings. Whatever is not named here, the portal cannot touch.
"""

from collections.abc import Iterator, Mapping

from psycopg import sql

DESK = ("huiyin_console", "huiyin_worker")
PORTAL = "huiyin_portal"

# table → columns the portal may read (None: all), and whether it may add rows
PORTAL_TABLES: Mapping[str, tuple[tuple[str, ...] | None, bool]] = {
    "responses_publication": (None, False),
    "org_office": (("id", "slug", "name", "name_en", "signature", "contact"), False),
    "org_policy": (("office_id", "key", "value", "since_at"), False),
    "intake_custodiankey": (("id", "office_id", "public_key", "retired_at"), False),
    "intake_mailbox": (None, True),
    "intake_mailboxmessage": (None, True),
    "intake_submission": ((), True),
    "intake_submissionfile": ((), True),
    "intake_sealedcontact": ((), True),
}


def statements() -> Iterator[sql.Composed]:
    """SQL that makes the rights what this module says, whatever they were before."""
    for role in DESK:
        yield sql.SQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        ).format(role=sql.Identifier(role))
        yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}").format(
            role=sql.Identifier(role)
        )
    portal = sql.Identifier(PORTAL)
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}").format(role=portal)
    for table, (columns, adds) in PORTAL_TABLES.items():
        name = sql.Identifier(table)
        if columns is None:
            yield sql.SQL("GRANT SELECT ON {table} TO {role}").format(table=name, role=portal)
        elif columns:
            listed = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
            yield sql.SQL("GRANT SELECT ({columns}) ON {table} TO {role}").format(
                columns=listed, table=name, role=portal
            )
        if adds:
            yield sql.SQL("GRANT INSERT ON {table} TO {role}").format(table=name, role=portal)
