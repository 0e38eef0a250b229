"""Following a matter by its code: no cookie, no address with a secret in it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from huiyin.apps.intake import mailboxes, submissions
from huiyin.apps.intake.mailboxes import conversation
from huiyin.apps.intake.models import Mailbox, MailboxMessage
from huiyin.apps.org.models import Office
from huiyin.engine import clock
from huiyin.engine.clock import clock_at
from tests.portal import as_owner, portal_role


@pytest.fixture
def code(portal: Client, office: Office) -> str:
    """The code of a submission sent a moment ago."""
    letter = submissions.Letter("hazard", "气味", "厂区东侧有刺鼻气味")
    key = submissions.new_key()
    return str(submissions.submit(office.pk, key, letter, now=clock.now()).code)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def opened(portal: Client, code: str) -> str:
    return portal.post("/follow/", {"code": code}).content.decode()


def main_of(page: str, typed: str) -> str:
    """The page without its frame and without what was typed."""
    return page[page.index("<main") : page.index("</main")].replace(typed, "")


def forms_of(page: str) -> dict[str, str]:
    return {"token": hidden(page, "token"), "once": hidden(page, "once"), "go": "write"}


def test_a_code_opens_its_matter_however_it_is_written(portal: Client, code: str) -> None:
    spaced = "-".join(code[n : n + 4] for n in range(0, len(code), 4))
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    for typed in (code, code.lower(), f" {spaced} ", wide):
        assert "您提交的内容已收到" in opened(portal, typed)


def test_it_works_without_cookies_and_leaves_no_trace(portal: Client, code: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/follow/", {"code": code}, headers={"origin": "null"})
    assert response.status_code == 200
    assert not strict.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert code not in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入"),
        ("1234", "28 位"),
        ("U" * 28, "除 U 以外"),
        ("0" * 27 + "1", "抄错"),
    ],
)
def test_a_slip_is_named_before_anything_is_looked_up(
    portal: Client, typed: str, said: str
) -> None:
    assert said in opened(portal, typed)


def test_a_wrong_secret_and_no_such_matter_say_the_same(portal: Client, code: str) -> None:
    right = submissions.read_code(code)
    assert isinstance(right, submissions.Code)
    turned = submissions.Code(right.locator, right.secret[::-1])
    nowhere = submissions.Code("Z" * 6, right.secret)
    pages = [main_of(opened(portal, str(wrong)), str(wrong)) for wrong in (turned, nowhere)]
    assert pages[0] == pages[1]
    assert "没有与这个查询码对应的事项" in pages[0]


def test_a_message_arrives_once_however_often_it_is_sent(portal: Client, code: str) -> None:
    page = opened(portal, code)
    form = {**forms_of(page), "text": "又闻到了\r\n<script>"}
    for _attempt in range(3):
        again = portal.post("/follow/", form).content.decode()
    assert "您的留言已送达" in again
    assert again.count("又闻到了") == 1
    assert "<script>" not in again
    as_owner()
    message = MailboxMessage.objects.get(sender="reporter")
    assert (message.text, message.taken_in_at) == ("", None)
    texts = [line.text for line in conversation(message.mailbox.submission_id)]
    assert texts == ["又闻到了\n<script>"]


def test_an_empty_message_is_asked_again(portal: Client, code: str) -> None:
    page = portal.post("/follow/", {**forms_of(opened(portal, code)), "text": " "})
    assert "留言内容为空" in page.content.decode()


def test_after_half_an_hour_the_code_is_asked_again_and_the_text_kept(
    portal: Client, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = forms_of(opened(portal, code))
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    page = portal.post("/follow/", {**form, "text": "写了很久"}).content.decode()
    assert "请重新输入查询码" in page
    assert "写了很久" in page
    again = portal.post("/follow/", {"code": code, "text": "写了很久"}).content.decode()
    assert ">\n写了很久</textarea>" in again
    as_owner()
    assert not MailboxMessage.objects.filter(sender="reporter").exists()


@pytest.mark.parametrize("token", ["x", "x:y:z", "IjEyMyI:1xV7wN:aaaa"])
def test_a_made_up_token_opens_nothing(portal: Client, code: str, token: str) -> None:
    page = portal.post("/follow/", {"token": token, "go": "write", "text": "x"})
    assert 'name="token"' not in page.content.decode()


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("accepted", "已受理"), ("handling", "办理中"), ("answered", "已答复"),
        ("closed", "已办结"), ("refused", "不予受理"), ("reopened", "重新办理"),
        ("something_new", "办理中"),
    ],
)  # fmt: skip
def test_the_page_says_where_the_matter_stands(
    portal: Client, code: str, status: str, title: str
) -> None:
    as_owner()
    mailboxes.set_status([Mailbox.objects.get().pk], status, clock.now())
    with portal_role():
        page = opened(portal, code)
    assert f"<h1>{title}</h1>" in page
    assert page.count('aria-current="step"') == 1


def test_a_promised_date_is_shown_while_it_counts_and_stays_late(portal: Client, code: str) -> None:
    as_owner()
    due = clock.now() + timedelta(hours=36)
    box = [Mailbox.objects.get().pk]
    mailboxes.set_status(box, "handling", clock.now(), promised_at=due)
    with portal_role():
        assert "承诺答复时间" in opened(portal, code)
        assert "已逾期" not in opened(portal, code)
        with clock_at(due + timedelta(minutes=1)):
            assert "已逾期" in opened(portal, code)
    mailboxes.set_status(box, "closed", clock.now(), promised_at=due)
    with portal_role():
        assert "承诺答复时间" not in opened(portal, code)


def test_answers_and_openings_reach_the_reporter(portal: Client, code: str) -> None:
    as_owner()
    box = [Mailbox.objects.get().pk]
    params = {"number": "答2026-0001", "title": "关于气味的答复", "version": 1}
    mailboxes.write_to(box, clock.now(), code="answer_published", params=params, text="属实")
    mailboxes.write_to(
        box, clock.now(), code="contact_opened", params={"by": "陈静", "reason": "回访"}
    )
    mailboxes.write_to(box, clock.now(), text="请补充时间")
    mailboxes.write_to(box, clock.now(), code="something_new")
    with portal_role():
        page = opened(portal, code)
    assert 'href="/answers/%E7%AD%942026-0001/"' in page
    assert "关于气味的答复" in page
    assert page.count("陈静查看了您的联系方式。理由：回访") == 2
    assert "请补充时间" in page
    assert "至今无人查看" not in page
