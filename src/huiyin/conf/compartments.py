"""Which rows the console's account reads: what is kept apart stays with those it is kept for.

Made anew after every migration from the models themselves, so that a table that comes to hang on a
matter is closed without anybody thinking of it. Roots look at their own `apart`; a table that hangs
on one shows a row where it would show what the row hangs on; a table that only names a case by its
number is held to the list of hidden cases. The worker is the desk itself and sees all; the portal
is held by its rights. Whoever owns the tables sees all too, so the console never signs in as their
owner where the lane is in use (`huiyin check`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import ForeignKey, Model
from psycopg import sql

from huiyin.conf.rights import PORTAL_RIGHTS, Accounts

LETS_IN = "apart = 0 OR huiyin_lets_in(apart, office_id)"
OF_THE_LANE = "office_id = (SELECT huiyin_lane_office())"
NOT_HIDDEN = "<> ALL ((SELECT huiyin_hidden_{what}())::bigint[])"
ROOTS = {
    "intake_item": LETS_IN,
    "intake_submission": LETS_IN,
    "cases_casefile": LETS_IN,
    "lane_matter": "huiyin_lets_in(-id, office_id)",
    "lane_attempt": f"{OF_THE_LANE} AND huiyin_lets_in(circle, office_id)",
    "org_recusal": "(matter > 0 AND NOT (blind AND person_id = (SELECT huiyin_asker())))"
    " OR (matter < 0 AND huiyin_lets_in(matter, (SELECT huiyin_lane_office())))",
    "audit_event": f"(case_id IS NULL OR case_id {NOT_HIDDEN.format(what='cases')})"
    f" AND (kind NOT LIKE 'lane.%' OR {OF_THE_LANE})",
}
BY_LIST = {"intake_item": "items", "cases_casefile": "cases"}  # parents with few hidden rows
# Keys of likeness hold no text, and a sealed item keeps none; they are written by the million.
OPEN = frozenset({"intake_itemband"})
DESK = "(SELECT current_setting('huiyin.person', true)) = 'desk'"
FUNCTIONS = (
    "huiyin_asker()",
    "huiyin_lane_office()",
    "huiyin_lets_in(bigint, bigint)",
    "huiyin_hidden_cases()",
    "huiyin_hidden_items()",
    "huiyin_keep_apart(bigint, bigint, uuid, bigint)",
    "huiyin_circle_of(text, text)",
    "huiyin_sealed_links()",
    "huiyin_lane_figures(bigint, timestamptz, bigint)",
)


@dataclass(frozen=True, slots=True)
class Hanging:
    """A column by which a table hangs on another; `parent` "" where it only names a case."""

    column: str
    parent: str
    parent_key: str
    nullable: bool


def hanging() -> dict[str, list[Hanging]]:
    """Every table that hangs on a root, directly or through others, with the columns it hangs by.

    Roots themselves are left out: what they show is said in `ROOTS`.
    """
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    found: dict[str, list[Hanging]] = {}
    grown = True
    while grown:
        held = {*ROOTS, *found} - {"audit_event", "org_recusal", "lane_attempt"}
        grown = False
        for table, model in tables.items():
            columns = list(_columns(model, held))
            if table not in {*ROOTS, *OPEN} and columns and columns != found.get(table):
                found[table], grown = columns, True
    return found


def conditions() -> dict[str, str]:
    """Table → which of its rows a person of the desk reads, as SQL."""
    hung = {
        table: " AND ".join(f"({_shown(table, one)})" for one in columns)
        for table, columns in hanging().items()
    }
    return {**ROOTS, **dict(sorted(hung.items()))}


def compartments(accounts: Accounts) -> list[sql.Composable]:
    """What the owner has to run, each statement by itself; it may be run again and again."""
    staff = [accounts.console] if accounts.console != accounts.owner else []
    made: list[sql.Composable] = []
    for table, condition in conditions().items():
        made += _closed(table)
        for name in staff:
            asked = f"{DESK} OR ({condition})" if name == accounts.worker else condition
            made.append(_policy("staff", table, name, asked))
        if accounts.worker not in {accounts.owner, accounts.console}:
            made.append(_policy("desk", table, accounts.worker, "true"))
        if accounts.portal not in {accounts.owner, accounts.console} and table in PORTAL_RIGHTS:
            made.append(_policy("portal", table, accounts.portal, "true"))
    for name in sorted({accounts.console, accounts.worker, accounts.portal} - {accounts.owner}):
        made += _callable(name, staff=name != accounts.portal)
    return made


def _columns(model: type[Model], held: set[str]) -> Iterator[Hanging]:
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if isinstance(field, ForeignKey):
            remote = field.remote_field.model._meta
            if remote.db_table in held and remote.db_table != model._meta.db_table:
                yield Hanging(column, remote.db_table, str(remote.pk.column), field.null)
        elif column == "case_id":
            yield Hanging(column, "", "", field.null)


def _shown(table: str, one: Hanging) -> str:
    what = BY_LIST.get(one.parent or "cases_casefile")
    if what is not None:
        inside = f"{one.column} {NOT_HIDDEN.format(what=what)}"
    else:
        inside = (
            f"EXISTS (SELECT FROM {one.parent} up WHERE up.{one.parent_key} = {table}.{one.column})"
        )
    return f"{one.column} IS NULL OR {inside}" if one.nullable else inside


def _closed(table: str) -> Iterable[sql.Composable]:
    name = sql.Identifier(table)
    yield sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name)
    for policy in ("staff", "desk", "portal"):
        yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(sql.Identifier(policy), name)


def _policy(policy: str, table: str, account: str, condition: str) -> sql.Composed:
    """What is written may be kept apart from its writer, so only reading is held to the rule."""
    return sql.SQL("CREATE POLICY {} ON {} TO {} USING ({}) WITH CHECK (true)").format(
        sql.Identifier(policy), sql.Identifier(table), sql.Identifier(account),
        sql.SQL(condition),
    )  # fmt: skip


def _callable(account: str, *, staff: bool) -> Iterable[sql.Composable]:
    asked = FUNCTIONS if staff else FUNCTIONS[-1:]
    for function in asked:
        yield sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(
            sql.SQL(function), sql.Identifier(account)
        )
