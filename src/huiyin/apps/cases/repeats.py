"""Earlier matters like this one, among the cases of the office within the period of repeats.

Accusations are compared with nothing: who was accused before is nobody's list. A fixed number of
queries, whatever the number of cases.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.apps.cases.models import CaseFile, CaseItem, CaseRepeat
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import policy
from huiyin.apps.stories.models import StoryItem
from huiyin.rules.durations import read_rule
from huiyin.rules.repeats import Alike, Matter, alike, together
from huiyin.rules.text.normalise import fold

MOST_COMPARED = 400  # the newest cases of the period
MOST_SHOWN = 12
_READ = 600  # characters of an item that are compared
ACCUSATION = CaseFile.Kind.REPORT


@dataclass(frozen=True, slots=True)
class Found:
    """An earlier case and how it is alike."""

    case: CaseFile
    alike: Alike


def earlier_like(
    office: Office, items: Sequence[Item], words: str, kind: str, now: datetime, *,
    story_id: int | None = None, but: int | None = None,
) -> list[Found]:  # fmt: skip
    """Cases of the period that are like a matter of these items and words, the newest first."""
    if kind == ACCUSATION or not (items or words.strip()):
        return []
    since = now - timedelta(days=read_rule(policy(office, "repeat.period", now)).amount)
    rows = CaseFile.objects.filter(office=office, opened_at__gte=since, opened_at__lte=now)
    cases = list(
        rows.exclude(kind=ACCUSATION)
        .exclude(pk=but or 0)
        .order_by("-opened_at", "-id")[:MOST_COMPARED]
    )
    told = _items_of(cases)
    stories = _stories_of([*items, *(item for found in told.values() for item in found)])
    this = _matter(items, words, story_id, stories)
    earlier = [
        _matter(told.get(case.pk, []), f"{case.title}\n{case.summary}", case.story_id, stories)
        for case in cases
    ]
    found = zip(cases, alike(this, earlier), strict=True)
    return [Found(case, how) for case, how in found if how is not None][:MOST_SHOWN]


def repeats_of(case: CaseFile) -> list[CaseRepeat]:
    """The earlier matters proposed for a case, undecided ones first, then the newest."""
    rows = CaseRepeat.objects.filter(case=case).select_related("earlier", "decided_by")
    found = rows.order_by("-earlier__opened_at", "-id")
    return sorted(found, key=lambda row: row.same is not None)


def _items_of(cases: Iterable[CaseFile]) -> dict[int, list[Item]]:
    told: dict[int, list[Item]] = {}
    links = CaseItem.objects.filter(case__in=list(cases)).select_related("item")
    for link in links.only("case_id", "item__folded", "item__place", "item__topic",
                           "item__same_as_id"):  # fmt: skip
        told.setdefault(link.case_id, []).append(link.item)
    return told


def _stories_of(items: Iterable[Item]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = StoryItem.objects.filter(item__in=[item.pk for item in items])
    for item_id, story_id in rows.values_list("item_id", "story_id"):
        found.setdefault(item_id, set()).add(story_id)
    return found


def _matter(
    items: Sequence[Item], words: str, story_id: int | None, stories: dict[int, set[int]]
) -> Matter:
    """The items of a case as one matter; its own words only where it has no items."""
    if not items:
        return Matter(fold([words])[0][:_READ], stories=frozenset({story_id} if story_id else ()))
    places = fold([item.place for item in items])
    return together(
        Matter(
            item.folded[:_READ], place, frozenset({item.topic} - {""}),
            frozenset(stories.get(item.pk, set()) | ({story_id} if story_id else set())),
            frozenset({item.same_as_id or item.pk}),
        )
        for item, place in zip(items, places, strict=True)
    )  # fmt: skip
