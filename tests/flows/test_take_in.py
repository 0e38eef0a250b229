"""What reporters leave at the portal is taken in exactly once."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from huiyin.apps.audit import queries as audit
from huiyin.apps.audit.models import Event
from huiyin.apps.intake import storing
from huiyin.apps.intake.models import Item, Mailbox, MailboxMessage, Submission
from huiyin.flows import grouping, take_in
from huiyin.flows.take_in import take_in_submissions
from tests.makers import make_case
from tests.personas import Desk, make_desk

NOW = datetime(2026, 9, 22, 3, 20, tzinfo=UTC)


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def submit(
    desk: Desk, title: str = "仓库堆放危险化学品", *, danger: bool = False, **more: str
) -> Submission:
    row = Submission.objects.create(
        office=desk.office,
        kind=more.get("kind", "hazard"),
        title=title,
        text=more.get("text", f"{title},就在居民楼旁边,没有任何标识,晚上还有人在里面作业。"),
        place=more.get("place", ""),
        danger=danger,
        received_at=NOW - timedelta(minutes=5),
    )
    Mailbox.objects.create(
        submission=row, locator=row.pk.hex[:12], verifier="-", changed_at=row.received_at
    )
    return row


def write(row: Submission, text: str = "又有一车货进来了。") -> MailboxMessage:
    return MailboxMessage.objects.create(
        mailbox=row.mailbox, sender="reporter", text=text, at=NOW - timedelta(minutes=1)
    )


def test_a_submission_becomes_an_item_with_its_kind_and_waits(desk: Desk) -> None:
    row = submit(desk, danger=True, place="禾岭县西关村")
    assert take_in_submissions(NOW) == 1
    item = Item.objects.get()
    assert (item.submission, item.channel, item.kind) == (row, "portal", "hazard")
    assert (item.urgent, item.state, item.place) == (True, "new", "禾岭县西关村")
    assert item.said_at == row.received_at
    row.refresh_from_db()
    assert row.taken_in_at == NOW
    assert row.mailbox.status == "received"


def test_its_event_names_it_and_holds_none_of_its_words(desk: Desk) -> None:
    row = submit(desk)
    take_in_submissions(NOW)
    event = Event.objects.get()
    assert (event.kind, event.subject) == ("submission.received", f"submission:{row.pk}")
    assert event.at == row.received_at
    assert row.title not in str(vars(event))
    assert audit.verify() == (1, None)


def test_nothing_is_taken_in_twice(desk: Desk) -> None:
    write(submit(desk))
    assert take_in_submissions(NOW) == 2
    assert take_in_submissions(NOW) == 0
    assert Event.objects.count() == 2
    assert Item.objects.count() == 1


def test_a_message_is_told_with_its_case(desk: Desk) -> None:
    row = submit(desk)
    take_in_submissions(NOW)
    case = make_case(desk.clerk, items=[Item.objects.get()])
    message = write(row)
    take_in_submissions(NOW)
    event = Event.objects.get(kind="mailbox.message_received")
    assert (event.subject, event.case_id) == (f"submission:{row.pk}", case.pk)
    assert event.body == {"message": str(message.pk)}


def test_what_the_office_writes_is_not_taken_in(desk: Desk) -> None:
    row = submit(desk)
    MailboxMessage.objects.create(mailbox=row.mailbox, sender="office", text="已收到", at=NOW)
    assert take_in_submissions(NOW) == 1


def test_two_words_for_word_equal_submissions_are_two_items_of_one_story(desk: Desk) -> None:
    submit(desk)
    submit(desk)
    take_in_submissions(NOW)
    first, second = Item.objects.order_by("pk")
    assert second.same_as == first
    assert first.membership.story == second.membership.story


def test_an_unknown_kind_is_left_to_be_guessed(desk: Desk) -> None:
    submit(desk, "请问如何办理安全生产许可证?", kind="other", text="请问需要哪些材料?")
    take_in_submissions(NOW)
    assert Item.objects.get().kind == "question"


def test_a_kill_before_the_commit_leaves_it_waiting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(desk)

    def killed(*_args: object) -> None:
        raise SystemExit

    monkeypatch.setattr(take_in, "_tell_received", killed)
    with pytest.raises(SystemExit):
        take_in_submissions(NOW)
    assert not Item.objects.exists()
    monkeypatch.undo()
    assert take_in_submissions(NOW) == 1
    assert Item.objects.count() == 1


def test_one_that_cannot_be_stored_waits_and_keeps_nobody_waiting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [submit(desk, f"第{number}号仓库违规堆放") for number in range(4)]
    write = storing.write_items

    def picky(*args: Any) -> Any:
        if any(arrival.submission_id == rows[1].pk for _key, arrival in args[1]):
            raise ValueError("cannot store this")
        return write(*args)

    monkeypatch.setattr(grouping, "write_items", picky)
    assert take_in_submissions(NOW) == 3
    assert take_in_submissions(NOW) == 0
    monkeypatch.undo()
    assert take_in_submissions(NOW) == 1
    assert Item.objects.count() == 4
    assert audit.verify()[1] is None


@pytest.fixture
def several(own_database: None) -> Desk:
    return make_desk()


def test_two_workers_share_the_rows_and_neither_takes_one_twice(several: Desk) -> None:
    for number in range(30):
        submit(several, f"第{number}号仓库违规堆放危险化学品")
    start, taken = Barrier(2), []

    def work() -> None:
        start.wait()
        taken.append(take_in_submissions(NOW))
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 30
    assert Item.objects.count() == 30
    assert Event.objects.filter(kind="submission.received").count() == 30
    assert audit.verify()[1] is None
