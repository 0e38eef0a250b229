"""What a reporter leaves: kept whole, once, with a secret that only the reporter has."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection

from huiyin.apps.intake import receipts, submissions, vault
from huiyin.apps.intake.attachments import attachment, clean_name, media_type_of
from huiyin.apps.intake.models import (
    Mailbox,
    MailboxMessage,
    SealedContact,
    Submission,
    SubmissionFile,
)
from huiyin.apps.intake.submissions import Contact, Letter, OpenMailbox
from huiyin.apps.org.models import Office, Policy
from huiyin.engine.postgres import OWNER, PORTAL
from tests.makers import make_office, make_person
from tests.portal import OwnDatabase

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
LETTER = Letter("hazard", "气味", "厂区东侧有刺鼻气味", "东路", danger=True)
KEY = bytes(range(32))


@pytest.mark.django_db
class TestSubmit:
    """One office, one form."""

    @pytest.fixture(autouse=True)
    def _office(self) -> None:
        self.office = make_office()

    def submit(self, key: bytes = KEY, **more: object) -> submissions.Receipt:
        return submissions.submit(self.office.pk, key, LETTER, now=NOW, **more)  # type: ignore[arg-type]

    def test_everything_is_kept_together(self) -> None:
        files = [attachment("a.txt", b"one", 1), attachment("", b"\x00\x01", 2)]
        receipt = self.submit(files=files)
        submission = Submission.objects.get()
        assert (submission.text, submission.danger, submission.received_at) == (
            LETTER.text,
            True,
            NOW,
        )
        assert submission.taken_in_at is None
        kept = SubmissionFile.objects.order_by("name")
        assert [(row.name, row.octets) for row in kept] == [("a.txt", 3), ("file-2", 2)]
        assert bytes(kept[0].sha256) == sha256(b"one").digest()
        assert receipt.received_at == NOW
        notice = MailboxMessage.objects.get()
        assert (notice.sender, notice.code) == ("desk", "received")
        assert notice.params == {"kind": "hazard", "files": "2"}

    def test_the_secret_is_not_in_the_database(self) -> None:
        code = self.submit().code
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(m)::text FROM intake_mailbox m")
            (row,) = cursor.fetchone() or ("",)
        assert code.locator in row
        assert code.secret not in row
        assert KEY.hex() not in row
        assert "$argon2id$" in row

    def test_a_form_sent_twice_is_one_submission_with_one_receipt(self) -> None:
        first = self.submit()
        again = submissions.submit(
            self.office.pk, KEY, Letter("question", "x", "y"), now=NOW + timedelta(hours=1)
        )
        assert again.code == first.code
        assert (first.repeated, again.repeated) == (False, True)
        assert again.received_at == NOW
        assert Submission.objects.get().kind == "hazard"
        assert MailboxMessage.objects.count() == 1

    def test_a_taken_locator_gets_another(self) -> None:
        other = submissions.new_key()
        self.submit(key=other)
        Mailbox.objects.update(locator=receipts.code_of(KEY).locator)
        code = self.submit().code
        assert code.locator == receipts.code_of(KEY, 1).locator
        opened = submissions.mailbox_of(code)
        assert opened is not None
        assert opened.id == receipts.row_id(KEY, "mailbox")

    def test_a_code_opens_its_own_mailbox_only(self) -> None:
        mine, other = self.submit().code, self.submit(key=submissions.new_key()).code
        opened = submissions.mailbox_of(mine)
        assert opened == OpenMailbox(receipts.row_id(KEY, "mailbox"), receipts.matter_key(KEY))
        assert submissions.mailbox_of(submissions.Code(other.locator, mine.secret)) is None
        assert submissions.mailbox_of(submissions.Code("ZZZZZZ", mine.secret)) is None

    def test_without_a_contact_officer_no_contact_is_kept_and_nothing_else(self) -> None:
        assert not submissions.can_seal(self.office.pk)
        with pytest.raises(submissions.ContactNotSealable):
            self.submit(contact=Contact(phone="139"))
        assert not Submission.objects.exists()
        assert not Mailbox.objects.exists()

    def test_contact_data_is_sealed_to_each_officer_of_this_office(self) -> None:
        elsewhere = make_office("other", "另一局")
        for office, name in ((self.office, "a"), (self.office, "b"), (elsewhere, "c")):
            person = make_person(office, name, "custodian")
            vault.set_custodian_key(person, "a long passphrase", NOW)
        self.submit(contact=Contact("王某", "13900000000"))
        sealed = list(SealedContact.objects.all())
        assert len(sealed) == 2
        for row in sealed:
            assert row.custodian_key.office_id == self.office.pk
            assert b"13900000000" not in bytes(row.ciphertext)

    def test_the_limit_is_the_offices_own_or_the_preset(self) -> None:
        assert submissions.limit_of(self.office.pk, "hazard", NOW) == "H36"
        assert submissions.limit_of(self.office.pk, "suggestion", NOW) == "WD4"
        Policy.objects.create(
            office=self.office, key="limit.hazard", value="H24", since_at=NOW - timedelta(days=1)
        )
        assert submissions.limit_of(self.office.pk, "hazard", NOW) == "H24"

    def test_the_portal_speaks_for_the_first_office(self) -> None:
        make_office("other", "另一局")
        served = submissions.served_office()
        assert served is not None
        assert (served.id, served.slug) == (self.office.pk, self.office.slug)
        Office.objects.all().delete()
        assert submissions.served_office() is None


def test_one_form_sent_many_times_at_once_is_one_submission(own_database: OwnDatabase) -> None:
    own_database.sign_in(OWNER)
    office_id = make_office().pk
    own_database.sign_in(PORTAL)
    files = [attachment("photo.bin", bytes(200_000))]

    def send(_attempt: int) -> submissions.Receipt:
        try:
            return submissions.submit(office_id, KEY, LETTER, now=NOW, files=files)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(send, range(24)))
    assert len({str(receipt.code) for receipt in found}) == 1
    assert sum(not receipt.repeated for receipt in found) == 1
    own_database.sign_in(OWNER)
    tables = (Submission, Mailbox, SubmissionFile, MailboxMessage)
    assert [table._default_manager.count() for table in tables] == [1, 1, 1, 1]


def test_attempts_at_one_code_wait_for_each_other(own_database: OwnDatabase) -> None:
    own_database.sign_in(OWNER)
    office_id = make_office().pk
    own_database.sign_in(PORTAL)
    code = submissions.submit(office_id, KEY, LETTER, now=NOW).code

    def attempt(_number: int) -> OpenMailbox | str | None:
        try:
            return submissions.mailbox_of(code)
        except submissions.Busy:
            return "busy"
        finally:
            connection.close()

    with connection.cursor() as cursor, ThreadPoolExecutor(2) as crowd:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [code.locator])
        assert list(crowd.map(attempt, range(2))) == ["busy", "busy"]
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [code.locator])
        assert isinstance(next(iter(crowd.map(attempt, range(1)))), OpenMailbox)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("照片.jpg", "照片.jpg"),
        ("C:\\Users\\李四\\a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\x00b\r\n.txt", "ab.txt"),
        (".htaccess", "htaccess"),
        ("…", "…"),
        ("   ", ""),
        ("长" * 300 + ".docx", "长" * 115 + ".docx"),
        ("x." + "y" * 300, ("x." + "y" * 300)[:120]),
    ],
)
def test_a_name_keeps_what_a_person_can_see(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "x.exe", "image/png"),
        (b"%PDF-1.7\n", "", "application/pdf"),
        ("说明".encode(), "a.txt", "text/plain"),
        ("说".encode() * 30000, "a.txt", "text/plain"),
        (b"", "a", "application/octet-stream"),
        (bytes(1000), "a", "application/octet-stream"),
        ("说明".encode("gb18030"), "a", "application/octet-stream"),
    ],
)
def test_the_media_type_is_read_from_the_content(
    content: bytes, name: str, media_type: str
) -> None:
    assert media_type_of(content, name) == media_type
