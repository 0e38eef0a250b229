"""Notices as lines with their words and the page they lead to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from huiyin.apps.notify.models import Notice
from huiyin.apps.notify.wording import notice_text
from huiyin.faces.console.waiting import page_of


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice, worded in the reader's language."""

    pk: int
    text: str
    url: str
    at: datetime
    urgent: bool
    read: bool


def notice_lines(notices: Iterable[Notice], zone: ZoneInfo) -> list[NoticeLine]:
    """Worded lines, in the order given."""
    return [
        NoticeLine(
            pk=notice.pk,
            text=notice_text(notice.code, notice.params, zone),
            url=_target(notice),
            at=notice.created_at,
            urgent=notice.urgent,
            read=notice.read_at is not None,
        )
        for notice in notices
    ]


def _target(notice: Notice) -> str:
    area = notice.code.partition(".")[0]
    if area == "report_up":  # it may lie with another office, which sees the chain and no case
        return page_of("report_chain", int(str(notice.params["subject"]).partition(":")[2]))
    if notice.case_id is not None:
        return page_of("case", notice.case_id)
    if area == "story":
        return page_of("story", int(str(notice.params["subject"]).partition(":")[2]))
    if area == "search":
        return f"{reverse('search')}?{notice.params.get('query', '')}"
    return {"submission": reverse("inbox"), "source": reverse("sources")}.get(area, "")
