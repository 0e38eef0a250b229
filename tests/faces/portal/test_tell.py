"""Telling us something, one question a page, without a session and without JavaScript."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from huiyin.apps.intake.mailboxes import staff_copy
from huiyin.apps.intake.matters import desks_keys, unlock
from huiyin.apps.intake.models import Mailbox, Submission, SubmissionFile
from huiyin.apps.org.models import Office
from huiyin.rules.receipts import Code, read_code
from tests.portal import as_owner, grant_rights

STORY = {
    "text": "厂区东侧有刺鼻气味，夜里更重。\r\n已经三天了。",
    "place": "禾岭县工业园",
    "title": "",
}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def post(portal: Client, page: str, **fields: object) -> str:
    """Send the form of a page with these fields; gives the next page."""
    data = {"draft": hidden(page, "draft"), "step": hidden(page, "step"), "go": "next", **fields}
    return portal.post("/tell/", data).content.decode()


def to_the_end(portal: Client, **story: str) -> str:
    page = portal.get("/tell/?kind=hazard").content.decode()
    page = post(portal, page, **{**STORY, **story})
    return post(portal, page)


def code_on(page: str) -> Code:
    groups = re.search(r'hy-receipt-code">(.*?)</p>', page, re.DOTALL)
    assert groups
    read = read_code(re.sub(r"<[^>]+>", "", groups[1]))
    assert isinstance(read, Code)
    return read


def test_a_report_is_kept_word_for_word_and_gets_a_code(portal: Client) -> None:
    page = post(portal, to_the_end(portal))
    code = code_on(page)
    as_owner()
    submission = Submission.objects.get()
    assert submission.text == "厂区东侧有刺鼻气味，夜里更重。\n已经三天了。"
    assert (submission.kind, submission.place, submission.danger) == (
        "hazard",
        "禾岭县工业园",
        False,
    )
    assert submission.title == "厂区东侧有刺鼻气味，夜里更重。"
    box = Mailbox.objects.get()
    assert box.locator == code.locator
    assert code.secret not in box.verifier


def test_the_receipt_says_what_happens_next_and_leaves_no_trace(portal: Client) -> None:
    page = to_the_end(portal)
    fields = {"draft": hidden(page, "draft"), "step": "send", "go": "next"}
    response = portal.post("/tell/", fields)
    assert "36 小时内（含夜间和节假日）" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"


def test_sending_the_same_form_again_shows_the_same_receipt_and_keeps_one(portal: Client) -> None:
    last = to_the_end(portal)
    first, second = post(portal, last), post(portal, last)
    assert code_on(first) == code_on(second)
    assert "只保存一份" in second
    assert "只保存一份" not in first
    as_owner()
    assert Submission.objects.count() == Mailbox.objects.count() == 1


def test_going_back_keeps_even_half_an_answer(portal: Client) -> None:
    page = portal.get("/tell/?kind=complaint").content.decode()
    page = post(portal, page, text="", place="东路", go="back")
    assert re.search(r'value="complaint"[^>]* checked', page)
    page = post(portal, page, kind="question")
    assert 'value="东路"' in page


@pytest.mark.parametrize("step", ["kind", "story"])
def test_an_empty_answer_is_asked_again(portal: Client, step: str) -> None:
    page = portal.get("/tell/" + ("?kind=hazard" if step == "story" else "")).content.decode()
    page = post(portal, page)
    assert hidden(page, "step") == step
    assert 'role="alert"' in page


def test_the_language_can_be_changed_in_the_middle_of_a_sentence(portal: Client) -> None:
    page = portal.get("/tell/?kind=hazard").content.decode()
    page = post(portal, page, text="写了一半", danger="on", language="en")
    assert "What happened?" in page
    assert "写了一半" in page
    assert re.search(r'name="danger"[^>]* checked', page)
    assert "What happened?" in portal.get("/tell/?kind=hazard").content.decode()


def test_files_are_kept_as_they_came_with_what_they_are(portal: Client) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(100)
    sent = SimpleUploadedFile("..\\夜里\u202e.png", png, content_type="text/html")
    post(portal, to_the_end(portal), files=[sent, SimpleUploadedFile("a.txt", "说明".encode())])
    as_owner()
    first, second = SubmissionFile.objects.order_by("-octets")
    key = desks_keys([first.submission_id])[first.submission_id]  # no contact officer has one yet
    assert (first.name, first.media_type) == ("夜里.png", "image/png")
    assert unlock(key, first.pk, bytes(first.content)) == png
    assert (second.name, second.media_type) == ("a.txt", "text/plain")
    assert staff_copy(second) == "说明".encode()


def test_too_large_files_lose_nothing_else(portal: Client) -> None:
    page = to_the_end(portal)
    halves = [SimpleUploadedFile(f"{n}.bin", bytes(11 * 2**20)) for n in range(2)]
    fields = {"draft": hidden(page, "draft"), "step": "send", "go": "next", "files": halves}
    response = portal.post("/tell/", fields)
    again = response.content.decode()
    assert response.status_code == 413
    assert "20 MB" in again
    assert "刺鼻气味" in again
    assert code_on(post(portal, again))
    as_owner()
    assert (Submission.objects.count(), SubmissionFile.objects.count()) == (1, 0)


def test_an_office_without_contact_officers_takes_no_contact_data(portal: Client) -> None:
    page = post(portal, portal.get("/tell/?kind=hazard").content.decode(), **STORY)
    assert "不收取" in page
    assert 'name="phone"' not in page


def test_answers_survive_a_signature_that_is_not_ours(portal: Client) -> None:
    page = to_the_end(portal)
    with override_settings(SECRET_KEY="another"):
        again = post(portal, page, go="story")
    assert "刺鼻气味" in again
    assert hidden(again, "draft").split(":")[0] != hidden(page, "draft").split(":")[0]


def test_a_missing_cookie_is_said_and_loses_nothing(portal: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-CN"})
    page = strict.get("/tell/?kind=hazard").content.decode()
    del strict.cookies["huiyin_form"]
    response = strict.post(
        "/tell/", {"draft": hidden(page, "draft"), "step": "story", "go": "next", **STORY}
    )
    assert response.status_code == 403
    assert "刺鼻气味" in response.content.decode()
    as_owner()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"draft": "x:y:z", "step": "send", "go": "next"},
        {"draft": "", "step": "nowhere", "go": "nowhere"},
        {"draft": "W10:a:b", "step": "send", "go": "next"},
        {"draft": "bnVsbA:a:b", "step": "story", "go": "send"},
    ],
)
def test_a_form_that_is_none_of_ours_leads_to_the_first_question(
    portal: Client, fields: dict[str, str]
) -> None:
    response = portal.post("/tell/", fields)
    assert response.status_code == 200
    as_owner()
    assert not Submission.objects.exists()


def test_an_empty_desk_says_that_it_is_not_open(portal: Client, office: Office) -> None:
    as_owner()
    Office.objects.all().delete()
    grant_rights()
    for path in ("/", "/tell/", "/follow/", "/answers/", "/feed.atom"):
        assert portal.get(path).status_code == 503
