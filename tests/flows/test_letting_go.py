"""What a reporter sends lies under a key of its own, and ends with it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from huiyin.apps.audit.models import Event
from huiyin.apps.intake import receipts, submissions
from huiyin.apps.intake.holds import hold_matter, release_matter
from huiyin.apps.intake.mailboxes import conversation, set_status, staff_copy, write_to
from huiyin.apps.intake.models import Item, MatterKey, SealedContact, SubmissionFile
from huiyin.apps.intake.vault import (
    VaultCode,
    VaultRefused,
    open_contact,
    set_custodian_key,
    take_original,
)
from huiyin.apps.org.steps import StepRefused
from huiyin.flows.letting_go import let_go_of_matters
from huiyin.flows.take_in import take_in_submissions
from tests.apps.intake.test_stripping import SECRET, jpeg
from tests.makers import PASSWORD
from tests.personas import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
LATER = NOW + timedelta(days=1826)
PASSPHRASE = "十二个字以上的口令才可以用"
FILM = b"\x00\x00\x00\x18ftypmp42" + SECRET


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def told(desk: Desk) -> tuple[submissions.Code, UUID]:
    """A report with a photo and a film; reporter and office wrote to each other."""
    key = bytes(range(32))
    files = [submissions.attachment("a.jpg", jpeg()), submissions.attachment("b.mp4", FILM)]
    letter = submissions.Letter("hazard", "气味", "厂区东侧有刺鼻气味")
    code = submissions.submit(desk.office.pk, key, letter, now=NOW, files=files).code
    opened = submissions.mailbox_of(code)
    assert opened is not None
    submissions.write_message(opened, submissions.new_key(), "今晚又闻到了", NOW)
    write_to([opened.id], NOW, text="已派人去看")
    return code, receipts.row_id(key, "submission")


def rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")
        return str(cursor.fetchone())


def test_messages_and_files_lie_encrypted_and_are_read_by_those_who_may(desk: Desk) -> None:
    set_custodian_key(desk.custodian, PASSPHRASE, NOW)
    code, submission_id = told(desk)
    stored = rows_of("intake_mailboxmessage") + rows_of("intake_submissionfile")
    for plain in ("又闻到了", "已派人去看", SECRET.hex(), b"picture".hex()):
        assert plain not in stored
    opened = submissions.mailbox_of(code)
    assert opened is not None
    texts = [line.text for line in submissions.mailbox(opened).messages]
    assert sorted(texts) == ["", "今晚又闻到了", "已派人去看"]
    assert {line.text for line in conversation(submission_id)} == {"今晚又闻到了", "已派人去看"}
    photo, film = SubmissionFile.objects.order_by("name")
    clean = staff_copy(photo)
    assert clean is not None
    assert SECRET not in clean
    assert staff_copy(film) is None
    contact = open_contact(
        submission_id, actor=desk.custodian, passphrase=PASSPHRASE, reason="核对照片原件", now=NOW
    )
    assert not contact
    key = bytes.fromhex(contact.originals)
    taken = [take_original(file.pk, key, actor=desk.custodian, now=NOW) for file in (photo, film)]
    assert [bytes(file.content) for file in taken] == [jpeg(), FILM]
    assert Event.objects.filter(kind="vault.original_taken").count() == 2


def test_an_office_without_contact_officers_keeps_originals_under_the_matters_key(
    desk: Desk,
) -> None:
    told(desk)
    assert SECRET.hex() not in rows_of("intake_submissionfile")
    assert not SealedContact.objects.exists()


def test_keys_are_destroyed_after_their_time_unless_the_matter_is_held(desk: Desk) -> None:
    set_custodian_key(desk.custodian, PASSPHRASE, NOW)
    code, submission_id = told(desk)
    opened = submissions.mailbox_of(code)
    assert opened is not None
    assert let_go_of_matters(LATER) == 0  # not closed
    set_status([opened.id], "closed", NOW)
    assert let_go_of_matters(LATER - timedelta(days=9)) == 0
    with pytest.raises(StepRefused):
        hold_matter(submission_id, "诉讼", actor=desk.handler, now=NOW)
    hold_matter(submission_id, "诉讼", actor=desk.auditor, now=NOW)
    assert let_go_of_matters(LATER) == 0
    release_matter(submission_id, "结案", actor=desk.auditor, now=NOW)
    assert let_go_of_matters(LATER) == 1
    assert let_go_of_matters(LATER) == 0
    assert submissions.mailbox_of(code) is None
    assert {line.text for line in conversation(submission_id)} == {""}
    with pytest.raises(VaultRefused) as refused:
        open_contact(
            submission_id,
            actor=desk.custodian,
            passphrase=PASSPHRASE,
            reason="核对照片原件",
            now=NOW,
        )
    assert refused.value.code is VaultCode.LET_GO
    assert staff_copy(SubmissionFile.objects.get(name="a.jpg")) is None
    kinds = Event.objects.filter(kind__startswith="matter.").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == [
        "matter.held", "matter.released", "matter.let_go",
    ]  # fmt: skip


def test_a_key_is_neither_changed_nor_removed(desk: Desk) -> None:
    told(desk)
    for act in (
        lambda: MatterKey.objects.update(for_desk=b"other"),
        lambda: MatterKey.objects.all().delete(),
        lambda: MatterKey.objects.update(destroyed_at=NOW),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act()


def test_the_page_of_the_item_shows_copies_and_the_conversation(desk: Desk) -> None:
    set_custodian_key(desk.custodian, PASSPHRASE, NOW)
    _code, submission_id = told(desk)
    take_in_submissions(NOW)
    item = Item.objects.get(submission=submission_id)
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(desk.clerk)
    page = client.get(reverse("item", args=[item.pk])).content.decode()
    assert "今晚又闻到了" in page
    assert "已派人去看" in page
    photo, film = SubmissionFile.objects.order_by("name")
    copy = client.get(reverse("item_file", args=[item.pk, photo.pk]))
    assert SECRET not in copy.content
    assert client.get(reverse("item_file", args=[item.pk, film.pk])).status_code == 403
    client.post(reverse("hold_item", args=[item.pk]), {"reason": "诉讼"})
    assert "诉讼" in client.get(reverse("item", args=[item.pk])).content.decode()
    client.force_login(desk.custodian)
    client.post(reverse("prove"), {"password": PASSWORD})
    given = {"passphrase": PASSPHRASE, "reason": "核对照片原件"}
    vault = client.post(reverse("open_contact", args=[submission_id]), given).content.decode()
    token = vault.split('name="token" value="')[1].split('"')[0]
    address = reverse("take_original", args=[film.pk])
    assert client.post(address, {"token": token}).content == FILM
    assert client.post(address, {"token": token[:-1]}).status_code == 403
