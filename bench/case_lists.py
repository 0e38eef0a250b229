"""Lists of cases on a desk with 100,000 open and 1,000,000 closed ones: board, due list, case list
and ledger, with every filter, deep pages and figures.

    PYTHONPATH=src:. python bench/case_lists.py [SHARE] [MOST]

Prints four lines an address: p50 and p95 of the whole request in ms, p95 of the time on a core (of
the console and of the database together, which other work on the machine does not stretch), and its
queries; then the worst of those p95. SHARE of the cases (1.0) is filled; with MOST (ms), each query
that took longer is printed with its plan on stderr.
"""

import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench.own_database import own_database
from bench.pages import explain

if TYPE_CHECKING:
    from django.test import Client

    from tests.personas import Desk

OPEN, CLOSED, ROUNDS, UNITS = 100_000, 1_000_000, 20, 12
STATES = ("registered", "accepted", "ordered", "verifying", "decided", "responded", "fed_back")
KINDS = ("concern", "complaint", "hazard", "suggestion", "question", "report")
EMPTY = {"JSONField": "'[]'", "BooleanField": "false", "PositiveSmallIntegerField": "0",
         "PositiveIntegerField": "0", "IntegerField": "0", "BigIntegerField": "0",
         "FloatField": "0"}  # fmt: skip
FILL = """
INSERT INTO org_unit (office_id, name, name_en, parent_id)
  SELECT {office}, '第' || n || '科', '', NULL FROM generate_series(3, {units}) n;
CREATE TEMP TABLE known AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM org_unit
  WHERE office_id = {office};
INSERT INTO cases_casefile (office_id, number, title, summary, kind, state, lead_unit_id,
  handler_id, opened_by_id, opened_at, closed_at, verdict, finding, adoption, adoption_reason,
  state_before_merge, concerns, archive_number, remark, due_at{more})
SELECT {office}, 'A2021-' || n, (ARRAY['群众反映', '企业来信', '媒体报道', '网民留言'])[1 + n % 4]
    || '第' || n || (ARRAY['号楼夜间噪声扰民', '路段路灯不亮',
    '厂区气味刺鼻', '小区停水'])[1 + n / 4 % 4],
  '现场情况和诉求', ({kinds})[1 + n % 97 % 6],
  CASE WHEN n > {closed} THEN ({states})[1 + n % 7] ELSE 'closed' END,
  CASE WHEN n > {closed} AND n % 7 = 0 THEN NULL ELSE known.id END,
  CASE WHEN n % 50 = 0 THEN {handler} END, {person},
  now() - ({all} - n) * interval '2 minutes', CASE WHEN n <= {closed}
    THEN now() - ({all} - n) * interval '2 minutes' + interval '3 days' END,
  CASE WHEN n <= {closed} THEN 'true' ELSE '' END, '已办理', '', '', '', '', '', '',
  CASE WHEN n > {closed} AND n % 7 > 0 THEN now() + (n % 1000 - 150) * interval '1 hour' END{zero}
FROM generate_series(1, {all}) n JOIN known ON place = n % {units};
"""
HANGING = """
INSERT INTO cases_order (case_id, office_id, number, unit_id, rule, state, requirement,
  issued_by_id, issued_at, verdict, finding, bounces, bounce_basis, head_ruling, source, secrecy,
  urgency, disclosure, disclosure_reason, copies_to, digest, proposal, instruction,
  review_opinion{more_of_orders})
SELECT id, office_id, 'D' || number, lead_unit_id, 'H36', 'assigned', '核实', {person}, opened_at,
  '', '', 0, '', '', '', '', '', '', '', '', '', '拟办', '', ''{zero_of_orders} FROM cases_casefile
  WHERE lead_unit_id IS NOT NULL AND (closed_at IS NULL OR id % 5 = 0);
INSERT INTO cases_clock (case_id, order_id, purpose, number, rule, calendar_version, started_at,
  due_at, due_version, versions, trace, state{more_of_clocks})
SELECT c.id, o.id, 'order', 1, 'H36', 1, o.issued_at, c.due_at, 1, '[]', '[]', 'running'
    {zero_of_clocks}
  FROM cases_casefile c JOIN cases_order o ON o.case_id = c.id WHERE c.due_at IS NOT NULL;
"""


def main() -> None:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with own_database():
        measure(share, float(sys.argv[2]) if len(sys.argv) > 2 else None)


def measure(share: float, most: float | None) -> None:
    from django.db import connection
    from django.test import Client

    from huiyin.engine.postgres import CONSOLE
    from tests.personas import make_desk

    desk = make_desk()
    fill(desk, int(OPEN * share), int(CLOSED * share))
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(desk.clerk)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {CONSOLE}")  # held by the policies, as at a desk
    worst = 0.0
    for name, path in addresses(desk).items():
        worst = max(worst, look(client, name, path, most))
    print(f"case_lists_worst_cpu_p95 {worst:.0f} ms")


def fill(desk: "Desk", running: int, closed: int) -> None:
    """Set by set, the indexes of the cases made afterwards, as a restored desk has them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'cases_casefile'"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        more, zero = unnamed("cases_casefile", FILL)
        cursor.execute(
            FILL.format(
                office=desk.office.pk, person=desk.clerk.pk, handler=desk.handler.pk,
                units=UNITS, closed=closed, all=running + closed, kinds=array(KINDS),
                states=array(STATES), more=more, zero=zero,
            )
        )  # fmt: skip
        for _name, made in indexes:
            cursor.execute(made)
        orders, no_orders = unnamed("cases_order", HANGING)
        clocks, no_clocks = unnamed("cases_clock", HANGING)
        cursor.execute(
            HANGING.format(
                person=desk.clerk.pk, more_of_orders=orders, zero_of_orders=no_orders,
                more_of_clocks=clocks, zero_of_clocks=no_clocks,
            )
        )  # fmt: skip
        cursor.execute("VACUUM ANALYZE")


def unnamed(table: str, filling: str) -> tuple[str, str]:
    """Columns of a table that its filling does not know, and their empty values."""
    from django.apps import apps

    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    known = filling[filling.index(f"INSERT INTO {table}") :]
    known = known[: known.index("{more")]
    missing = {
        field.column: EMPTY.get(field.get_internal_type(), "''")
        for field in model._meta.concrete_fields
        if field.column and not (field.null or field.primary_key or field.column in known)
    }
    names, values = (f', "{name}"' for name in missing), (f", {one}" for one in missing.values())
    return "".join(names), "".join(values)


def array(values: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join(f"'{value}'" for value in values) + "]"


def addresses(desk: "Desk") -> dict[str, str]:
    from huiyin.apps.cases.models import CaseFile

    rows = CaseFile.objects.order_by("-opened_at", "-id")
    deep = rows[rows.count() // 2]
    after = quote(f"{deep.opened_at.isoformat()}_{deep.pk}")
    due = CaseFile.objects.filter(due_at__isnull=False).order_by("due_at", "id")
    middle = due[due.count() // 2]
    assert middle.due_at is not None
    due_after = quote(f"{middle.due_at.isoformat()}_{middle.pk}")
    month = f"{deep.opened_at - timedelta(days=30):%Y-%m-%d}"
    year = f"{deep.opened_at - timedelta(days=365):%Y-%m-%d}"
    until = f"{deep.opened_at:%Y-%m-%d}"
    unit = desk.chemicals.pk
    words = {
        "number": deep.number, "rare": deep.title[4:14], "common": "夜间噪声", "none": "龙卷风",
        "one": "声",
    }  # fmt: skip
    lists = {
        "board": "/", "board_unit": "/?scope=unit", "board_mine": "/?scope=mine", "due": "/due",
        "due_mine": "/due?scope=mine", "due_unit": "/due?scope=unit",
        "due_later": "/due?when=later",
        "due_deep": f"/due?after={due_after}", "cases": "/cases",
        "cases_deep": f"/cases?after={after}",
        "cases_by_due": "/cases?due=1", "cases_by_due_deep": f"/cases?due=1&after={due_after}",
        "cases_mine": "/cases?scope=mine", "cases_unit": "/cases?scope=unit",
        "cases_state_kind_deep": f"/cases?state=closed&kind=report&after={after}",
    }  # fmt: skip
    narrowed = [("state", state) for state in ("open", "closed", *STATES[:2])]
    narrowed += [("kind", kind) for kind in (KINDS[0], KINDS[5])]
    for name, value in narrowed:
        lists[f"cases_{name}_{value}"] = f"/cases?{name}={value}"
        lists[f"ledger_{name}_{value}"] = f"/ledger?{name}={value}"
    for name, said in words.items():
        lists[f"cases_word_{name}"] = f"/cases?q={quote(said)}"
        lists[f"ledger_word_{name}"] = f"/ledger?q={quote(said)}"
    return lists | {
        "ledger": "/ledger", "ledger_deep": f"/ledger?after={after}",
        "ledger_unit": f"/ledger?unit={unit}", "ledger_overdue": "/ledger?overdue=1",
        "ledger_unit_overdue": f"/ledger?unit={unit}&overdue=1",
        "ledger_month": f"/ledger?since={month}&until={until}&group=1",
        "ledger_year": f"/ledger?since={year}&until={until}&group=1",
        "ledger_grouped": "/ledger?group=1", "ledger_open_grouped": "/ledger?state=open&group=1",
        "ledger_all_columns": "/ledger?" + "&".join(f"col={name}" for name in columns()),
        "ledger_state_kind_unit": f"/ledger?state=closed&kind=report&unit={unit}",
    }  # fmt: skip


def columns() -> tuple[str, ...]:
    from huiyin.faces.console.ledger.columns import COLUMNS

    return tuple(COLUMNS)


def look(client: "Client", name: str, path: str, most: float | None) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path, follow=True)
    taken, worked = [], []
    for _round in range(ROUNDS):
        began, before = time.perf_counter(), work()
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((work() - before) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(path, follow=True)
    print(f"case_lists_{name}_p50 {statistics.median(taken):.0f} ms")
    print(f"case_lists_{name}_p95 {p95(taken):.0f} ms")
    print(f"case_lists_{name}_cpu_p95 {p95(worked):.0f} ms")
    print(f"case_lists_{name}_queries {len(asked)} queries", flush=True)
    for query in asked.captured_queries if most is not None else ():
        if float(query["time"]) * 1000 > (most or 0):
            explain(query["sql"])
    return p95(worked)


def p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95) - 1]


def work() -> float:
    """Seconds on a core so far, of this process and of its connection's on the server."""
    from django.db import connection

    pid = connection.connection.info.backend_pid
    server = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    return time.process_time() + server / 1e9


if __name__ == "__main__":
    main()
