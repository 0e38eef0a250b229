"""Facts of items are read after they arrive, and can be asked for in search, inbox and alerts."""

import pytest
from django.test import Client

from huiyin.apps.intake.actions import save_search
from huiyin.apps.intake.facts import note_facts
from huiyin.apps.intake.models import ItemFacts
from huiyin.apps.notify.models import Notice
from huiyin.engine.clock import now
from huiyin.flows.searches import tell_of_answers
from tests.makers import make_item
from tests.personas import make_desk

pytestmark = pytest.mark.django_db
BLAST = "响水县化工厂爆炸造成3人死亡"


def test_places_and_figures_are_asked_for_and_shown_with_their_phrase() -> None:
    desk = make_desk()
    client = Client(headers={"accept-language": "en"})
    client.force_login(desk.duty)
    save_search(desk.duty, "三人以上", {"told": "dead", "least": "3"}, alert=True, now=now())
    blast = make_item(desk.office, BLAST, "直接经济损失约500万元。")
    crash = make_item(desk.office, "响水县一货车侧翻", "事故造成1人死亡、2人受伤。")
    make_item(desk.office, "今日菜价平稳", "小区门口有人卖菜。")
    assert note_facts() == 3
    assert set(ItemFacts.objects.values_list("pk", flat=True)) == {blast.pk, crash.pk}

    def found(page: str, **asked: str) -> list[str]:
        return [item.title for item in client.get(page, asked).context["items"]]

    assert found("/search", told="dead", least="3") == [BLAST]
    assert found("/search", place="响水", q="死亡") == [crash.title, BLAST]
    assert found("/search", told="loss", least="5,000,000") == [BLAST]
    assert found("/search", told="loss", least="5,000,001") == []
    assert found("/inbox", told="injured", place="響水縣") == [crash.title]
    shown = client.get("/inbox", {"told": "dead", "least": "3"})
    assert "<mark>3人死亡</mark>" in shown.content.decode()
    groups = {group.label: group.options for group in shown.context["groups"]}
    assert [(one.label, one.count) for one in groups["Places named"]] == [
        ("All", None), ("响水县化工厂", 1),
    ]  # fmt: skip
    figures = [(one.label, one.count) for one in groups["Figures told"]]
    assert figures == [("All", None), ("Dead", 1), ("Loss", 1)]
    assert "约500万元" in client.get(f"/items/{blast.pk}").content.decode()
    assert tell_of_answers(now()) == 3
    assert [notice.params["title"] for notice in Notice.objects.all()] == [BLAST]
