"""Letting go of what was kept long enough, office by office, as its dated policies say.

Of published texts that joined no case – neither themselves nor through their story – the words are
let go: the item keeps its title, address, outlet and dates, so that stories, figures and the chain
stay whole and the text is not collected anew. Stored copies go with the words or by a policy of
their own; those of a case stay. Ledgers of attempts go line by line. What people told the desk is
never touched here, nor what a hold covers. Each round that let something go is an event.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

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
    ItemFacts,
    Push,
    Source,
    SourceHour,
    Version,
)
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import policy
from huiyin.apps.stories.models import KeepingHold
from huiyin.rules.keeping import BY_KEY, kept_until
from huiyin.rules.text.normalise import fold

BATCH: Final = 500
DONE_WITH: Final = timedelta(days=7)  # pushes taken in and errands run
HOSTS_KEPT: Final = timedelta(days=400)  # how sites were treated


def let_go_of_texts(now: datetime) -> int:
    """One round over all offices; gives how many items and copies were let go."""
    done = sum(_of_office(office, now) for office in Office.objects.select_related("calendar"))
    _tidy_common(now)
    return done


def may_go(office: Office, key: str, before: datetime) -> QuerySet[Any]:
    """What of a purpose is older than an instant and nothing holds back: items, copies or lines
    of the ledger."""
    if key == "keep.items":
        old = Item.objects.filter(office=office, captured_at__lt=before, let_go_at=None)
        return free_items(office, old.filter(channel=Item.Channel.FEED))
    if key == "keep.copies":
        copies = Copy.objects.filter(item__office=office, seen_at__lt=before)
        return copies.filter(item__in=free_items(office, Item.objects.filter(office=office)))
    sources = Source.objects.filter(office=office)
    lines: QuerySet[Any] = (
        Fetch.objects.filter(source__in=sources, at__lt=before)
        if key == "keep.fetches"
        else SourceHour.objects.filter(source__in=sources, hour_at__lt=before)
    )
    return lines.none() if everything_held(office) else lines


def free_items(office: Office, items: QuerySet[Item]) -> QuerySet[Item]:
    """Those that no case answers, neither directly nor through their story, and no hold covers."""
    answered = CaseFile.objects.exclude(story=None).values("story")
    free = items.filter(case_link=None).exclude(membership__story__in=answered)
    held = standing_holds(office)
    if any(hold.story_id is None for hold in held):
        return free.none()
    return free.exclude(membership__story__in=held_stories(held)) if held else free


def held_stories(held: Iterable[KeepingHold]) -> set[int]:
    """Ids of the stories held, and of those that they were merged into since."""
    stories: set[int] = set()
    for hold in held:
        story = hold.story
        while story is not None and story.pk not in stories:
            stories.add(story.pk)
            story = story.merged_into
    return stories


def standing_holds(office: Office) -> list[KeepingHold]:
    """The holds that stand, the newest first."""
    rows = KeepingHold.objects.filter(office=office, lifted_at=None)
    return list(rows.select_related("story", "by").order_by("-pk"))


def everything_held(office: Office) -> bool:
    """Whether a hold covers the whole office."""
    return any(hold.story_id is None for hold in standing_holds(office))


@transaction.atomic
def _of_office(office: Office, now: datetime) -> int:
    items, copies = _texts(office, now), _copies(office, now)
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
    rows = list(_old(office, "keep.items", now).order_by("id").only("pk", "title")[:BATCH])
    if not rows:
        return 0
    pks = [row.pk for row in rows]
    _allow()
    Version.objects.filter(item__in=pks).delete()
    Copy.objects.filter(item__in=pks).delete()
    ItemFacts.objects.filter(item__in=pks).delete()
    for row, folded in zip(rows, fold([row.title for row in rows]), strict=True):
        row.body, row.raw, row.let_go_at = "", {}, now
        row.folded = "\n".join(folded) if not isinstance(folded, str) else folded
    Item.objects.bulk_update(rows, ["body", "raw", "folded", "let_go_at"])
    return len(rows)


def _copies(office: Office, now: datetime) -> int:
    old = _old(office, "keep.copies", now).order_by("id")
    pks = list(old.values_list("pk", flat=True)[:BATCH])
    if pks:
        _allow()
        Copy.objects.filter(pk__in=pks).delete()
    return len(pks)


def _lines(office: Office, now: datetime) -> None:
    """Ledger lines, a batch of sources' worth at a time."""
    old = _old(office, "keep.fetches", now).values_list("pk", flat=True)[: 20 * BATCH]
    Fetch.objects.filter(pk__in=list(old)).delete()
    _old(office, "keep.hours", now).delete()


def _old(office: Office, key: str, now: datetime) -> QuerySet[Any]:
    """What the policy in force lets go now."""
    before = kept_until(policy(office, key, now), now, BY_KEY[key].least_days)
    old = may_go(office, key, before or now)
    return old.none() if before is None else old


@transaction.atomic
def _tidy_common(now: datetime) -> None:
    """What was needed for a moment only."""
    Push.objects.filter(taken_at__lt=now - DONE_WITH).delete()
    Errand.objects.filter(done_at__lt=now - DONE_WITH).delete()
    HostDay.objects.filter(day__lt=(now - HOSTS_KEPT).date()).delete()


def _allow() -> None:
    """Tell the database that what was seen may go within this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL huiyin.letting_go = 'on'")
