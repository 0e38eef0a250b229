"""The hot issues of a period: the stories of what people told the desk, as an officer lists them.

Accusations are left out – who is accused, and by whom, is nobody's list – and so is what a person
dismissed.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import zone_of
from huiyin.apps.stories.models import StoryItem
from huiyin.rules.text.extract_records import records
from huiyin.rules.text.extract_words import words
from huiyin.rules.text.hot_issues import Heard, HotIssue, common_place, hottest, middle, people

LISTED: Final = 50
MOST_READ, FIRST = 40, 600
"""Messages of an issue that are read, the latest; characters of each."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An issue of the list; `headline` is of the message nearest the middle, `item_id` that one.

    `place` is "" and `groups` is empty where the messages name none.
    """

    issue: HotIssue
    headline: str
    item_id: int
    place: str
    groups: list[str]


def hot_issues(office: Office, first: date, last: date, limit: int = LISTED) -> list[Listed]:
    """The hottest issues of the office's local days [first, last]. ValueError: ends too early.

    Two queries, whatever the period.
    """
    issues = hottest(_heard(office, first, last), first, last)[:limit]
    texts = _texts(office, [issue.key for issue in issues], first, last)
    places = iter(_places([_text(item) for issue in issues for item in texts[issue.key]]))
    return [
        _listed(issue, texts[issue.key], [next(places) for _item in texts[issue.key]])
        for issue in issues
        if texts[issue.key]
    ]


def _messages(office: Office, first: date, last: date) -> QuerySet[StoryItem]:
    zone = zone_of(office)
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    return StoryItem.objects.filter(
        story__office=office, story__told=True, story__merged_into=None, story__items_n__gt=1,
        story__last_at__gte=begins, said_at__gte=begins, said_at__lt=ends,
    ).exclude(item__kind=Item.Kind.REPORT).exclude(item__state=Item.State.DISMISSED)  # fmt: skip


def _heard(office: Office, first: date, last: date) -> list[Heard]:
    counted = (
        _messages(office, first, last)
        .annotate(day=TruncDate("said_at", tzinfo=zone_of(office)))
        .values_list("story_id", "day")
        .annotate(n=Count("pk"))
    )
    days: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for story, day, count in counted.order_by("story_id", "day"):
        days[story][day] = count
    return [Heard(story, counts) for story, counts in days.items()]


def _texts(
    office: Office, stories: Sequence[int], first: date, last: date
) -> defaultdict[int, list[Item]]:
    """The latest messages of each story in the period."""
    rows = _messages(office, first, last).filter(story__in=stories).select_related("item")
    rows = rows.only("story_id", "item__title", "item__body", "item__folded", "item__place")
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for row in rows.order_by("-said_at", "-item_id").iterator(chunk_size=1000):
        if len(found[row.story_id]) < MOST_READ:
            found[row.story_id].append(row.item)
    return found


def _text(item: Item) -> str:
    return f"{item.title}\n{item.body[:FIRST]}"


def _places(texts: Sequence[str]) -> list[list[str]]:
    """The places each text names; a noun such as 现场 names none."""
    plain = frozenset(words("places", "nouns"))
    return [
        [place for place in record.get("places", ()) if place not in plain]
        for record in (records(texts) if texts else ())
    ]


def _listed(issue: HotIssue, items: Sequence[Item], named: Sequence[Sequence[str]]) -> Listed:
    folded = [item.folded[: len(item.title) + FIRST] for item in items]
    nearest = items[middle(folded)]
    given = Counter(item.place for item in items if item.place).most_common(1)
    place = common_place(named, [_text(item) for item in items]) or (given[0][0] if given else "")
    return Listed(issue, nearest.title, nearest.pk, place, people(folded))
