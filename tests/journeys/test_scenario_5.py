"""Scenario 5: a complaint about an inspector's conduct, minute by minute, on the scripted clock.

Every step runs as the console's account for the person who takes it, so the database itself holds
what the scenario asserts.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client

from huiyin.apps.audit.models import Event
from huiyin.apps.audit.queries import exported
from huiyin.apps.cases.models import CaseFile, Clock, Order
from huiyin.apps.intake import submissions
from huiyin.apps.intake.models import Item, MailboxMessage, Submission
from huiyin.apps.lane import actions
from huiyin.apps.lane.models import Attempt, Matter, Promise
from huiyin.apps.lane.promises import sweep_lane
from huiyin.apps.lane.queries import figures, matter_page
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import CalendarDay, Person, Recusal
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.models import StoryItem
from huiyin.flows.notices import tell_of_events
from huiyin.flows.take_in import take_in_submissions
from huiyin.rules.refusals import Refusal
from tests.apps.lane.test_compartments import asked_by
from tests.makers import make_person
from tests.personas import Desk, make_desk

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORDS = "危化科检查员何勉来厂检查时暗示收礼"
INTEGRITY = (Item, CaseFile, Order, Clock, StoryItem, Matter, Promise, Submission)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


def due_of(matter: Matter, purpose: str) -> str:
    promise = Promise.objects.get(matter=matter, purpose=purpose)
    assert promise.due_at is not None
    return f"{promise.due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


@pytest.fixture
def desk(db: None) -> Desk:
    """The office of the scenario: closed 9-25 to 27, open on 10-10."""
    desk = make_desk()
    days = [("2026-09-25", "holiday"), ("2026-10-10", "workday")]
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=desk.office.calendar, day=day, kind=kind, entered_at=at("01-05T09:00"))
        for day, kind in days
    )
    return desk


def sent(desk: Desk, title: str, text: str, now: datetime) -> Submission:
    """As the portal keeps it, then taken in by the desk."""
    letter = submissions.Letter("complaint", title, text)
    submissions.submit(desk.office.pk, submissions.new_key(), letter, now=now)
    take_in_submissions(now)
    return Submission.objects.latest("received_at")


def test_a_complaint_about_an_inspector(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    second = make_person(desk.office, "second", "auditor", name="审二", unit=desk.chemicals)
    told = sent(desk, "检查员作风", WORDS, at("09-28T10:05"))
    matter = Matter.objects.get(submission=told)
    tell_of_events(at("09-28T10:05"))
    nothing_stays_outside(desk, second)
    with pytest.raises(StepRefused) as refused:
        actions.take_over(matter.pk, actor=desk.clerk, now=at("09-28T10:06"))
    assert refused.value.code is Refusal.ROLE_NOT_ALLOWED
    assert due_of(matter, "acceptance") == "10-23 17:30"
    assert due_of(belongs_above(desk), "pass_up") == "10-10 17:30"
    handled(desk, matter, monkeypatch)
    assert due_of(matter, "result") == "11-20 17:30"
    with asked_by(desk.auditor):
        actions.tell(matter.pk, text="部分属实,已批评教育。", actor=desk.auditor,
                     now=at("11-03T10:00"))  # fmt: skip
    matter.refresh_from_db()
    assert (matter.state, matter.objection) == ("told", "")
    assert Promise.objects.get(matter=matter, purpose="result").late_by is None
    assert MailboxMessage.objects.filter(mailbox__submission=told, sender="office").count() == 2
    sweep_lane(at("12-31T00:00"))
    assert not Event.objects.filter(kind="lane.overdue", subject=f"lane:{matter.pk}").exists()
    nothing_leaves(desk)


def nothing_stays_outside(desk: Desk, second: Person) -> None:
    # into the lane, with nothing left outside; no order and no limit in hours
    assert not any(model.objects.exists() for model in (Item, CaseFile, Order, Clock, StoryItem))
    # the accused, the superior and the department stand back by themselves, in the lane as well
    causes = dict(Recusal.objects.values_list("person__username", "cause"))
    assert causes == {
        desk.handler.username: "accused", desk.head.username: "superior", "second": "unit",
    }  # fmt: skip
    assert {notice.person for notice in Notice.objects.filter(channel="console")} == {desk.auditor}
    for person in (*desk.everybody, second):
        with asked_by(person):
            seen = [model.objects.count() for model in INTEGRITY]
        assert seen == [0, 0, 0, 0, 0, *([1, 1, 1] if person == desk.auditor else [0, 0, 0])]


def handled(desk: Desk, matter: Matter, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked_by(desk.auditor):
        actions.take_over(matter.pk, actor=desk.auditor, now=at("09-28T11:00"))
        actions.accept(matter.pk, text="已受理。", actor=desk.auditor, now=at("10-10T11:00"))
    kept = Promise.objects.get(matter=matter, purpose="acceptance")
    assert (kept.state, kept.stopped_at, kept.late_by) == ("met", at("10-10T11:00"), None)

    now = at("10-12T09:40")
    monkeypatch.setattr("huiyin.faces.console.asking.desk_now", lambda: now)
    the_head_tries(desk.head, matter)
    with asked_by(desk.auditor):
        page = matter_page(desk.office, desk.auditor, matter.pk)
    assert page is not None
    assert [(one.person, one.at) for one in page.attempts] == [(desk.head, now)]

    with asked_by(desk.auditor):
        actions.close(
            matter.pk, verdict="partly", finding="部分属实,批评教育。", actor=desk.auditor,
            now=at("10-30T16:00"),
        )  # fmt: skip


def belongs_above(desk: Desk) -> Matter:
    """The other way it may go: to the superior within five working days, without a copy."""
    sent(desk, "副局长以权谋私", "副局长以权谋私,索要干股", at("09-28T10:06"))
    matter = Matter.objects.latest("received_at")
    with asked_by(desk.auditor):
        actions.take_over(matter.pk, actor=desk.auditor, now=at("09-28T11:00"))
        for _again in range(2):
            actions.belongs_above(
                matter.pk, reason="市管干部", actor=desk.auditor, now=at("09-28T11:05")
            )
        actions.pass_up(
            matter.pk, destination="市纪委监委,机要交换", actor=desk.auditor, now=at("10-10T17:31")
        )
    late = Promise.objects.get(matter=matter, purpose="pass_up")
    assert late.late_by == timedelta(minutes=1)  # a late step stays late
    return matter


def the_head_tries(head: Person, matter: Matter) -> None:
    client = Client()
    client.force_login(head)
    with asked_by(None):
        assert client.get(f"/lane/{matter.pk}").status_code == 404
        for path in ("/", "/inbox", "/cases", "/search?q=检查员", "/stories", "/notices"):
            page = client.get(path)
            assert page.status_code == 200
            assert "暗示收礼" not in page.content.decode(), path
    with asked_by(head):
        assert not Attempt.objects.exists()


def nothing_leaves(desk: Desk) -> None:
    """Neither words nor small counts: not in the chain, nor in notices, nor in open figures."""
    chain = "\n".join(exported())
    notices = str(list(Notice.objects.values_list("params", flat=True)))
    for words in (WORDS, "检查员", "批评教育", "以权谋私", "市管干部"):
        assert words not in chain
        assert words not in notices
    year = at("01-01T00:00")
    assert (figures(desk.office.pk, year).received, figures(desk.office.pk, year).closed) == (
        None,
        None,
    )
    for number in range(3):
        sent(desk, f"受贿 {number}", f"某科长受贿,编号 {number}", at(f"11-0{number + 4}T09:00"))
    assert figures(desk.office.pk, year).received == 5
    assert figures(desk.office.pk, year).closed is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lane_matter WHERE state = 'told'")
        assert cursor.fetchone() == (1,)
