"""Whom late matters reach: ladders, posts, leave, channels in their order, quiet hours."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.apps.audit.models import Event
from huiyin.apps.cases import actions as cases
from huiyin.apps.cases.sweep import sweep_due
from huiyin.apps.notify.models import Channel, Notice, QuietHours, Reach
from huiyin.apps.org.models import Leave, Person, Post
from huiyin.engine import agreement
from huiyin.engine.clock import real_now
from huiyin.flows import deliver
from huiyin.flows.deliver import deliver_channels
from huiyin.flows.notices import tell_of_events
from huiyin.flows.standing_in import change_ladder
from huiyin.ports.channels import AboutChannel, Message, Outcome, Unreachable
from huiyin.ports.registry import Shelf
from huiyin.ports.words import Words
from huiyin.rules.documents import Value
from tests.makers import make_case, make_order, make_person
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


class Slate:
    """A channel that keeps what it is given; `down` and `refuse` by its setting `name`."""

    name = "slate"
    about = AboutChannel(Words("Slate", "石板"), Words("", ""))
    taken: ClassVar[list[tuple[str, Message]]] = []
    down: ClassVar[set[Value]] = set()
    refuse: ClassVar[set[Value]] = set()

    def __init__(self, which: Value = "") -> None:
        self._which = which

    @contextmanager
    def open(self, settings: Mapping[str, Value]) -> Iterator["Slate"]:
        if settings["which"] in self.down:
            raise Unreachable("nobody answers")
        yield Slate(settings["which"])

    def send(self, message: Message) -> Outcome:
        if self._which in self.refuse:
            return Outcome(False, "no")
        self.taken.append((str(self._which), message))
        return Outcome(True)


@pytest.fixture(autouse=True)
def slate(monkeypatch: pytest.MonkeyPatch) -> type[Slate]:
    shelf = Shelf(MappingProxyType({"slate": Slate()}))
    monkeypatch.setattr(deliver, "channels", lambda: shelf)
    for kept in (Slate.taken, Slate.down, Slate.refuse):
        kept.clear()
    return Slate


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def hours(n: float) -> datetime:
    return START + timedelta(hours=n)


def channel(desk: Desk, name: str, *people: Person) -> Channel:
    row = Channel.objects.create(
        office=desk.office, plugin="slate", name=name, settings={"which": name}
    )
    for person in people:
        place = Reach.objects.filter(person=person).count()
        Reach.objects.create(person=person, channel=row, place=place)
    return row


def told(code: str, channel: str = "console") -> list[str]:
    rows = Notice.objects.filter(code=code, channel=channel).order_by("pk")
    return [name.partition("-")[2] for name in rows.values_list("person__username", flat=True)]


def test_a_ladder_reaches_posts_in_their_time_and_passes_over_who_cannot_be_reached(
    desk: Desk,
) -> None:
    standard = "50% handler, 75% head, 100% deputy, +24h group"
    change_ladder(desk.office, "order", standard, "试行", actor=desk.admin, now=START)
    deputy = make_person(desk.office, "yunxi-deputy")
    post = Post.objects.create(
        office=desk.office, name="分管领导", rung="deputy", holder=deputy, unit=desk.chemicals
    )
    case = make_case(desk.duty, accepted_by=desk.clerk, now=START)
    order = make_order(case, desk.chemicals, desk.clerk, now=START)
    cases.sign_order(order.pk, actor=desk.head, now=START)
    cases.assign_order(order.pk, handler=desk.handler, actor=desk.head, now=START)
    tell_of_events(START)
    Leave.objects.create(
        person=desk.head, substitute=desk.duty, since_at=hours(1), entered_by=desk.head
    )
    for at in (18, 27):
        sweep_due(hours(at))
        sweep_due(hours(at))
        tell_of_events(hours(at))
    # half of the term: the handler; three quarters: the head, who is away, gets a copy only
    assert told("clock.escalated") == ["handler", "dept_head", "duty"]
    assert told("clock.escalated", "mail") == ["handler", "duty"]
    post.holder = None
    post.save()
    sweep_due(hours(36))
    tell_of_events(hours(36))
    # nobody sits on the deputy's post: the leading group is told at once, each person once
    assert sorted(told("clock.overdue")) == ["dept_head", "duty", "group", "handler", "office"]
    passed = Event.objects.get(kind="clock.step_passed_over")
    assert (passed.body["step"], passed.case_id) == ("100% deputy", case.pk)
    sweep_due(hours(60))
    tell_of_events(hours(60))
    assert told("clock.escalated")[-1] == "group"
    assert Notice.objects.filter(code="clock.escalated", person=desk.leader, urgent=True).exists()


def test_a_matter_finished_in_between_is_not_nagged_about_and_the_next_channel_is_tried(
    desk: Desk, slate: type[Slate], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (channel(desk, name, desk.head) for name in ("first", "second"))
    case = make_case(desk.duty, accepted_by=desk.clerk, now=START)
    order = make_order(case, desk.chemicals, desk.clerk, now=START)
    sweep_due(hours(3))  # the clock to sign for it is overdue
    tell_of_events(hours(3))
    with monkeypatch.context() as patch:
        patch.setattr(agreement, "real_now", lambda: real_now() + timedelta(seconds=90))
        with pytest.raises(agreement.ClocksDiffer):
            deliver_channels(real_now() + timedelta(seconds=1))
    slate.refuse.add("first")
    now = real_now() + timedelta(seconds=1)
    for minutes in (0, 10, 20):
        deliver_channels(now + timedelta(minutes=minutes))
    taken = [(which, message.key) for which, message in slate.taken]
    overdue = Notice.objects.get(code="clock.overdue", channel=f"to:{second.pk}", person=desk.head)
    assert ("second", overdue.key.replace(":", ".")) in taken
    assert len(set(taken)) == len(taken)
    cases.sign_order(order.pk, actor=desk.head, now=hours(4))
    slate.refuse.clear()
    deliver_channels(now + timedelta(hours=3))
    late = Notice.objects.get(code="clock.overdue", channel=f"to:{first.pk}", person=desk.head)
    assert late.state == "spared"
    assert not [key for which, key in taken if which == "first" and ".overdue." in key]
    slate.down.add("first")
    Notice.objects.filter(pk=late.pk).update(state="queued", next_try_at=now, clock_id=None)
    deliver_channels(now + timedelta(hours=4))
    first.refresh_from_db()
    assert first.failing_since is not None
    assert first.last_error == "nobody answers"


def test_quiet_hours_hold_back_what_can_wait_and_queries_do_not_grow(desk: Desk) -> None:
    QuietHours.objects.create(person=desk.head, begins=time(0, 0), ends=time(23, 59))
    for _order in range(2):
        case = make_case(desk.duty, accepted_by=desk.clerk, now=START)
        make_order(case, desk.chemicals, desk.clerk, now=START)
    with CaptureQueriesContext(
        connection,
    ) as few:
        tell_of_events(START)
    waits = Notice.objects.filter(code="order.issued", channel="mail", person=desk.head)
    assert all(one.next_try_at and one.next_try_at.astimezone().minute == 59 for one in waits)
    for _order in range(6):
        case = make_case(desk.duty, accepted_by=desk.clerk, now=START)
        make_order(case, desk.chemicals, desk.clerk, now=START)
    with CaptureQueriesContext(connection) as many:
        tell_of_events(START)
    assert len(many) <= len(few)
    sweep_due(hours(3))
    tell_of_events(hours(3))
    urgent = Notice.objects.filter(code="clock.overdue", channel="mail", person=desk.head)
    assert urgent.count() == 8
    assert all(one.next_try_at and one.next_try_at <= real_now() for one in urgent)
