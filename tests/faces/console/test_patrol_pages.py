"""The patrol and the clip, the coverage page and how sites were treated."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from huiyin.apps.intake.models import Errand, HostDay, PatrolPlace, PatrolRound, Source, SourceHour
from huiyin.engine.clock import now
from huiyin.engine.fetch.politeness import Tally
from huiyin.faces.cli.polite import told
from huiyin.flows.coverage import keep_tallies
from tests.makers import make_item, make_source
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
FORM = {
    "name": "云溪论坛",
    "url": "https://bbs.example/",
    "times": "00:01",
    "days": list("0123456"),
}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    made = Client(headers={"accept-language": "zh-hans"})
    made.force_login(desk.duty)
    return made


def test_a_place_is_due_until_somebody_looked(desk: Desk, client: Client) -> None:
    client.post(reverse("add_patrol_place"), {**FORM, "keeper": str(desk.handler.pk)})
    place = PatrolPlace.objects.get()
    PatrolPlace.objects.update(added_at=now() - timedelta(days=3))
    page = client.get(reverse("patrol")).content.decode()
    assert "现在要巡看1处" in page
    assert "何勉" in page
    client.post(reverse("patrol_round", args=[place.pk]), {"found": "2", "note": "气味帖"})
    made = PatrolRound.objects.get()
    assert (made.found, made.by, made.due_at is not None) == (2, desk.duty, True)
    page = client.get(reverse("patrol")).content.decode()
    assert "没有到点的巡看" in page
    assert "气味帖" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"times": "9点"}, "请按 08:30, 16:00 的格式填写时间。"),
        ({"days": []}, "请至少选择一天。"),
        ({"name": " "}, "请填写巡看点名称。"),
        ({"url": "ftp://x"}, "http"),
    ],
)
def test_a_wrong_entry_is_explained_and_kept(
    client: Client, change: dict[str, object], said: str
) -> None:
    answer = client.post(reverse("add_patrol_place"), {**FORM, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PatrolPlace.objects.exists()


def test_a_round_stays_as_it_was_written(client: Client) -> None:
    client.post(reverse("add_patrol_place"), FORM)
    client.post(reverse("patrol_round", args=[PatrolPlace.objects.get().pk]), {"found": "1"})
    for sql in ("UPDATE intake_patrolround SET found = 0", "DELETE FROM intake_patrolround"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql)


def test_the_bookmark_fills_the_clip_and_the_clip_leads_to_its_item(
    desk: Desk, client: Client
) -> None:
    page = client.get(reverse("clip"), {"url": "https://bbs.example/1", "text": "有气味"})
    assert "有气味" in page.content.decode()
    answer = client.post(reverse("clip"), {"url": "https://bbs.example/1", "text": "有气味"})
    errand = Errand.objects.get()
    assert answer.headers["Location"] == reverse("clipped", args=[errand.pk])
    assert "正在读取" in client.get(answer.headers["Location"]).content.decode()
    item = make_item(desk.office)
    Errand.objects.update(done_at=now(), item=item)
    assert f"/items/{item.pk}" in client.get(answer.headers["Location"]).content.decode()
    wrong = client.post(reverse("clip"), {"url": "javascript:alert(1)"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("days", ["1", "7"])
def test_the_coverage_page_says_what_the_desk_was_blind_to(
    desk: Desk, client: Client, days: str
) -> None:
    hour = now().replace(minute=0, second=0, microsecond=0)
    blind, seen = make_source(desk.office, "失明晚报"), make_source(desk.office, "看见晚报")
    off = make_source(desk.office, "停用晚报")
    Source.objects.filter(pk=off.pk).update(enabled=False)
    for back in range(24 * int(days)):
        at = hour - timedelta(hours=back)
        SourceHour.objects.create(source=seen, hour_at=at, tried=12, got=back % 2)
        failed = 12 if back < 2 else 0
        SourceHour.objects.create(source=blind, hour_at=at, tried=12, failed=failed)
    page = client.get(reverse("coverage"), {"days": days}).content.decode()
    assert "当前对1个来源失明" in page
    assert page.index("失明晚报") < page.index("看见晚报")
    assert "每次访问都失败" in page
    assert page.count('data-look="new"') > 2
    assert reverse("coverage") in client.get(reverse("sources")).content.decode()


def test_an_hour_nobody_looked_is_blind_but_not_before_the_source_was_added(
    desk: Desk, client: Client
) -> None:
    source = make_source(desk.office)
    added = now() - timedelta(hours=3)
    Source.objects.filter(pk=source.pk).update(added_at=added)
    page = client.get(reverse("coverage")).content.decode()
    assert "无人查看" in page
    assert '<td class="hy-num text-end" data-label="失明小时">3</td>' in page


def test_how_hosts_were_treated_is_added_up_and_shown(client: Client) -> None:
    at = datetime.now(UTC)
    keep_tallies({"a.example:80": Tally(3, 0, 0, 1.25, 2.0, "allowed")}, at)
    rested = Tally(2, 1, 1, 1.5, 2.0, "denied", 1, 2, 60.0, "User-agent: *\nDisallow: /<x>")
    keep_tallies({"a.example:80": rested}, at)
    keep_tallies({"a.example:80": Tally(rules=rested.rules)}, at)
    row = HostDay.objects.get()
    assert (row.busy, row.forbidden, row.longest_rest) == (1, 2, 60.0)
    assert (row.requests, row.denied, row.rested, row.smallest_gap) == (5, 1, 1, 1.25)
    page = client.get(reverse("politeness")).content.decode()
    assert "a.example:80" in page
    assert "1.25 s" in page
    page = client.get(reverse("politeness_host"), {"host": "a.example"}).content.decode()
    assert page.count("<pre>User-agent: *\nDisallow: /&lt;x&gt;</pre>") == 1
    assert "停访 60 秒" in page
    assert client.get(reverse("politeness_host"), {"host": "b.example"}).status_code == 404
    assert "429 或 503 共 1 次，之后最长停访 60 秒" in told(row)
