"""Every page of the console on a desk with years behind it: 10,000 open cases, 200,000 items,
40,000 stories, 300,000 events, 20,000 notices, 5,000 statements.

    PYTHONPATH=src:. python bench/pages.py [MOST]

Prints two lines a page: ms of the whole request (median of 7) and its number of queries. With MOST
(ms), each query that took longer is printed with its plan on stderr.
"""

import statistics
import sys
import time
from typing import TYPE_CHECKING

from bench.board import fill
from bench.own_database import own_database

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 7
FILLING = """
INSERT INTO stories_story (id, office_id, title, told, state, first_at, last_at, items_n, outlets_n,
  heat, rises, settled, revision)
SELECT n, {office}, '第' || n || '件事', false, 'watching', now() - n * interval '6 minutes',
  now() - n * interval '5 minutes', CASE WHEN n % 5 = 0 THEN 21 ELSE 1 END, 3,
  extract(epoch FROM now() - '2020-01-01') / 86400 - n / 240.0,
  array_fill(1, ARRAY[24]), false, n FROM generate_series(1, 40000) n;
INSERT INTO intake_source (id, office_id, plugin, name, url, outlet, enabled, allow_private,
  interval_seconds, added_at, next_fetch_at, etag, last_modified, moved_to, failures, health,
  health_code, health_detail, settings, push_key, volume)
SELECT n, {office}, 'feed', '来源' || n, 'http://example.org/' || n, '日报', true, false, 300,
  now(), now(), '', '', '', 0, 'healthy', '', '', '{{}}', '', '' FROM generate_series(1, 200) n;
INSERT INTO intake_fetch (source_id, at, outcome, octets, milliseconds, entries, new_items,
  refusals, detail)
SELECT n % 200 + 1, now() - n * interval '1 minute', 'read', 1000, 50, 20, 1, '[]', ''
  FROM generate_series(1, 100000) n;
INSERT INTO intake_item (id, office_id, origin_key, content_key, channel, source_id, external_id,
  url, outlet, place, title, body, captured_at, said_at, raw, folded, kind,
  kind_score, kind_because, hits, urgent, state, dismissed_reason, topic, judged)
SELECT n, {office}, decode(md5('a' || n), 'hex'), decode(md5('b' || n), 'hex'),
  CASE WHEN n % 10 = 0 THEN 'portal' ELSE 'feed' END, n % 200 + 1, '', '', '日报', '', '标题' || n,
  repeat('正文' || n, 20), now() - n * interval '1 minute', now() - n * interval '1 minute', '{{}}',
  '标题' || n, 'news', 1, '[]',
  '[]', n % 500 = 0, CASE WHEN n % 7 = 0 THEN 'new' ELSE 'attached' END, '', '', '{{}}'
  FROM generate_series(1, 200000) n;
INSERT INTO stories_storyitem (story_id, item_id, similarity, because, apart_because, reprint,
  at, said_at, outlet)
SELECT CASE WHEN n % 5 = 0 THEN n % 8000 * 5 + 5 ELSE n % 40000 + 1 END, n, 1, '[]', '[]', false,
  now(), now() - n * interval '1 minute', '日报' FROM generate_series(1, 200000) n;
INSERT INTO cases_caseitem (case_id, item_id, at)
SELECT c.id, row_number() OVER (ORDER BY c.id) * 10, now() FROM cases_casefile c;
INSERT INTO responses_statement (office_id, case_id, number, state, title, body, title_en, body_en,
  author_id, drafted_at, version, change_note, returned_note)
SELECT {office}, c.id, 'S' || c.id, CASE WHEN c.id % 20 = 0 THEN 'drafted' ELSE 'published' END,
  '关于' || c.title, repeat('答复', 200), '', '', {person}, now(), 1, '', ''
  FROM cases_casefile c ORDER BY c.id LIMIT 5000;
INSERT INTO audit_event (seq, office_id, kind, actor_id, actor_name, role, at, local_at, subject,
  case_id, source_state, target_state, reason, timer, body, previous_hash, hash)
SELECT h.seq + n, {office}, 'case.noted', {person}, '陈默', 'office', now(), '2026-01-01T00:00:00',
  'case:' || n % 10000, n % 10000, '', '', '', '', '{{"text": "记"}}', '', ''
  FROM audit_chainhead h, generate_series(1, 300000) n;
INSERT INTO notify_notice (key, office_id, person_id, channel, urgent, code, params, event_seq,
  case_id, created_at, state, attempts, last_error)
SELECT 'bench' || n, {office}, {person}, 'console', false, 'case.registered', '{{}}', n, n % 10000,
  now(), 'queued', 0, '' FROM generate_series(1, 20000) n;
"""


def main() -> None:
    with own_database():
        measure(float(sys.argv[1]) if len(sys.argv) > 1 else None)


def measure(most: float | None) -> None:
    from django.db import connection
    from django.test import Client

    from tests.personas import make_desk

    desk = make_desk()
    fill(desk)
    with connection.cursor() as cursor:
        cursor.execute(FILLING.format(office=desk.office.pk, person=desk.clerk.pk))
        cursor.execute("VACUUM ANALYZE")
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(desk.clerk)
    for name, path in addresses().items():
        look(client, name, path, most)


def addresses() -> dict[str, str]:
    from huiyin.apps.cases.models import CaseFile
    from huiyin.apps.responses.models import Statement

    case = CaseFile.objects.order_by("pk")[5000].pk
    statement = Statement.objects.order_by("pk")[2000].pk
    return {
        "board": "/", "due": "/due", "due_mine": "/due?scope=mine", "cases": "/cases",
        "cases_by_due": "/cases?due=1", "cases_state": "/cases?state=accepted",
        "cases_word": "/cases?q=9999", "case": f"/cases/{case}", "inbox": "/inbox",
        "item": "/items/70000", "search": "/search?q=标题7000", "stories": "/stories",
        "story": "/stories/5000", "sources": "/sources", "source": "/sources/7",
        "statements": "/statements", "statement": f"/statements/{statement}", "audit": "/audit",
        "audit_kind": "/audit?kind=case.accepted", "audit_word": "/audit?q=严明",
        "notices": "/notices", "open_case": "/cases/open?story=5000",
    }  # fmt: skip


def look(client: "Client", name: str, path: str, most: float | None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _round in range(ROUNDS):
        before = time.perf_counter()
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        taken.append((time.perf_counter() - before) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(path, follow=True)
    print(f"page_{name} {statistics.median(taken):.0f} ms")
    print(f"page_{name}_queries {len(asked)} queries", flush=True)
    for query in asked.captured_queries if most is not None else ():
        if float(query["time"]) * 1000 > (most or 0):
            explain(query["sql"])


def explain(question: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {question}")
        plan = "\n  ".join(line for (line,) in cursor.fetchall())
    print(f"  {question[:1500]}\n  {plan}", file=sys.stderr)


if __name__ == "__main__":
    main()
