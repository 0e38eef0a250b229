"""Kept searches are asked of what arrives; their owners are told once of each new answer.

All searches of an office are asked of a batch of new items in one pass over their texts. How far
they were asked is stored with the notices, so a kill repeats a batch and tells nothing twice. While
a notice of a search is unread, further answers are added to it.
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction

from huiyin.apps.audit.models import Cursor
from huiyin.apps.intake.actions.searches import searches_cursor
from huiyin.apps.intake.models import Item, SavedSearch
from huiyin.apps.intake.queries import Asked, asked_from, question
from huiyin.apps.notify.models import Notice
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import zone_of
from huiyin.rules.text.asking import Every, answers

BATCH = 2_000
CODE = "search.answered"


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
    new = Item.objects.filter(office=office, pk__gt=cursor.seq).order_by("pk")
    items = list(new.defer("raw", "body")[:BATCH])
    if not items:
        return 0
    wanted = SavedSearch.objects.filter(office=office, alert=True, owner__is_active=True)
    searches = list(wanted.select_related("owner").order_by("pk"))
    asked = [asked_from(search.asked, zone_of(office)) for search in searches]
    found = answers([question(one.text) or Every(()) for one in asked], [i.folded for i in items])
    for search, one, at in zip(searches, asked, found, strict=True):
        fitting = [items[index] for index in at if _fits(items[index], one)]
        if fitting:
            _tell(search, fitting, now)
    cursor.seq = items[-1].pk
    cursor.save(update_fields=["seq"])
    return len(items)


def _fits(item: Item, asked: Asked) -> bool:
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


def _tell(search: SavedSearch, items: Sequence[Item], now: datetime) -> None:
    """One notice in the console, or the unread one of this search with more answers."""
    newest = items[-1]
    told = {"name": search.name, "n": len(items), "title": newest.title, "search": search.pk}
    told["query"] = urlencode(search.asked)
    own = Notice.objects.filter(person=search.owner, code=CODE, params__search=search.pk)
    unread = own.filter(read_at=None).order_by("-pk").first()
    if unread is not None:
        unread.params = {**told, "n": int(unread.params.get("n", 0)) + len(items)}
        unread.save(update_fields=["params"])
        return
    Notice.objects.get_or_create(
        key=f"search:{search.pk}:{newest.pk}",
        defaults={
            "office": search.office, "person": search.owner, "params": told, "code": CODE,
            "channel": Notice.Channel.CONSOLE, "event_seq": 0, "created_at": now,
        },
    )  # fmt: skip
