"""What people say items are is kept; the office learns from it, and can go back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions import set_kind
from huiyin.apps.intake.actions.labels import set_severity, set_topic
from huiyin.apps.intake.actions.topics import change_topics
from huiyin.apps.intake.models import Correction, Item, LabelModel
from huiyin.apps.intake.queries.learning import corrections, standing_model, topic_tree
from huiyin.apps.org.steps import StepRefused
from huiyin.faces.cli import train
from huiyin.flows.learning import office as learning
from huiyin.flows.learning.examples import seed
from huiyin.flows.learning.plans import KIND
from huiyin.rules.text import labels, model_files
from tests.makers import make_item
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@contextmanager
def standing_desk(*_given: object) -> Iterator[None]:
    """The desk of the tests stands already."""
    yield


@pytest.fixture
def _little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few texts of the seed and one task, so that learning takes a moment only."""
    little = seed()[::20]
    monkeypatch.setattr(learning, "seed", lambda: little)
    monkeypatch.setattr(learning, "SHIPPED", (KIND,))
    monkeypatch.setattr(train, "open_desk", standing_desk)
    monkeypatch.setenv("HUIYIN_LANGUAGE", "en")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(train.command, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_what_a_person_says_of_an_item_is_kept_with_what_it_replaces(desk: Desk) -> None:
    item = make_item(desk.office, channel="hotline", kind="complaint")
    set_kind(item.pk, "hazard", actor=desk.duty, now=NOW)
    set_topic(item.pk, "safety.fire", actor=desk.duty, now=NOW)
    set_severity(item.pk, "2", actor=desk.handler, now=NOW)
    set_severity(item.pk, "3", actor=desk.duty, now=NOW)
    kept = Item.objects.get(pk=item.pk)
    assert (kept.kind, kept.topic, kept.severity) == ("hazard", "safety.fire", 3)
    rows = Correction.objects.order_by("pk").values_list("task", "before", "label")
    assert list(rows) == [
        ("kind", "complaint", "hazard"), ("topic", "", "safety.fire"), ("severity", "", "2"),
        ("severity", "2", "3"),
    ]  # fmt: skip
    assert [(row.task, row.label) for row in corrections(desk.office.pk)] == [
        ("kind", "hazard"), ("topic", "safety.fire"), ("severity", "3"),
    ]  # fmt: skip
    told = Event.objects.order_by("seq").values_list("kind", flat=True)
    assert list(told) == ["item.kind_set", "item.topic_set", *["item.severity_set"] * 2]


def test_corrections_are_made_by_those_who_handle_and_with_known_labels(desk: Desk) -> None:
    item = make_item(desk.office)
    with pytest.raises(StepRefused):
        set_topic(item.pk, "safety.fire", actor=desk.auditor, now=NOW)
    with pytest.raises(ValueError, match="topic"):
        set_topic(item.pk, "no.such", actor=desk.duty, now=NOW)
    with pytest.raises(ValueError, match="severity"):
        set_severity(item.pk, "4", actor=desk.duty, now=NOW)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "change", ["UPDATE intake_correction SET label = 'x'", "DELETE FROM intake_correction"]
)
def test_corrections_are_never_rewritten(desk: Desk, change: str) -> None:
    set_severity(make_item(desk.office).pk, "1", actor=desk.duty, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_an_office_may_have_topics_of_its_own(desk: Desk) -> None:
    assert topic_tree(desk.office.pk) == labels.shipped()
    own = labels.read("code\tzh\ten\tparent\nport\t港口\tPort\t\nport.dust\t粉尘\tDust\tport\n")
    change_topics(desk.office, own, now=NOW)
    assert [one.zh for one in topic_tree(desk.office.pk).chain("port.dust")] == ["港口", "粉尘"]
    item = set_topic(make_item(desk.office).pk, "port.dust", actor=desk.duty, now=NOW)
    assert item.topic == "port.dust"


@pytest.mark.parametrize(
    ("text", "fault"),
    [("a\tb\n", "columns"), ("code\tzh\ten\tparent\na\t甲\t\t\na\t乙\t\t\n", "twice"),
     ("code\tzh\ten\tparent\na.b\t甲\t\ta\n", "parent"), ("code\tzh\ten\tparent\n", "two")],
)  # fmt: skip
def test_a_broken_tree_says_where_it_is_broken(text: str, fault: str) -> None:
    with pytest.raises(labels.TreeError, match=fault):
        labels.read(text)


@pytest.mark.usefixtures("_little")
def test_the_office_learns_from_its_corrections_and_can_go_back(desk: Desk) -> None:
    assert "nothing to learn" in run()
    for number in range(16):
        title, kind = (
            (f"扬尘污染投诉第{number}件", "complaint") if number % 2 else
            (f"咨询码头开放时间第{number}次", "question")
        )  # fmt: skip
        item = make_item(desk.office, title, channel="hotline")
        set_kind(item.pk, kind, actor=desk.duty, now=NOW)
    shown = run("--dry-run")
    assert "| kind | 16 |" in shown
    assert "Nothing was changed." in shown
    assert standing_model(desk.office.pk) is model_files.shipped()
    assert not LabelModel.objects.exists()
    run()
    kept = LabelModel.objects.get()
    assert standing_model(desk.office.pk).version == kept.version
    assert kept.card["labels"]["kind"] == 16
    assert kept.card["tasks"]["kind"]["after"]["accuracy"] >= 0.9
    assert "it came with" in run("--revert")
    assert standing_model(desk.office.pk) is model_files.shipped()
    assert "already" in run("--revert")
    assert LabelModel.objects.count() == 1
