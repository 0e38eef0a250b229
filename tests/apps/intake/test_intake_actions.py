"""Sources, keyword rules and items: who may do what, and what is written of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import (
    SourceRefused,
    add_source,
    allow_private,
    dismiss_item,
    fetch_now,
    save_rule,
    set_kind,
    set_source_enabled,
)
from huiyin.apps.intake.models import Item, KeywordRule, Source
from huiyin.apps.intake.queries import fetches_of, rules_for, sources_of, troubled_sources
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal
from huiyin.rules.text.expressions import RuleError
from tests.makers import make_item, make_source
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def kinds() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def test_a_source_is_watched_from_now_on_and_once(desk: Desk) -> None:
    url = " https://yunxi.example/feed "
    source, new = add_source(desk.office, name="云溪晚报", url=url, actor=desk.duty, now=NOW)
    again, second = add_source(desk.office, name="别名", url=url, actor=desk.duty, now=NOW)
    assert (new, second, again) == (True, False, source)
    assert (source.url, source.next_fetch_at) == ("https://yunxi.example/feed", NOW)
    assert kinds() == ["source.added"]


@pytest.mark.parametrize(
    "url",
    ["", "yunxi.example/feed", "file:///etc/passwd", "ftp://a.example/", "http://", "http://[::1",
     "https://a.example/a b", "javascript:alert(1)", "https://a.example/" + "x" * 2000],
)  # fmt: skip
def test_what_is_no_web_address_is_not_watched(desk: Desk, url: str) -> None:
    with pytest.raises(SourceRefused) as refusal:
        add_source(desk.office, name="", url=url, actor=desk.duty, now=NOW)
    assert refusal.value.code == "address_unfit"
    assert not Source.objects.exists()


def test_a_source_without_a_name_is_called_by_its_host(desk: Desk) -> None:
    source, _new = add_source(desk.office, name=" ", url="https://yunxi.example/a", now=NOW)
    assert source.name == "yunxi.example"


def test_a_paused_source_is_asked_at_once_when_it_is_watched_again(desk: Desk) -> None:
    source = make_source(desk.office)
    set_source_enabled(source.pk, False, actor=desk.duty, now=NOW)
    later = NOW + timedelta(days=3)
    again = set_source_enabled(source.pk, True, actor=desk.duty, now=later)
    set_source_enabled(source.pk, True, actor=desk.duty, now=later)
    assert again.next_fetch_at == later
    assert kinds() == ["source.paused", "source.enabled"]


def test_asking_now_never_puts_a_source_off(desk: Desk) -> None:
    source = make_source(desk.office)
    Source.objects.filter(pk=source.pk).update(next_fetch_at=NOW - timedelta(hours=1))
    assert fetch_now(source.pk, actor=desk.duty, now=NOW).next_fetch_at < NOW
    assert fetch_now(source.pk, actor=desk.duty, now=NOW - timedelta(hours=2)).next_fetch_at == (
        NOW - timedelta(hours=2)
    )


def test_only_an_administrator_lets_a_source_into_the_own_network(desk: Desk) -> None:
    source = make_source(desk.office)
    for person in (desk.duty, desk.clerk, desk.leader):
        with pytest.raises(StepRefused) as refused:
            allow_private(source.pk, actor=person, now=NOW)
        assert refused.value.code == Refusal.ROLE_NOT_ALLOWED
    assert allow_private(source.pk, actor=desk.admin, now=NOW).allow_private
    event = Event.objects.get()
    assert (event.kind, event.actor) == ("source.private_allowed", desk.admin)


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, source, who: set_source_enabled(source.pk, False, actor=who, now=NOW),
        lambda desk, source, who: fetch_now(source.pk, actor=who, now=NOW),
        lambda desk, source, who: add_source(
            desk.office, name="x", url="https://x.example/", actor=who, now=NOW
        ),
        lambda desk, source, who: save_rule(desk.office, "x", "爆炸", actor=who, now=NOW),
    ],
)
def test_others_may_not_change_what_is_watched(
    desk: Desk, act: Callable[[Desk, Source, Person], object]
) -> None:
    source = make_source(desk.office)
    with pytest.raises(StepRefused):
        act(desk, source, desk.handler)
    stranger = make_desk("heling", "禾岭县应急管理局").duty
    with pytest.raises((StepRefused, Source.DoesNotExist)):
        act(desk, source, stranger)
    assert kinds() == []


def test_sources_are_listed_with_trouble_first_and_their_items_counted(desk: Desk) -> None:
    good, bad = make_source(desk.office, "甲"), make_source(desk.office, "乙")
    Source.objects.filter(pk=bad.pk).update(failures=3)
    make_item(desk.office, source=good)
    listed = sources_of(desk.office)
    assert [(row.name, getattr(row, "items_n", None)) for row in listed] == [("乙", 0), ("甲", 1)]
    assert troubled_sources(desk.office) == 1
    assert fetches_of(good) == []


def test_a_rule_that_cannot_be_read_is_refused_with_the_place(desk: Desk) -> None:
    with pytest.raises(RuleError) as error:
        save_rule(desk.office, "爆炸", "爆炸 (泄漏", actor=desk.duty, now=NOW)
    assert (error.value.position, error.value.message_code) == (3, "unclosed_parenthesis")
    assert not KeywordRule.objects.exists()


def test_a_rule_of_the_same_name_is_changed(desk: Desk) -> None:
    save_rule(desk.office, "危化", "爆炸", actor=desk.duty, now=NOW)
    save_rule(desk.office, " 危化 ", "爆炸 或 泄漏", actor=desk.clerk, now=NOW, urgent=True)
    (rule,) = rules_for(desk.office)
    assert (rule.expression, rule.urgent) == ("爆炸 或 泄漏", True)
    assert kinds() == ["rule.saved", "rule.saved"]


def test_an_item_is_dismissed_with_a_reason_only(desk: Desk) -> None:
    item = make_item(desk.office)
    with pytest.raises(StepRefused) as refused:
        dismiss_item(item.pk, "  ", actor=desk.duty, now=NOW)
    assert refused.value.code == Refusal.REASON_MISSING
    dismissed = dismiss_item(item.pk, "广告", actor=desk.duty, now=NOW)
    assert (dismissed.state, dismissed.dismissed_reason) == ("dismissed", "广告")
    event = Event.objects.get()
    assert (event.kind, event.subject, event.reason) == (
        "item.dismissed", f"item:{item.pk}", "广告",
    )  # fmt: skip
    assert (event.source_state, event.target_state) == ("new", "dismissed")


def test_what_was_dismissed_is_not_dismissed_again(desk: Desk) -> None:
    item = make_item(desk.office, state="dismissed")
    with pytest.raises(StepRefused):
        dismiss_item(item.pk, "广告", actor=desk.duty, now=NOW)


def test_the_kind_a_person_sets_is_remembered_with_the_person(desk: Desk) -> None:
    item = make_item(desk.office, kind="complaint", because=["投诉"])
    set_kind(item.pk, "hazard", actor=desk.duty, now=NOW)
    item = Item.objects.get(pk=item.pk)
    assert (item.kind, item.kind_by, item.kind_because) == ("hazard", desk.duty, [])
    assert Event.objects.get().body == {"from": "complaint", "to": "hazard"}
    with pytest.raises(ValueError):
        set_kind(item.pk, "nonsense", actor=desk.duty, now=NOW)
    with pytest.raises(StepRefused):
        set_kind(item.pk, "hazard", actor=desk.auditor, now=NOW)
