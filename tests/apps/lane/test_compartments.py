"""The database itself keeps what is kept apart: asked as the console's account, for a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from huiyin.apps.audit.models import Event
from huiyin.apps.audit.queries import verify
from huiyin.apps.cases.actions import add_note
from huiyin.apps.cases.actions.recusing import name_accused, stand_back
from huiyin.apps.cases.models import CaseFile, Clock, Order
from huiyin.apps.cases.queries import due_counts, ledger
from huiyin.apps.intake.arrivals import Arrival
from huiyin.apps.intake.models import Item, Submission
from huiyin.apps.lane import actions
from huiyin.apps.lane.ids import keep_apart
from huiyin.apps.lane.models import Attempt, Matter, Promise, Step
from huiyin.apps.lane.sealing import seal_case, seal_item
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import Person, Recusal
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.conf.compartments import OPEN, conditions
from huiyin.engine import copying
from huiyin.engine.postgres import CONSOLE
from huiyin.flows.notices import tell_of_events
from huiyin.flows.recording import record_item
from huiyin.rules.refusals import Refusal
from tests.makers import make_case, make_item, make_notice, make_order, make_person, make_story
from tests.personas import Desk, make_desk

NOW = datetime(2026, 10, 12, 1, 40, tzinfo=UTC)
ROOTS = ("intake_item", "intake_submission", "cases_casefile", "lane_matter")


@contextmanager
def asked_by(person: Person | None) -> Iterator[None]:
    """Within the block the database knows us as the console, asking for this person."""
    copying._held.clear()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {CONSOLE}")
        told = "" if person is None else str(person.pk)
        cursor.execute("SELECT set_config('huiyin.person', %s, false)", [told])
    try:
        yield
    finally:
        copying._held.clear()
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE; SELECT set_config('huiyin.person', '', false)")


def seen_by(person: Person | None, *models: type) -> list[int]:
    with asked_by(person):
        return [model.objects.count() for model in models]  # type: ignore[attr-defined]


def code_of(refused: pytest.ExceptionInfo[StepRefused]) -> Refusal:
    return refused.value.code


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


@pytest.mark.django_db
def test_every_table_that_hangs_on_a_matter_is_closed() -> None:
    """A new table with a key to one of the roots, or to what hangs on it, must have its policy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        closed = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_policies WHERE %s = ANY (roles)", [CONSOLE])
        told = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            """SELECT DISTINCT child.relname, parent.relname FROM pg_constraint c
            JOIN pg_class child ON child.oid = c.conrelid
            JOIN pg_class parent ON parent.oid = c.confrelid WHERE c.contype = 'f'"""
        )
        keys = cursor.fetchall()
    hang = set(ROOTS)
    while grown := {child for child, parent in keys if parent in hang} - hang:
        hang |= grown
    named = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.column == "case_id" for field in model._meta.concrete_fields)
    }
    assert (hang | named) - OPEN - closed == set()
    assert (hang | named) - OPEN - told == set()
    assert set(conditions()) == told


def test_what_is_sealed_is_read_by_the_discipline_role_alone(desk: Desk) -> None:
    item = make_item(
        desk.office, "检查员吃拿卡要", "王某收了红包", channel="letter", kind="complaint"
    )
    story = make_story(desk.office, [item])
    case = make_case(desk.clerk, "科长收礼", accepted_by=desk.clerk, now=NOW)
    make_order(case, desk.chemicals, desk.clerk, now=NOW)
    add_note(case.pk, "举报称科长收礼", actor=desk.clerk, now=NOW)
    make_notice(desk.handler, case_id=case.pk)
    everybody = (Item, CaseFile, Order, Clock, StoryItem)
    assert seen_by(desk.handler, *everybody) == [1, 1, 1, 2, 1]
    with asked_by(desk.duty):
        number = seal_item(item.pk, actor=desk.duty, now=NOW, reason="反映检查员")
        with pytest.raises(Matter.DoesNotExist):
            Matter.objects.get(number=number)
    with asked_by(desk.clerk):
        seal_case(case.pk, actor=desk.clerk, now=NOW, reason="涉及科长")
    models = (*everybody, Matter, Promise, Step, Notice)
    others = [one for one in desk.everybody if one != desk.auditor]
    assert {one.username: seen_by(one, *models) for one in others} == {
        one.username: [0] * len(models) for one in others
    }
    assert seen_by(None, *models) == [0] * len(models)
    assert seen_by(desk.auditor, *models) == [1, 1, 1, 2, 0, 2, 2, 2, 1]
    assert Story.objects.get(pk=story.pk).title == "…"
    with asked_by(desk.leader):
        assert ledger(desk.office, desk.leader) == []
        assert due_counts(desk.office, desk.leader, "all", NOW, NOW).running == 0
        assert not Event.objects.filter(case_id=case.pk).exists()
        assert not Event.objects.filter(kind__startswith="lane.").exists()
        assert verify()[1] is None  # what is kept from the leader is still linked
        with pytest.raises(CaseFile.DoesNotExist):
            add_note(case.pk, "x", actor=desk.leader, now=NOW)
    assert verify()[1] is None
    with asked_by(desk.admin), connection.cursor() as cursor:
        cursor.execute("UPDATE intake_item SET apart = 0")
        assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            keep_apart(0, item=item.pk)


def test_a_stranger_in_the_discipline_role_of_another_office_reads_nothing(desk: Desk) -> None:
    other = make_desk("qingdu", "青渡市应急管理局")
    item = make_item(desk.office, "检查员索贿", channel="letter")
    seal_item(item.pk, actor=desk.duty, now=NOW)
    assert seen_by(other.auditor, Matter, Item) == [0, 0]
    assert seen_by(desk.auditor, Matter, Item) == [1, 1]


def test_the_accused_and_their_department_are_blind_to_a_case(desk: Desk) -> None:
    case = make_case(desk.clerk, "危化品监管科迟迟不答复", kind="complaint", now=NOW)
    case = make_case(desk.clerk, "另一件", now=NOW) and case
    neighbour = make_person(desk.office, "neighbour", "handler", unit=desk.chemicals)
    with asked_by(desk.clerk):
        assert name_accused(case.pk, people=[desk.handler], actor=desk.clerk, now=NOW) == 3
    causes = dict(Recusal.objects.values_list("person__username", "cause"))
    assert causes == {
        desk.handler.username: "accused", desk.head.username: "superior", "neighbour": "unit",
    }  # fmt: skip
    for blind in (desk.handler, desk.head, neighbour):
        assert seen_by(blind, CaseFile, Recusal) == [1, 2]
        with asked_by(blind):
            assert [row.title for row in ledger(desk.office, blind)] == ["另一件"]
            assert not Event.objects.filter(case_id=case.pk).exists()
    item = make_item(desk.office, "又一封信", channel="letter")
    with asked_by(desk.clerk):
        from huiyin.apps.cases.actions.attaching import attach_to_case

        attach_to_case(case.pk, [item.pk], actor=desk.clerk, now=NOW)
    assert seen_by(desk.handler, Item) == [0]
    assert seen_by(desk.duty, Item, CaseFile) == [1, 2]
    with pytest.raises(StepRefused) as refused:  # whoever gets at it all the same takes no step
        add_note(case.pk, "x", actor=desk.handler, now=NOW)
    assert code_of(refused) is Refusal.RECUSED


def test_whoever_stands_back_takes_no_step(desk: Desk) -> None:
    case = make_case(desk.clerk, "远帆化工厂", now=NOW)
    with pytest.raises(StepRefused) as refused:
        stand_back(case.pk, reason=" ", actor=desk.clerk, now=NOW)
    assert code_of(refused) is Refusal.REASON_MISSING
    stand_back(case.pk, reason="厂长是我表亲", actor=desk.clerk, now=NOW)
    assert seen_by(desk.clerk, CaseFile) == [1]
    from huiyin.apps.cases.actions import accept_case

    for act in (accept_case, lambda pk, **who: add_note(pk, "x", **who)):
        with pytest.raises(StepRefused) as refused:
            act(case.pk, actor=desk.clerk, now=NOW)
        assert code_of(refused) is Refusal.RECUSED
    told = Event.objects.get(kind="case.recused")
    assert (told.reason, told.actor) == ("厂长是我表亲", desk.clerk)
    assert CaseFile.objects.get().state == "registered"


def test_the_console_tells_the_database_for_whom_it_asks(desk: Desk) -> None:
    """Each request for its own person; nothing is left for the next, and an attempt is noted."""
    item = make_item(desk.office, "检查员吃拿卡要", channel="letter")
    with asked_by(desk.duty):
        seal_item(item.pk, actor=desk.duty, now=NOW)
    matter = Matter.objects.get()
    case = make_case(desk.clerk, "投诉危化品监管科", now=NOW)
    name_accused(case.pk, unit=desk.chemicals, actor=desk.clerk, now=NOW)
    client = Client()
    wanted = {
        f"/lane/{matter.pk}": (404, 404, 200),
        f"/items/{item.pk}": (404, 404, 200),
        f"/cases/{case.pk}": (404, 200, 200),
    }
    copying._held.clear()
    for at, person in enumerate((desk.head, desk.clerk, desk.auditor)):
        client.force_login(person)
        for path, codes in wanted.items():
            with asked_by(None):
                assert client.get(path).status_code == codes[at], (path, person)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT current_setting('huiyin.person')")
                    assert cursor.fetchone() == ("",)
    tried = Attempt.objects.order_by("id").values_list("person__username", "circle")
    head, clerk = desk.head.username, desk.clerk.username
    assert list(tried) == [
        (head, -matter.pk), (head, -matter.pk), (head, case.pk), (clerk, -matter.pk),
        (clerk, -matter.pk),
    ]  # fmt: skip
    assert seen_by(desk.head, Attempt) == [0]
    assert seen_by(desk.auditor, Attempt) == [5]
    tell_of_events(NOW)
    told = Notice.objects.filter(code__in=["lane.sealed", "lane.attempted"], channel="console")
    assert {notice.person for notice in told} == {desk.auditor}
    assert "吃拿卡要" not in str(list(told.values_list("params", flat=True)))


def test_an_auditor_who_is_accused_or_stands_back_reads_nothing_of_it(desk: Desk) -> None:
    second = make_person(desk.office, "second", "auditor", name="审二")
    item = make_item(desk.office, "监察员审二收礼", channel="letter")
    seal_item(item.pk, actor=desk.duty, now=NOW, accused=[second.pk])
    matter = Matter.objects.get()
    assert seen_by(second, Matter, Item, Recusal) == [0, 0, 0]
    with pytest.raises(StepRefused) as refused:
        actions.take_over(matter.pk, actor=second, now=NOW)
    assert code_of(refused) is Refusal.RECUSED
    assert seen_by(desk.auditor, Matter, Item) == [1, 1]
    with asked_by(desk.auditor):
        actions.stand_back(matter.pk, reason="同乡", actor=desk.auditor, now=NOW)
        assert not Matter.objects.exists()
    assert Step.objects.filter(kind="recused", text__contains="同乡").exists()


def test_what_accuses_nobody_comes_back_to_the_desk(desk: Desk) -> None:
    case = make_case(desk.clerk, "科长收礼", accepted_by=desk.clerk, now=NOW)
    order = make_order(case, desk.chemicals, desk.clerk, now=NOW)
    due = Clock.objects.get(order=order, purpose="order").due_at
    seal_case(case.pk, actor=desk.clerk, now=NOW, reason="涉及科长")
    assert not Clock.objects.filter(next_at__isnull=False).exists()
    matter = Matter.objects.get()
    later = NOW + timedelta(hours=5)
    with asked_by(desk.auditor):
        actions.hand_back(matter.pk, reason="与工作人员无关", actor=desk.auditor, now=later)
    assert seen_by(desk.handler, CaseFile, Order) == [1, 1]
    clock = Clock.objects.get(order=order, purpose="order")
    assert (clock.state, clock.due_at) == ("running", due)
    assert not Submission.objects.exists()


def test_what_is_entered_by_hand_and_accuses_staff_is_sealed_at_once(desk: Desk) -> None:
    """By the console's account, which may copy nothing into tables it sees in part."""
    usual = Arrival(channel="hotline", title="路灯不亮", body="东街路灯坏了三天", kind="complaint")
    accusing = Arrival(channel="letter", title="来信", body="监管科科长收了红包", kind="complaint")
    with asked_by(desk.duty):
        kept = record_item(desk.office, usual, actor=desk.duty, now=NOW)
        assert (kept.apart, Item.objects.get().title) == (0, "路灯不亮")
        assert record_item(desk.office, accusing, actor=desk.duty, now=NOW).apart < 0
        assert [item.title for item in Item.objects.all()] == ["路灯不亮"]
    assert seen_by(desk.auditor, Item, Matter) == [2, 1]
    assert Matter.objects.get().grounds[0] == "gain"
