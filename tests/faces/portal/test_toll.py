"""Very many forms of one caller cost work or patience; nobody learns who called."""

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from time import time
from unittest.mock import patch

import pytest
from django.test import Client, RequestFactory

from huiyin.apps.intake.models import Submission
from huiyin.apps.intake.submissions import Code
from huiyin.faces.portal import callers, toll
from tests.faces.portal.test_tell import hidden, post, to_the_end
from tests.portal import as_owner

CALLER = "203.0.113.77"


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    callers.counts.forget()
    yield
    callers.counts.forget()


def test_a_caller_has_a_mark_of_the_day_that_is_not_the_address() -> None:
    def mark(address: str, passed_on: str = "") -> str:
        told = {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": passed_on}
        return callers.mark_of(RequestFactory().get("/", **told))  # type: ignore[arg-type]

    assert mark(CALLER) == mark("127.0.0.1", f"198.51.100.1, {CALLER}") != mark("203.0.113.78")
    assert mark(CALLER, "198.51.100.1") == mark(CALLER)  # only a proxy of this machine is believed
    assert mark("2001:db8::1") == mark("2001:db8::2") != mark("2001:db8:0:1::1")
    assert mark("127.0.0.1") == mark("127.0.0.1", "nonsense") == mark("") == ""
    today = mark(CALLER)
    with patch.object(callers, "_today", callers._DayKey()):
        assert mark(CALLER) != today


def test_after_many_forms_the_next_costs_work_or_a_wait(portal: Client) -> None:
    portal.defaults["REMOTE_ADDR"] = CALLER
    for _form in range(toll.FREE):
        page = post(portal, to_the_end(portal))
        assert "hy-receipt-code" in page
    page = to_the_end(portal)
    refused = post(portal, page)
    assert "一分钟后再次提交" in refused
    work = json.loads(unescape(re.findall(r'data-toll="([^"]*)"', refused)[0]))
    found = next(
        number for number in range(work["maxnumber"] + 1)
        if hashlib.sha256(f"{work['salt']}{number}".encode()).hexdigest() == work["challenge"]
    )  # fmt: skip
    forged = json.dumps({**work, "number": found + 1})
    assert "一分钟后再次提交" in post(portal, refused, solution=forged)
    solution = json.dumps({**work, "number": found})
    assert "hy-receipt-code" in post(portal, refused, solution=solution)
    other = to_the_end(portal)
    assert "一分钟后再次提交" in post(portal, other, solution=solution)
    with patch("time.time", return_value=time() + toll.WAIT_SECONDS + 1):
        assert "hy-receipt-code" in post(portal, other, since=hidden(other, "since"))
    as_owner()
    assert Submission.objects.count() == toll.FREE + 2


def test_a_code_is_not_tried_without_end(portal: Client) -> None:
    wrong = {"code": str(Code("ZZZZZZ", "0" * 20))}
    answers = [portal.post("/follow/", wrong).status_code for _try in range(11)]
    assert answers == [200] * 10 + [429]
