"""Letters: what was said stays, who said it is dropped."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from huiyin.plugins.formats.mbox import plugin as mbox
from huiyin.plugins.sources.mail import plugin
from huiyin.ports import Document, Reading, Row, settle
from huiyin.ports.settings import defaults
from tests.plugins.importing import imported

TEXT = "北门夜里有刺鼻气味，请查。\n\n发件人: 高小满 <gao@post.example>\n> From: gao@post.example\n"


def letter(
    sender: str = "高小满 <gao@post.example>", *, marked: str = "", file: bool = False
) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = sender, "desk@yunxi.example"
    made["Subject"], made["Message-ID"] = "气味投诉", "<1.gao@post.example>"
    made["Date"] = "Sun, 22 Nov 2026 11:20:00 +0800"
    made.set_content(TEXT)
    if file:
        made.add_attachment(b"x", maintype="image", subtype="png", filename="gao.png")
    return made.as_bytes()


def read(body: bytes, outlets: str = "") -> Reading:
    return plugin.read(Document(body, "imaps://m.example/INBOX", settings={"outlets": outlets}))


def test_a_letter_is_an_entry_without_its_sender() -> None:
    reading = read(b"From x\n" + letter(file=True) + b"\nFrom y\n" + letter())
    assert len(reading.entries) == 2
    entry = reading.entries[0]
    assert (entry.title, entry.body) == ("气味投诉", "北门夜里有刺鼻气味，请查。")
    assert entry.published_at == datetime(2026, 11, 22, 3, 20, tzinfo=UTC)
    assert (entry.channel, entry.outlet, entry.extra["attachments"]) == ("mailbox", "", "1")
    assert "gao" not in repr(reading)
    assert "高小满" not in repr(reading)


def test_an_outlet_is_kept_where_its_domain_is_listed() -> None:
    reading = read(letter("编辑部 <desk@mail.news.example>"), "news.example 云溪晚报")
    assert (reading.entries[0].outlet, reading.entries[0].channel) == ("云溪晚报", "feed")


def test_markup_is_text_where_there_is_no_plain_part() -> None:
    made = EmailMessage()
    made["Subject"] = "通知"
    made.set_content("<p>甲</p><script>x</script><p>乙</p>", subtype="html")
    assert read(made.as_bytes()).entries[0].body == "甲\n乙"


def test_a_broken_letter_does_not_spoil_the_others() -> None:
    broken = b"Subject: =?utf-8?b?%%%?=\nContent-Type: multipart/mixed; boundary=x\n\n--x"
    reading = read(b"From a\n" + broken + b"\n\nFrom b\n" + letter())
    assert reading.entries[-1].title == "气味投诉"


def test_an_mbox_file_is_brought_in_letter_by_letter() -> None:
    values = imported(mbox, b"From a\n" + letter() + b"\n\nFrom b\n" + letter(), "export.mbox")
    rows = [value for value in values if isinstance(value, Row)]
    assert [row.title for row in rows] == ["气味投诉"] * 2
    assert "gao" not in repr(values)


def test_the_address_is_made_of_the_settings_and_names_nobody() -> None:
    given = defaults(plugin.about.settings) | {
        "host": "imap.yunxi.example", "sign_in": "desk@yunxi.example", "password": "s",
    }  # fmt: skip
    settled = settle(plugin.about.settings, given)
    assert settled.sound
    assert plugin.about.address is not None
    assert plugin.about.address(settled.values) == "imaps://imap.yunxi.example:993/INBOX"


def test_a_server_that_is_an_address_and_a_missing_password_are_told() -> None:
    settled = settle(plugin.about.settings, {"host": "https://x/", "sign_in": "a"})
    assert set(settled.faults) == {"host", "password"}
    assert settled.faults["password"].zh == "请填写此项。"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        (b"=?utf-8?B?5YGc5rA=?=\n =?UTF-8?b?tA==?= x =?gb2312?q?=C6=F8_=CE=B6?=", "停水 x 气 味"),
        ("气味投诉".encode("gb18030"), "气味投诉"),
        ("气味投诉".encode(), "气味投诉"),
        (b"=?x?b?!a?= =?utf-8?x?a?=", "=?x?b?!a?= =?utf-8?x?a?="),
    ],
)
def test_a_subject_is_read_in_the_set_it_is_written_in(subject: bytes, title: str) -> None:
    assert read(b"Subject: " + subject + b"\n\nx").entries[0].title == title


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"a:\n" * 6000, "letter_broken"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 2000, "letter_broken"),
        (b"Subject: x\n\n" + b"\n" * 500_001, "too_large"),
        (b"Content-Type: multipart/mixed; " + b'";' * 200_000 + b"\n\n", "empty_entry"),
    ],
)
def test_a_letter_of_nothing_but_heads_or_parts_is_refused(body: bytes, code: str) -> None:
    assert [refusal.code for refusal in read(body).refusals] == [code]
