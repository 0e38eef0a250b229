"""The search page: questions, filters with figures, orders, kept searches."""

import pytest
from django.test import Client

from huiyin.apps.intake.models import SavedSearch
from tests.makers import make_case, make_item, make_notice
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.duty)
    return client


def found(client: Client, **asked: str) -> list[str]:
    return [item.title for item in client.get("/search", asked).context["items"]]


def test_phrases_alternatives_and_exclusions(desk: Desk, client: Client) -> None:
    make_item(desk.office, "第三 车间起火")
    make_item(desk.office, "第三车间演习")
    make_item(desk.office, "电梯停了")
    assert found(client, q="“第三 车间”") == ["第三 车间起火"]
    assert found(client, q="电梯 OR 起火") == ["电梯停了", "第三 车间起火"]
    assert found(client, q="车间 -演习") == ["第三 车间起火"]
    body = client.get("/search", {"q": "“第三 车间” -演习"}).content.decode()
    assert "<mark>第三 车间</mark>起火" in body


def test_filters_and_days_narrow_and_say_their_figures(desk: Desk, client: Client) -> None:
    item = make_item(desk.office, "电梯立案", channel="letter", kind="hazard")
    make_item(desk.office, "电梯见报", outlet="日报")
    make_case(desk.clerk, items=[item])
    assert found(client, q="电梯", case="yes") == ["电梯立案"]
    assert found(client, q="电梯", case="no", channel="feed") == ["电梯见报"]
    assert found(client, outlet="日报") == ["电梯见报"]
    assert found(client, q="电梯", to="2020-01-01") == []
    assert found(client, q="电梯", **{"from": "2020-01-01"}) == ["电梯见报", "电梯立案"]
    groups = client.get("/search", {"q": "电梯"}).context["groups"]
    figures = {(group.label, one.label): one.count for group in groups for one in group.options}
    assert figures["Case", "With a case"] == 1
    assert figures["Channel", "Letter"] == 1
    assert figures["State", "All"] == 2


def test_pages_follow_each_other_in_both_orders(desk: Desk, client: Client) -> None:
    for n in range(40):
        make_item(desk.office, f"电梯{n}")
    for order in ("", "best"):
        first = client.get("/search", {"q": "电梯", "by": order})
        older = first.context["pager"].older_url
        second = client.get(f"/search{older}")
        shown = [item.pk for page in (first, second) for item in page.context["items"]]
        assert len(shown) == len(set(shown)) == 40
    assert client.get("/search", {"q": "电梯", "before": "x"}).status_code == 404
    assert client.get("/search", {"q": "电梯", "by": "best", "before": "x"}).status_code == 404


def test_empty_states_say_what_to_do(desk: Desk, client: Client) -> None:
    assert "What are you looking for?" in client.get("/search").content.decode()
    assert "Nothing answers this" in client.get("/search", {"q": "没有"}).content.decode()


def test_a_search_is_kept_asked_again_and_forgotten(desk: Desk, client: Client) -> None:
    answer = client.post("/search/keep", {"q": "电梯", "case": "no", "name": "无案", "alert": "1"})
    kept = SavedSearch.objects.get()
    assert (kept.owner, kept.alert, kept.asked) == (desk.duty, True, {"q": "电梯", "case": "no"})
    page = client.get(answer.headers["Location"])
    assert [one.here for one in page.context["kept"]] == [True]
    assert "Kept as “无案”." in page.content.decode()
    other = Client()
    other.force_login(desk.clerk)
    assert other.post(f"/search/{kept.pk}/forget").status_code == 404
    client.post(f"/search/{kept.pk}/forget")
    assert not SavedSearch.objects.exists()


def test_the_bell_asks_for_itself_and_changes_with_what_is_told(desk: Desk, client: Client) -> None:
    assert 'hx-get="/notices/bell?shown=0"' in client.get("/search").content.decode()
    assert client.get("/notices/bell", {"shown": "0"}).status_code == 204
    make_notice(desk.duty)
    answer = client.get("/notices/bell", {"shown": "0"})
    assert "1 unread notice" in answer.content.decode()
    assert client.get("/notices/bell", {"shown": "1"}).status_code == 204
