"""The part of ``huiyin check`` that asks the database."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg

from huiyin.engine.clock import now, real_now
from huiyin.engine.speech import _
from huiyin.faces.cli import findings
from huiyin.faces.cli.database import Addresses
from huiyin.faces.cli.findings import Finding

LOWEST_VERSION = 15
LARGEST_DIFFERENCE_SECONDS = 60


def look(urls: Addresses) -> Iterator[Finding]:
    """Version, clocks, accounts, migrations; then, on a migrated database, people and calendars."""
    with psycopg.connect(urls.owner, connect_timeout=10) as connection:
        yield version(connection.info.server_version // 10000)
        yield clocks(connection)
    yield from accounts(urls)
    missing = missing_migrations()
    if missing:
        yield findings.error(
            "migrations",
            _("The database is not up to date ({count} migrations are missing).").format(
                count=missing
            ),
            _("Run “huiyin migrate”, or start the desk: it does so by itself."),
        )
        return
    yield findings.ok("migrations", _("The database is up to date."))
    yield people()
    yield from calendars()


def version(major: int) -> Finding:
    told = {"version": major, "lowest": LOWEST_VERSION}
    if major < LOWEST_VERSION:
        return findings.error(
            "version",
            _("The database is PostgreSQL {version}; the desk needs {lowest}.").format(**told),
            _("Move to a newer server, or unset HUIYIN_DATABASE_URL to use the embedded one."),
        )
    return findings.ok("version", _("PostgreSQL {version} answers.").format(**told))


def clocks(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    before = real_now()
    (there,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
    if not isinstance(there, datetime):
        raise TypeError(there)
    here = before + (real_now() - before) / 2
    seconds = abs((there.astimezone(UTC) - here).total_seconds())
    if seconds > LARGEST_DIFFERENCE_SECONDS:
        return findings.error(
            "clocks",
            _("The clocks of this machine and of the database differ by {seconds} s.").format(
                seconds=round(seconds)
            ),
            _("Set both by a time server; every due time depends on them."),
        )
    return findings.ok("clocks", _("The clocks of this machine and of the database agree."))


def accounts(urls: Addresses) -> Iterator[Finding]:
    for name, url in (("console", urls.console), ("worker", urls.worker), ("portal", urls.portal)):
        try:
            psycopg.connect(url, connect_timeout=10).close()
        except psycopg.OperationalError as trouble:
            yield findings.error(
                "accounts",
                _("The database does not let the {part} in: {reason}").format(
                    part=name, reason=str(trouble).strip()
                ),
                _("Correct the account and password of that address."),
            )


def missing_migrations() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def people() -> Finding:
    from huiyin.apps.org.queries import has_administrator

    if has_administrator():
        return findings.ok("people", _("There is an administrator."))
    return findings.warning(
        "people",
        _("Nobody can sign in as administrator yet."),
        _("Create one with “huiyin admin create”."),
    )


def calendars() -> Iterator[Finding]:
    from huiyin.apps.org.models import Office
    from huiyin.apps.org.queries import calendar_gaps

    year = now().year
    for office in Office.objects.select_related("calendar").order_by("id"):
        gaps = calendar_gaps(office, (year, year + 1))
        told = {"office": office.name, "years": ", ".join(str(gap) for gap in gaps)}
        if year in gaps:
            yield findings.error(
                "calendars",
                _("{office} has no calendar for {years}.").format(**told),
                _("Enter the year's holidays: until then no due date can be shown."),
            )
        elif gaps:
            yield findings.warning(
                "calendars",
                _("{office} has no calendar for {years}.").format(**told),
                _("Enter it as soon as the holidays of that year are published."),
            )
        else:
            yield findings.ok(
                "calendars", _("{office} has calendars for this year and the next.").format(**told)
            )
