"""The inbox reads by index however many items there are: the plans say so."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries.inbox import Asked, narrowed
from huiyin.apps.org.models import Office
from tests.makers import make_office

pytestmark = pytest.mark.django_db
MANY = 20_000


@pytest.fixture
def office() -> Office:
    """An office with many items of a few hundred different words, and statistics of them."""
    office = make_office()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO intake_item (office_id, origin_key, content_key, channel, external_id, url,
                outlet, place, title, body, captured_at, said_at, raw, folded,
                kind, kind_score, kind_because, hits, urgent, state, dismissed_reason, same_how,
                topic, judged)
            SELECT %s, decode(lpad(to_hex(n), 32, '0'), 'hex'), '', 'feed', '', '', '', '',
                'x', '', now(), now() - n * interval '1 minute', '{}', 'x',
                '', 0, '[]', '[]', false,
                CASE WHEN n %% 10 = 0 THEN 'new' ELSE 'attached' END, '', '',
                '', '{}'
            FROM generate_series(1, %s) AS n
            """,
            [office.pk, MANY],
        )
        cursor.execute("ANALYZE intake_item")
    return office


def plan(rows: "QuerySet[Item]", limit: int = 51) -> str:
    told: str = rows.order_by("-said_at", "-id")[:limit].explain()
    return told


def test_the_newest_page_is_read_from_the_index(office: Office) -> None:
    told = plan(narrowed(office, Asked()))
    assert "item_newest" in told
    assert "Sort" not in told.replace("Incremental Sort", "")


def test_what_waits_is_read_from_its_own_index(office: Office) -> None:
    told = plan(narrowed(office, Asked(state="new")))
    assert "item_waiting" in told
    assert "Seq Scan" not in told
