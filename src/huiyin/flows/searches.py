"""Kept searches are asked of what arrives; their owners are told once of each new answer.

All searches of an office are asked of a batch of new items in one pass over their texts. How far
they were asked is stored with the notices, so a kill repeats a batch and tells nothing twice. While
a notice of a search is unread, further answers are added to it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from huiyin.apps.audit.models import Cursor
from huiyin.apps.intake.actions.searches import searches_cursor
from huiyin.apps.intake.facts import facts_of_texts
from huiyin.apps.intake.models import Item, SavedSearch
from huiyin.apps.intake.queries import Asked, asked_from, question
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import zone_of
from huiyin.rules.text.asking import Every, answers
from huiyin.rules.text.fact_asking import meets

BATCH = 2_000
CODE = "search.answered"


class New(NamedTuple):
    """What is asked of a new item."""

    pk: int
    title: str
    body: str
    channel: str
    kind: str
    state: str
    source_id: int | None
    urgent: bool
    outlet: str
    said_at: datetime


def tell_of_answers(now: datetime) -> int:
    """Ask every office's searches of its next new items; gives how many items were looked at."""
    offices = SavedSearch.objects.filter(alert=True).values("office").distinct()
    return sum(_ask(office, now) for office in Office.objects.filter(pk__in=offices).order_by("pk"))


@transaction.atomic
def _ask(office: Office, now: datetime) -> int:
    name = searches_cursor(office.pk)
    cursor = Cursor.objects.select_for_update(skip_locked=True).filter(name=name).first()
    if cursor is None:
        return 0
    rows = Item.objects.filter(office=office, pk__gt=cursor.seq).order_by("pk")
    texts = dict(rows.values_list("pk", "folded")[:BATCH])
    if not texts:
        return 0
    _tell(office, _found(office, texts), now)
    cursor.seq = max(texts)
    cursor.save(update_fields=["seq"])
    return len(texts)


def _found(office: Office, texts: Mapping[int, str]) -> list[tuple[SavedSearch, list[New]]]:
    """The searches that have answers among items, by their folded texts, with these.

    More than the text is read only of those that say what somebody asks for.
    """
    wanted = SavedSearch.objects.filter(office=office, alert=True, owner__is_active=True)
    searches = list(wanted.select_related("owner").order_by("pk"))
    asked = [asked_from(search.asked, zone_of(office)) for search in searches]
    questions = [question(one.text) or Every(()) for one in asked]
    keys = list(texts)
    found = [[keys[at] for at in places] for places in answers(questions, list(texts.values()))]
    rows = Item.objects.filter(pk__in={pk for pks in found for pk in pks})
    items = {row[0]: New(*row) for row in rows.values_list(*New._fields)}
    fitting = [
        (search, _telling([items[pk] for pk in pks if pk in items and _fits(items[pk], one)], one))
        for search, one, pks in zip(searches, asked, found, strict=True)
        if pks
    ]
    return [(search, new) for search, new in fitting if new]


def _telling(items: list[New], asked: Asked) -> list[New]:
    """Those that tell the facts asked for; they are read here, for their rows may come later."""
    if not asked.facts:
        return items
    told = facts_of_texts([(item.title, item.body) for item in items])
    kept = zip(items, told, strict=True)
    return [item for item, (known, _record) in kept if meets(known, asked.facts)]


def _fits(item: New, asked: Asked) -> bool:
    """Whether the filters let a new item through; it has no case yet."""
    return (
        asked.channel in ("", item.channel)
        and asked.kind in ("", item.kind)
        and asked.state in ("", item.state)
        and asked.source in (None, item.source_id)
        and asked.urgent in (None, item.urgent)
        and asked.outlet in ("", item.outlet)
        and not asked.cased
        and (asked.since is None or item.said_at >= asked.since)
        and (asked.until is None or item.said_at < asked.until)
    )


def _tell(office: Office, found: Sequence[tuple[SavedSearch, list[New]]], now: datetime) -> None:
    """A notice in the console each; answers join the notice of their search that is unread."""
    own = Notice.objects.filter(office=office, code=CODE, channel=Notice.Channel.CONSOLE)
    unread = {row.params.get("search"): row for row in own.filter(read_at=None).order_by("pk")}
    grown, fresh = [], []
    for search, items in found:
        told = {"name": search.name, "n": len(items), "title": items[-1].title}
        told |= {"search": search.pk, "query": urlencode(search.asked)}
        notice = unread.get(search.pk)
        if notice is not None:
            notice.params = {**told, "n": int(notice.params.get("n", 0)) + len(items)}
            grown.append(notice)
        else:
            fresh.append(Notice(
                key=f"search:{search.pk}:{items[-1].pk}", office=office, person=search.owner,
                channel=Notice.Channel.CONSOLE, code=CODE, params=told, event_seq=0,
                created_at=now,
            ))  # fmt: skip
    _write(grown)
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)


def _write(grown: Sequence[Notice]) -> None:
    """Write the params of notices that are there, in one statement."""
    told = [Jsonb(notice.params) for notice in grown]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notify_notice AS n SET params = v.params"
            " FROM unnest(%s::bigint[], %s::jsonb[]) AS v(id, params) WHERE n.id = v.id",
            [[notice.pk for notice in grown], told],
        )
