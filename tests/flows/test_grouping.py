"""A batch of arrivals becomes items and stories, once, whatever happens in between."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from huiyin.apps.audit import queries as audit
from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import save_rule
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Office
from huiyin.apps.stories import shelf
from huiyin.apps.stories.actions import merge_stories, rest_stories
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.apps.stories.spread import newer_versions, reprint_tree
from huiyin.flows.grouping import Asked, Stored, ahead, look_up, store_batch
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
Committing = Callable[..., AbstractContextManager[object]]
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)
EXPLOSION = (
    "9月22日上午10时许,禾岭县远帆化工厂一车间发生爆炸,现场浓烟滚滚,目前已造成3人死亡、5人受伤。"
    "消防救援人员已赶到现场处置,周边两个村的村民正在疏散,事故原因正在调查。"
)
MARKET = (
    "云溪市农博会在会展中心开幕,来自全省的两百多家企业带来新鲜蔬果和特色小吃,吸引市民前来选购。"
)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def report(
    title: str, body: str, *, outlet: str = "云溪晚报", minutes: int = 0, url: str = ""
) -> Arrival:
    return Arrival(
        channel="feed",
        title=title,
        body=body,
        outlet=outlet,
        url=url or f"https://news.example/{outlet}/{minutes}",
        published_at=NOW - timedelta(hours=2) + timedelta(minutes=minutes),
    )


def message(title: str, body: str = "", *, minutes: int = 0, name: str = "") -> Arrival:
    return Arrival(
        channel="import",
        title=title,
        body=body,
        external_id=name,
        published_at=NOW - timedelta(hours=2) + timedelta(minutes=minutes),
    )


def store(desk: Desk, arrivals: Sequence[Arrival], now: datetime = NOW) -> Stored:
    return store_batch(desk.office, arrivals, now=now)


def test_reprints_of_a_report_are_one_story_and_other_news_another(desk: Desk) -> None:
    store(desk, [
        report("禾岭县远帆化工厂发生爆炸", EXPLOSION),
        report("云溪市农博会开幕", MARKET, minutes=3),
        report("突发:远帆化工厂爆炸", EXPLOSION + "持续关注。", outlet="禾岭在线", minutes=9),
    ])  # fmt: skip
    sizes = dict(Story.objects.values_list("title", "items_n"))
    assert sizes == {"禾岭县远帆化工厂发生爆炸": 2, "云溪市农博会开幕": 1}
    reprint = StoryItem.objects.get(outlet="禾岭在线")
    assert reprint.reprint
    assert reprint.because[0] == "copy"
    assert reprint.item.same_as == Item.objects.get(outlet="云溪晚报", title__contains="爆炸")


def test_a_repeated_batch_changes_nothing(desk: Desk) -> None:
    batch = [report("禾岭县远帆化工厂发生爆炸", EXPLOSION), report("农博会", MARKET, minutes=1)]
    first = store(desk, batch)
    before = (list(Item.objects.values()), list(Story.objects.values()), Event.objects.count())
    again = store(desk, [*batch, *batch], NOW + timedelta(hours=1))
    assert (first.new, first.known) == (2, 0)
    assert (again.new, again.known) == (0, 4)
    after = (list(Item.objects.values()), list(Story.objects.values()), Event.objects.count())
    assert before == after


def test_a_batch_that_fails_leaves_nothing_behind(desk: Desk) -> None:
    def fail(_stored: Stored) -> None:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError), transaction.atomic():
        store_batch(desk.office, [report("农博会", MARKET)], now=NOW, keep=fail)
    assert not Item.objects.exists()
    assert not Story.objects.exists()
    assert not Event.objects.exists()


def test_a_changed_text_at_the_same_address_is_another_item_of_the_same_story(desk: Desk) -> None:
    url = "https://news.example/1"
    store(desk, [report("远帆化工厂爆炸致3死", EXPLOSION, url=url)])
    later = EXPLOSION.replace("3人死亡", "10人死亡")
    store(desk, [report("远帆化工厂爆炸致10死", later, url=url, minutes=60)])
    assert Item.objects.count() == 2
    assert Story.objects.get().items_n == 2


def test_the_same_words_with_newer_figures_are_an_update_and_no_reprint(desk: Desk) -> None:
    store(desk, [report("远帆化工厂爆炸致3死", EXPLOSION)])
    later = EXPLOSION.replace("3人死亡、5人受伤", "10人死亡、28人受伤")
    store(desk, [report("远帆化工厂爆炸致10死", later, outlet="禾岭在线", minutes=60)])
    update = StoryItem.objects.get(outlet="禾岭在线")
    assert (update.item.same_as, update.item.same_how) == (Item.objects.earliest("pk"), "update")
    assert not update.reprint


def test_a_story_shows_who_reprinted_whom_and_what_each_version_adds(desk: Desk) -> None:
    more = "9月23日,失联的两名工人已经找到,均无生命危险,全县化工企业停产检查10天。"
    store(desk, [
        report("远帆化工厂爆炸", EXPLOSION),
        report("远帆化工厂爆炸", f"来源:云溪晚报 {EXPLOSION}", outlet="禾岭在线", minutes=30),
    ])  # fmt: skip
    store(desk, [report("远帆化工厂爆炸", EXPLOSION + more, outlet="青河在线", minutes=90)])
    first, second, third = Item.objects.order_by("said_at")
    story = Story.objects.get()
    found = reprint_tree(story.pk)
    assert [(each.key, each.parent, each.how) for each in found.branches] == [
        (first.pk, None, ""),
        (second.pk, first.pk, "reprint"),
        (third.pk, second.pk, "update"),
    ]
    (newer,) = newer_versions(story.pk)
    assert (newer.item_id, newer.known_id) == (third.pk, first.pk)
    assert [third.body[slice(*span)] for span in newer.added] == [more[:-1]]


def test_the_same_words_about_another_place_are_neither(desk: Desk) -> None:
    store(desk, [report("禾岭县远帆化工厂爆炸", EXPLOSION)])
    elsewhere = EXPLOSION.replace("禾岭", "青河").replace("3人死亡、5人受伤", "1人死亡、7人受伤")
    store(desk, [report("青河县远帆化工厂爆炸", elsewhere, outlet="青河在线", minutes=60)])
    assert Item.objects.get(outlet="青河在线").same_as is None


def test_a_later_batch_joins_the_story_and_its_figures_follow(desk: Desk) -> None:
    store(desk, [report("禾岭县远帆化工厂发生爆炸", EXPLOSION)])
    cold = Story.objects.get()
    store(desk, [
        report("远帆化工厂爆炸", EXPLOSION, outlet="禾岭在线", minutes=70),
        report("远帆化工厂爆炸续", EXPLOSION, outlet="禾岭在线", minutes=80),
    ])  # fmt: skip
    story = Story.objects.get()
    assert (story.items_n, story.outlets_n) == (3, 2)
    assert story.last_at == NOW - timedelta(minutes=40)
    assert story.heat > cold.heat
    assert story.rises[-2:] == [1, 2]


def test_one_event_tells_of_a_batch_and_one_of_each_story(desk: Desk) -> None:
    store(desk, [
        report("禾岭县远帆化工厂发生爆炸", EXPLOSION),
        report("云溪市农博会开幕", MARKET, minutes=3),
        report("远帆化工厂爆炸", EXPLOSION, outlet="禾岭在线", minutes=9),
    ])  # fmt: skip
    told = Event.objects.filter(kind__in=("items.captured", "story.found"))
    captured, found = told.order_by("seq")
    assert (captured.kind, captured.body["count"]) == ("items.captured", 3)
    assert (found.kind, found.body["items"]) == ("story.found", 2)
    assert audit.verify()[1] is None


def test_a_story_is_told_of_when_its_second_item_comes_and_only_then(desk: Desk) -> None:
    for minutes in (0, 10, 20):
        store(desk, [report("远帆化工厂爆炸", EXPLOSION, minutes=minutes)])
    assert Event.objects.filter(kind="story.found").count() == 1


def test_a_published_text_that_joins_is_attached_and_a_message_always_waits(desk: Desk) -> None:
    store(desk, [report("禾岭县远帆化工厂发生爆炸", EXPLOSION)])
    store(desk, [report("远帆化工厂爆炸", EXPLOSION, outlet="禾岭在线", minutes=5)])
    store(desk, [message("远帆化工厂爆炸", EXPLOSION), message("化工厂炸了", EXPLOSION, minutes=6)])
    assert Item.objects.get(outlet="禾岭在线").state == "attached"
    assert Item.objects.get(outlet="云溪晚报").state == "new"
    waiting = Item.objects.filter(channel="import")
    assert [item.state for item in waiting] == ["new", "new"]


def test_what_people_told_the_office_stays_apart_from_what_is_published(desk: Desk) -> None:
    store(desk, [report("远帆化工厂爆炸", EXPLOSION)])
    store(desk, [message("远帆化工厂爆炸", EXPLOSION), message("化工厂炸了", EXPLOSION, minutes=6)])
    store(desk, [report("远帆化工厂爆炸续", EXPLOSION, outlet="禾岭在线", minutes=9)])
    sizes = dict(Story.objects.values_list("told", "items_n"))
    assert sizes == {False: 2, True: 2}


def test_messages_that_only_complain_of_the_same_kind_of_thing_stay_apart(desk: Desk) -> None:
    store(desk, [
        message("锦绣花园小区物业收费不合理", "锦绣花园小区物业费涨价不公示,请调查处理。"),
        message("滨江新城小区物业不作为", "滨江新城小区电梯坏了物业不修,请调查处理。"),
    ])  # fmt: skip
    assert Story.objects.count() == 2


def test_messages_about_the_same_matter_are_one_story(desk: Desk) -> None:
    store(desk, [
        message("锦绣花园小区夜间施工扰民", "锦绣花园小区旁的地铁工地夜间施工到凌晨两点。"),
        message("锦绣花园小区旁地铁工地夜间施工扰民", "地铁工地夜间施工,锦绣花园居民睡不着。",
                minutes=300),
    ])  # fmt: skip
    assert Story.objects.get().items_n == 2


def test_keyword_rules_mark_what_arrives_and_an_urgent_one_keeps_it_waiting(desk: Desk) -> None:
    rule = save_rule(desk.office, "爆炸", "(爆炸 OR 泄漏) 化工 NOT 演习", urgent=True, now=NOW)
    store(desk, [
        report("禾岭县远帆化工厂发生爆炸", EXPLOSION),
        report("远帆化工厂爆炸", EXPLOSION, outlet="禾岭在线", minutes=5),
        report("化工厂开展爆炸演习", MARKET, minutes=6),
    ])  # fmt: skip
    hit = Item.objects.get(outlet="禾岭在线")
    assert [(one["rule"], one["terms"]) for one in hit.hits] == [(rule.pk, ["化工", "爆炸"])]
    assert hit.urgent
    assert hit.state == "new"
    assert Item.objects.get(title__contains="演习").hits == []


def test_a_rule_that_is_no_longer_understood_does_not_stop_the_line(desk: Desk) -> None:
    rule = save_rule(desk.office, "broken", "爆炸", now=NOW)
    type(rule).objects.filter(pk=rule.pk).update(expression="(((")
    save_rule(desk.office, "sound", "爆炸", now=NOW)
    store(desk, [report("爆炸", EXPLOSION)])
    assert [hit["name"] for hit in Item.objects.get().hits] == ["sound"]


def test_texts_the_database_cannot_hold_are_mended_not_lost(desk: Desk) -> None:
    odd = Arrival(channel="import", title="标题\0\ud800", body="正\0文", raw={"列\0": "\ud83d"})
    store(desk, [odd, Arrival(channel="import", title="", body="长" * 300_000)])
    first, second = Item.objects.order_by("pk")
    assert first.title == "标题?"
    assert first.body == "正文"
    assert len(second.body) == 200_001


def test_a_text_without_a_title_is_called_by_how_it_begins(desk: Desk) -> None:
    store(desk, [message(" ", "路灯坏了。\n请修理。"), message("", "长" * 80, minutes=1)])
    assert list(Item.objects.order_by("pk").values_list("title", flat=True)) == [
        "路灯坏了。", "长" * 60 + "…",
    ]  # fmt: skip


def test_a_time_in_the_future_does_not_put_an_item_on_top_for_ever(desk: Desk) -> None:
    wild = report("农博会", MARKET, minutes=600_000)
    store(desk, [wild])
    item = Item.objects.get()
    assert item.published_at == wild.published_at
    assert item.said_at == NOW


def test_offices_do_not_share_items_or_stories(desk: Desk) -> None:
    other = make_desk("heling", "禾岭县应急管理局")
    store(desk, [report("远帆化工厂爆炸", EXPLOSION)])
    store(other, [report("远帆化工厂爆炸", EXPLOSION)])
    assert [story.items_n for story in Story.objects.all()] == [1, 1]


def test_one_by_one_or_together_the_stories_are_the_same(desk: Desk) -> None:
    other = make_desk("heling", "禾岭县应急管理局")
    batch = [
        report("禾岭县远帆化工厂发生爆炸", EXPLOSION),
        report("云溪市农博会开幕", MARKET, minutes=3),
        report("远帆化工厂爆炸", EXPLOSION, outlet="禾岭在线", minutes=9),
        report("农博会人气旺", MARKET + "市民说价格实惠。", outlet="禾岭在线", minutes=12),
    ]
    store(desk, batch)
    for arrival in batch:
        store(other, [arrival])
    together, apart = (
        list(Story.objects.filter(office=place.office).order_by("first_at").values_list(
            "title", "items_n", "outlets_n", "heat", "rises"))
        for place in (desk, other)
    )  # fmt: skip
    assert together == apart


def test_a_batch_that_comes_late_joins_a_story_that_has_gone_on(desk: Desk) -> None:
    year = timedelta(days=365)
    old = [
        Arrival(channel="feed", title="远帆化工厂爆炸", body=EXPLOSION, outlet=outlet,
                url=f"https://{outlet}.example/", published_at=NOW - days)
        for outlet, days in (("甲报", year), ("乙报", timedelta(days=360)))
    ]  # fmt: skip
    (story,) = {item.story_id for item in store(desk, old).items}
    Story.objects.filter(pk=story).update(last_at=NOW)  # spoken of ever since
    late = Arrival(
        channel="feed", title="远帆化工厂爆炸", body=EXPLOSION, outlet="丙报",
        url="https://c.example/", published_at=NOW - timedelta(days=364),
    )  # fmt: skip
    assert store(desk, [late]).items[0].story_id == story


def matters() -> list[Arrival]:
    """Messages about eight matters over weeks, each told again in part and with more."""
    told = (
        "锦绣花园旁工地夜间施工,打桩机响到凌晨三点", "滨江新城三号楼电梯停运,老人爬十八层楼",
        "东湖公馆物业乱收停车费,月租涨到八百元", "阳光家园楼下烧烤店油烟直排,窗户不敢开",
        "西关村自来水发黄有异味,水管锈蚀多年", "青石镇中心小学门口没有斑马线,接送拥堵",
        "七里河公交末班车太早,下晚自习赶不上", "人民路路灯连续十盏不亮,夜里漆黑一片",
    )  # fmt: skip
    return [
        message(told[n % 8][:14], f"{told[n % 8]}。第{n}次说:{told[n % 8][n % 5:]}",
                minutes=-n * 977, name=f"m{n}")
        for n in range(40)
    ]  # fmt: skip


def partition(office: Office) -> list[tuple[str, str]]:
    """Each item by its place in the file, with the one its story opened with."""
    rows = StoryItem.objects.filter(story__office=office).order_by("item__said_at", "item_id")
    first: dict[int, str] = {}
    return [
        (name, first.setdefault(story, name))
        for story, name in rows.values_list("story_id", "item__external_id")
    ]


def test_a_worker_that_is_killed_between_batches_groups_as_one_that_lives_on(
    desk: Desk, django_capture_on_commit_callbacks: Committing
) -> None:
    steady, killed = desk, make_desk("heling", "禾岭县应急管理局")
    arrivals = sorted(matters(), key=lambda each: each.published_at or NOW)
    for begin in range(0, 40, 8):
        with django_capture_on_commit_callbacks(execute=True):
            store(steady, arrivals[begin : begin + 8])
    for begin in range(0, 40, 8):
        shelf.forget()
        store(killed, arrivals[begin : begin + 8])
    assert partition(steady.office) == partition(killed.office)
    assert len({first for _name, first in partition(steady.office)}) == 8


def test_what_a_person_decides_between_batches_is_known_to_the_next(
    desk: Desk, django_capture_on_commit_callbacks: Committing
) -> None:
    batch = [report("远帆化工厂爆炸", EXPLOSION), report("农博会", MARKET, minutes=1)]
    with django_capture_on_commit_callbacks(execute=True):
        first = store(desk, batch)
    fire, fair = (item.story_id for item in first.items)
    merge_stories(fire, fair, actor=desk.clerk, now=NOW)
    again = store(desk, [report("农博会续", MARKET, outlet="禾岭在线", minutes=9)])
    assert again.items[0].story_id == fire


def test_stories_nobody_adds_to_rest_and_a_copy_wakes_them(desk: Desk) -> None:
    two = [report("远帆化工厂爆炸", EXPLOSION), report("爆炸", EXPLOSION, outlet="乙报", minutes=5)]
    (story,) = {item.story_id for item in store(desk, two).items}
    assert rest_stories(NOW) == 0
    later = NOW + timedelta(days=40)
    assert rest_stories(later) == 1
    assert Story.objects.get().state == "dormant"
    assert Event.objects.latest("seq").kind == "story.dormant"
    store(desk, [Arrival(channel="feed", title="农博会", body=MARKET, published_at=later)], later)
    copy = Arrival(
        channel="feed", title="旧闻:远帆化工厂爆炸", body=EXPLOSION, outlet="丙报",
        published_at=later,
    )  # fmt: skip
    assert store(desk, [copy], later).items[0].story_id == story
    assert Story.objects.get(pk=story).state == "watching"


def test_a_like_report_of_another_county_says_what_it_was_kept_apart_from(desk: Desk) -> None:
    other = EXPLOSION.replace("禾岭县远帆", "青河县宏达").replace("3人死亡", "2人死亡")
    store(desk, [report("禾岭县远帆化工厂发生爆炸", EXPLOSION)])
    store(desk, [report("青河县宏达化工厂发生爆炸", other, outlet="禾岭在线", minutes=9)])
    place = StoryItem.objects.get(outlet="禾岭在线")
    assert place.because == ["new"]
    assert place.refused == Story.objects.get(title__contains="禾岭")
    assert place.apart_because == ["place", "青河县", "禾岭县"]


def test_batches_analysed_ahead_are_stored_as_if_one_after_the_other(desk: Desk) -> None:
    first, second = report("远帆化工厂爆炸", EXPLOSION), report("农博会开幕", MARKET, minutes=5)
    third = report("远帆化工厂爆炸致三人死亡", EXPLOSION, minutes=9)
    chunks = [[first, second], [second, third], [report("坏", "行", minutes=30)], [first]]

    def asked(chunk: list[Arrival]) -> Asked:
        if chunk[0].title == "坏":
            raise ValueError(chunk[0].title)
        return look_up(desk.office, chunk, NOW)

    came = list[tuple[bool, int, int]]()
    for chunk, begun in ahead(chunks, asked):
        stored = store_batch(desk.office, chunk, now=NOW, begun=begun)
        came.append((begun is not None, stored.new, stored.known))

    assert came == [(True, 2, 0), (True, 1, 1), (False, 1, 0), (True, 0, 1)]
    told = Story.objects.filter(title=first.title).values_list("items_n", flat=True)
    assert list(told) == [2]
