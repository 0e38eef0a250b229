"""The chain is anchored once a day, in a file elsewhere and by mail."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from huiyin.apps.audit.queries import own_anchors, verify
from huiyin.conf.env import load
from huiyin.flows.anchoring import anchor_daily
from huiyin.flows.deliver import MailRoute
from tests.apps.audit.test_chain import AT, write
from tests.flows.test_notices import Letterbox, letterbox

__all__ = ["letterbox"]
pytestmark = pytest.mark.django_db


def test_a_day_gets_one_anchor_which_is_written_and_mailed(
    tmp_path: Path, letterbox: tuple[Letterbox, MailRoute]
) -> None:
    box, route = letterbox
    told = {"HUIYIN_DATA": str(tmp_path), "HUIYIN_ANCHOR_MAIL": "audit@elsewhere.example"}
    with override_settings(CONFIG=load(told), ANCHOR_FOLDER=tmp_path / "elsewhere"):
        assert anchor_daily(route, AT) == 0  # nothing has happened yet
        write(3)
        box.refuse = True
        assert [anchor_daily(route, AT + timedelta(hours=n)) for n in (0, 1, 2)] == [1, 0, 0]
        assert not box.mails
        box.refuse = False
        assert [anchor_daily(route, AT + timedelta(days=1, hours=n)) for n in (0, 1)] == [1, 0]
        made = own_anchors()
    assert [anchor.seq for anchor in made] == [3, 3]
    (mail,) = box.mails
    assert mail["To"] == "audit@elsewhere.example"
    assert [line for line in mail.get_content().splitlines() if line[:1] == "{"] == [
        anchor.line() for anchor in made
    ]
    assert verify()[1] is None
    assert settings.ANCHOR_FOLDER is None
    assert anchor_daily(route, AT) == 0
