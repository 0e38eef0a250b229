"""The answers as an Atom feed: one entry a statement, always its newest version.

Ids are made of office and number, so that a new version updates the entry wherever it is read.
The feed speaks Chinese, with the English text below where the office published one.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.html import escape, linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import condition, require_safe

from huiyin.apps.intake.submissions import PublicOffice, served_office
from huiyin.apps.responses import public
from huiyin.faces.portal.pages import for_office, public_address

ENTRIES = 50
SUMMARY = 140


class AnswersFeed(feedgenerator.Atom1Feed):
    """Atom 1.0 with the whole text in each entry."""

    mime_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def _changed_at(request: HttpRequest) -> datetime | None:
    office = served_office()
    return public.newest_change(office.id)[1] if office else None


def _etag(request: HttpRequest) -> str | None:
    office = served_office()
    if office is None:
        return None
    told = f"{office}{public.newest_change(office.id)}{settings.CONFIG.portal_url}"
    return f'"{sha256(told.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag, last_modified_func=_changed_at)
@for_office
def feed(request: HttpRequest, office: PublicOffice) -> HttpResponse:
    """The newest answers; 304 when nothing was published since."""
    with override(settings.LANGUAGE_CODE):
        body = _feed(office).writeString("utf-8")
    response = HttpResponse(body, content_type=AnswersFeed.mime_type)
    response["Cache-Control"] = "public, max-age=60"
    return response


def _feed(office: PublicOffice) -> AnswersFeed:
    feed = AnswersFeed(
        title=_("{office}: answers").format(office=office.name),
        link=public_address(reverse("home")),
        feed_url=public_address(reverse("feed")),
        feed_guid=_urn(office.slug, ""),
        description=None,
        language="zh-Hans",
        author_name=office.signature,
    )
    entries = public.latest(office.id, ENTRIES)
    first = public.first_published(office.id, [entry.statement_number for entry in entries])
    for entry in entries:
        number = entry.statement_number
        feed.add_item(
            title=entry.title,
            link=public_address(reverse("answer", args=[number])),
            description=escape(Truncator(entry.body).chars(SUMMARY)),
            unique_id=_urn(office.slug, number),
            pubdate=first.get(number, entry.published_at),
            updateddate=entry.published_at,
            author_name=entry.signature,
            content=_content(entry),
        )
    return feed


def _content(entry: public.Publication) -> str:
    parts = [linebreaks(entry.body, autoescape=True)]
    if entry.change_note:
        parts.insert(0, linebreaks(entry.change_note, autoescape=True))
    if entry.body_en:
        gloss = linebreaks(f"{entry.title_en}\n\n{entry.body_en}", autoescape=True)
        parts.append(f'<div lang="en">{gloss}</div>')
    return "\n".join(parts)


def _urn(slug: str, number: str) -> str:
    return uuid5(NAMESPACE_URL, f"huiyin:{slug}:{number}").urn
