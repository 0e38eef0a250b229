"""Who is told of what, once, and the mail that really arrives."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from huiyin.apps.audit.actions import record
from huiyin.apps.audit.models import Cursor
from huiyin.apps.cases.sweep import sweep_due
from huiyin.apps.notify import outbox
from huiyin.apps.notify.models import Notice
from huiyin.engine.clock import real_now
from huiyin.flows.deliver import MailRoute, deliver_mail
from huiyin.flows.notices import tell_of_events
from tests.loopback import free_ports
from tests.makers import make_case, make_order
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


class Letterbox:
    """A mail server that keeps what it is given; `refuse` makes it say no."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.refuse:
            return "451 try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=default))
        return "250 taken"


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, MailRoute]]:
    box = Letterbox()
    (port,) = free_ports(1)
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, MailRoute(f"smtp://127.0.0.1:{port}", "desk@yunxi.example", "http://desk/")
    finally:
        controller.stop()


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    case = make_case(desk.clerk, accepted_by=desk.clerk, now=START)
    make_order(case, desk.chemicals, desk.clerk, now=START)
    return desk


def told(person: Any) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(person=person).order_by("id").values_list("code", "channel"))


def test_the_head_of_the_unit_is_told_of_an_order_in_console_and_by_mail(desk: Desk) -> None:
    tell_of_events(START)
    assert told(desk.head) == [("order.issued", "console"), ("order.issued", "mail")]
    assert told(desk.clerk) == []  # who did it is not told of it


def test_reading_the_events_twice_tells_nobody_twice(desk: Desk) -> None:
    tell_of_events(START)
    before = Notice.objects.count()
    assert tell_of_events(START) == 0
    Cursor.objects.update(seq=0)  # as if the cursor had been lost
    tell_of_events(START)
    assert Notice.objects.count() == before


def test_overdue_reaches_head_and_office_and_says_how_late_the_notice_is(
    desk: Desk, letterbox: tuple[Letterbox, MailRoute]
) -> None:
    box, route = letterbox
    sweep_due(START + timedelta(hours=39))
    tell_of_events(START + timedelta(hours=39))
    deliver_mail(route, real_now() + timedelta(seconds=1))
    overdue = [
        mail for mail in box.mails if "逾期" in mail["Subject"] or "Overdue" in mail["Subject"]
    ]
    assert {mail["To"] for mail in overdue} == {desk.head.email, desk.clerk.email}
    assert len(overdue) == 4  # the order's clock and the clock to sign for it
    assert all("2026-09-2" in str(mail.get_content()) for mail in overdue)


def test_a_mail_refused_by_the_server_is_tried_again_under_the_same_id(
    desk: Desk, letterbox: tuple[Letterbox, MailRoute]
) -> None:
    box, route = letterbox
    tell_of_events(START)
    box.refuse = True
    assert deliver_mail(route, real_now() + timedelta(seconds=1)) == 0
    waiting = Notice.objects.filter(channel="mail", state="queued")
    assert all(notice.attempts == 1 and notice.last_error for notice in waiting)
    box.refuse = False
    assert deliver_mail(route, real_now() + timedelta(hours=2)) == len(box.mails) > 0
    ids = [mail["Message-ID"] for mail in box.mails]
    assert len(ids) == len(set(ids)) == Notice.objects.filter(state="sent").count()


def test_a_sender_that_dies_before_it_notes_the_mail_sends_it_again_under_the_same_id(
    desk: Desk, letterbox: tuple[Letterbox, MailRoute], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, route = letterbox
    tell_of_events(START)
    waiting = Notice.objects.filter(channel="mail", state="queued").count()

    def die(*_told: object) -> None:
        raise SystemExit

    now = real_now() + timedelta(seconds=1)
    with monkeypatch.context() as patch:  # as if killed: taken, not marked, nothing given back
        patch.setattr("huiyin.apps.notify.outbox.mark_sent", die)
        patch.setattr("huiyin.apps.notify.outbox.release", lambda _name: None)
        with pytest.raises(SystemExit):
            deliver_mail(route, now)
    assert len(box.mails) == 1
    assert deliver_mail(route, now) == 0  # what it leased stays its own until the lease runs out
    assert deliver_mail(route, now + outbox.LEASE) == waiting
    ids = [mail["Message-ID"] for mail in box.mails]
    assert len(ids) == waiting + 1
    assert len(set(ids)) == waiting


def test_mails_outlast_a_server_that_cannot_be_reached(
    desk: Desk, letterbox: tuple[Letterbox, MailRoute]
) -> None:
    box, route = letterbox
    nowhere = MailRoute("smtp://127.0.0.1:1", route.sender, route.console_url)
    tell_of_events(START)
    waiting = Notice.objects.filter(channel="mail", state="queued").count()
    now = real_now()
    for _hour in range(48):
        now += timedelta(hours=1)
        assert deliver_mail(nowhere, now) == 0
        assert deliver_mail(nowhere, now) == 0
    assert deliver_mail(route, now + timedelta(hours=1)) == waiting == len(box.mails)


def test_without_a_mail_server_mails_wait(desk: Desk) -> None:
    tell_of_events(START)
    assert deliver_mail(MailRoute(None, "desk@yunxi.example", "http://desk/"), real_now()) == 0
    assert Notice.objects.filter(channel="mail", state="queued").exists()


def test_an_event_whose_people_cannot_be_found_goes_to_the_administrators_and_stops_nothing(
    desk: Desk,
) -> None:
    record("order.issued", subject="order:999999", at=START, office=desk.office)
    record("case.registered", subject="case:1", at=START, office=desk.office)
    tell_of_events(START)
    assert ("order.issued", "console") in told(desk.admin)
    assert ("case.registered", "console") in told(desk.clerk)
