"""Letting go of what was kept long enough, office by office, as its dated policies say.

Of published texts that joined no case – neither themselves nor through their story – the words are
let go: the item keeps its title, address, outlet and dates, so that stories, figures and the chain
stay whole and the text is not collected anew. Stored copies go with the words or by a policy of
their own; those of a case stay. Ledgers of attempts go line by line. What people told the desk is
never touched here. Each round that let something go is an event.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet

from huiyin.apps.audit.actions import record
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.intake.models import (
    Copy,
    Errand,
    Fetch,
    HostDay,
    Item,
    Push,
    Source,
    SourceHour,
    Version,
)
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import policy
from huiyin.rules.keeping import kept_until
from huiyin.rules.text.normalise import fold

BATCH: Final = 500
DONE_WITH: Final = timedelta(days=7)  # pushes taken in and errands run


def let_go_of_texts(now: datetime) -> int:
    """One round over all offices; gives how many items and copies were let go."""
    done = sum(_of_office(office, now) for office in Office.objects.select_related("calendar"))
    _tidy_common(now)
    return done


@transaction.atomic
def _of_office(office: Office, now: datetime) -> int:
    items = _texts(office, now)
    copies = _copies(office, now)
    _lines(office, now)
    if items or copies:
        record(
            "texts.let_go", subject=f"office:{office.pk}", at=now, office=office,
            body={
                "items": items, "copies": copies,
                "items_policy": policy(office, "keep.items", now),
                "copies_policy": policy(office, "keep.copies", now),
            },
        )  # fmt: skip
    return items + copies


def _texts(office: Office, now: datetime) -> int:
    before = kept_until(policy(office, "keep.items", now), now)
    if before is None:
        return 0
    old = _of_no_case(Item.objects.filter(office=office, captured_at__lt=before, let_go_at=None))
    old = old.filter(channel=Item.Channel.FEED)
    rows = list(old.order_by("id").only("pk", "title")[:BATCH])
    if not rows:
        return 0
    pks = [row.pk for row in rows]
    _may_go()
    Version.objects.filter(item__in=pks).delete()
    Copy.objects.filter(item__in=pks).delete()
    for row, folded in zip(rows, fold([row.title for row in rows]), strict=True):
        row.body, row.raw, row.let_go_at = "", {}, now
        row.folded = "\n".join(folded) if not isinstance(folded, str) else folded
    Item.objects.bulk_update(rows, ["body", "raw", "folded", "let_go_at"])
    return len(rows)


def _copies(office: Office, now: datetime) -> int:
    before = kept_until(policy(office, "keep.copies", now), now)
    if before is None:
        return 0
    old = Copy.objects.filter(item__office=office, seen_at__lt=before)
    old = old.filter(item__in=_of_no_case(Item.objects.filter(office=office)))
    pks = list(old.order_by("id").values_list("pk", flat=True)[:BATCH])
    if pks:
        _may_go()
        Copy.objects.filter(pk__in=pks).delete()
    return len(pks)


def _of_no_case(items: QuerySet[Item]) -> QuerySet[Item]:
    """Those that no case answers, neither directly nor through their story."""
    answered = CaseFile.objects.exclude(story=None).values("story")
    return items.filter(case_link=None).exclude(membership__story__in=answered)


def _lines(office: Office, now: datetime) -> None:
    """Ledger lines, a batch of sources' worth at a time."""
    sources = Source.objects.filter(office=office)
    fetches = kept_until(policy(office, "keep.fetches", now), now)
    if fetches is not None:
        old = Fetch.objects.filter(source__in=sources, at__lt=fetches)
        Fetch.objects.filter(pk__in=list(old.values_list("pk", flat=True)[: 20 * BATCH])).delete()
    hours = kept_until(policy(office, "keep.hours", now), now)
    if hours is not None:
        SourceHour.objects.filter(source__in=sources, hour_at__lt=hours).delete()


@transaction.atomic
def _tidy_common(now: datetime) -> None:
    """What was needed for a moment only."""
    Push.objects.filter(taken_at__lt=now - DONE_WITH).delete()
    Errand.objects.filter(done_at__lt=now - DONE_WITH).delete()
    HostDay.objects.filter(day__lt=(now - timedelta(days=400)).date()).delete()


def _may_go() -> None:
    """Tell the database that what was seen may go within this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL huiyin.letting_go = 'on'")
