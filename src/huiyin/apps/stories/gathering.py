"""The desk's own grouping: each new item joins a story or opens one, and the figures follow.

The caller holds the office's grouping lock. What a person decided is never touched: only items
that have no place yet are given one, and only stories that nobody shaped, warned of or opened a
case from are put together anew when later items show that two were one, or that one was two.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.storing import NewItem
from huiyin.apps.org.models import Office
from huiyin.apps.stories import shelf
from huiyin.apps.stories.models import Story, StoryItem
from huiyin.apps.stories.rows import (
    MEMBER_COLUMNS,
    StoryRow,
    as_json,
    figures_of_stories,
    locked,
    move_members,
    open_stories,
    places_of,
    put_figures,
    update_stories,
)
from huiyin.engine.copying import copy_rows, new_ids
from huiyin.rules.text.cluster import (
    OPENED,
    Assignment,
    Features,
    Policy,
    StoryIndex,
    assign,
)
from huiyin.rules.text.policies import PUBLISHED, TOLD


@dataclass(slots=True)
class Gathered:
    """What came of a batch: its items, which now have stories; the stories found, grown, woken.

    `several` are the stories of which more than one item tells now, and did not before; `merged`
    those that went into another one; `moved` the items of before that left a story that goes on:
    item, the story they left, the one they are in.
    """

    items: list[NewItem] = field(default_factory=list)
    found: list[StoryRow] = field(default_factory=list)
    grown: list[StoryRow] = field(default_factory=list)
    woken: list[StoryRow] = field(default_factory=list)
    several: list[StoryRow] = field(default_factory=list)
    merged: list[StoryRow] = field(default_factory=list)
    moved: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """An item's place as decided, and why."""

    item: NewItem
    story_id: int
    why: Assignment
    opens: bool = False


class StoryStands(Exception):  # noqa: N818 - it is an answer, not a fault
    """A story was to be put together anew that stands since it was read last."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Items of a batch that are grouped together, with what is known of them."""

    office: Office
    told: bool
    items: list[NewItem]
    features: Features
    now: datetime


@dataclass(frozen=True, slots=True)
class _Decided:
    """What is to be written of a part: places, items of before with the story they left and the one
    they go to, the stored stories by id, the ids of all, and the revision that tells of it."""

    places: list[_Place]
    moved: dict[int, tuple[int, int]]
    stories: dict[int, StoryRow]
    names: dict[int, int]
    revision: int


def policy_of(*, told: bool) -> Policy:
    """How alike is alike enough: for what people tell the office, or for what is published."""
    return TOLD if told else PUBLISHED


def gather(office: Office, items: Sequence[NewItem], features: Features, now: datetime) -> Gathered:
    """Give each item of the batch its story, store that, and bring the figures up to date.

    The items are told their places, and are still to be written. `features` belong to `items`, in
    order. Items of a time whose stories have all ended are grouped among the stories of that time.
    """
    gathered = Gathered()
    if not items:
        return gathered
    told = items[0].channel != Item.Channel.FEED
    policy = policy_of(told=told)
    limit = shelf.ended_before(office.pk, policy, told=told)
    late = [at for at, item in enumerate(items) if limit is not None and item.said_at < limit]
    timely = sorted({*range(len(items))} - {*late})
    parts = [
        _Part(office, told, [items[at] for at in chosen], _of(features, chosen), now)
        for chosen in (late, timely)
        if chosen
    ]
    for part in parts:
        if late and part is parts[0]:
            times = [item.said_at for item in part.items]
            index = shelf.late_index(office.pk, policy, min(times), max(times), told=told)
            _place_all(part, index, policy, gathered)
        else:
            _among_the_living(part, policy, gathered)
    gathered.items += items
    return gathered


def _of(features: Features, chosen: Sequence[int]) -> Features:
    return features if len(chosen) == len(features) else features.take(chosen)


def _among_the_living(part: _Part, policy: Policy, gathered: Gathered) -> None:
    """Group items among the live stories, with the index that is kept of them."""
    kept = shelf.live_index(part.office.pk, policy, told=part.told)
    try:
        revision = _place_all(part, kept.index, policy, gathered)
    except StoryStands:
        kept = shelf.live_index(part.office.pk, policy, told=part.told)
        revision = _place_all(part, kept.index, policy, gathered)
    shelf.keep(part.office.pk, kept, revision, told=part.told)


def _place_all(part: _Part, index: StoryIndex, policy: Policy, gathered: Gathered) -> int:
    """Decide and write the places of items; returns the revision that tells of it.

    Raises StoryStands, with nothing written.
    """
    revived = _revived(part, index)
    rest = [at for at, item in enumerate(part.items) if item.pk not in revived]
    keys = [part.items[at].pk for at in rest]
    assigned = assign(_of(part.features, rest), index, policy, keys)
    final = {move.item: move.to for move in assigned.moves}
    left = {move.item: move.left for move in reversed(assigned.moves)}
    decided = dict(zip(keys, assigned.items, strict=True))
    decided |= {pk: Assignment(story, 1.0, ("copy",), 0, ()) for pk, story in revived.items()}
    targets = {*(each.story for each in decided.values()), *final.values()}
    stories = locked(story for story in {*targets, *left.values()} if story < OPENED)
    if any(_stands(stories[story]) for story in left.values()):
        raise StoryStands
    names = _named(targets)
    index.rename(names)
    revision = shelf.revision_of(part.office.pk, told=part.told) + 1
    places = [_Place(item, names[decided[item.pk].story], decided[item.pk]) for item in part.items]
    moved = {
        item: (left[item], names[story]) for item, story in final.items() if left[item] != story
    }
    _write(part, _Decided(places, moved, stories, names, revision), gathered)
    shelf.add_stories(index, sorted(set(revived.values())))
    return revision


def _revived(part: _Part, index: StoryIndex) -> dict[int, int]:
    """The items that are copies of one whose story has ended: that story goes on."""
    copies = {item.pk: item.same_as for item in part.items if item.same_as is not None}
    places = places_of(copies.values())
    ended = set(places.values()) - index.holding(set(places.values()))
    if ended:
        rows = Story.objects.filter(pk__in=ended, told=part.told, merged_into=None)
        ended = set(rows.values_list("pk", flat=True))
    revived: dict[int, int] = {}
    for item in part.items:
        original = copies.get(item.pk)
        story = places.get(original or 0, revived.get(original or 0, 0))
        if story in ended:
            revived[item.pk] = story
    return revived


def _stands(story: StoryRow) -> bool:
    return story.settled or story.state in shelf.STANDING


def _named(stories: Iterable[int]) -> dict[int, int]:
    """Ids for these stories: those of stored ones are theirs, new ones get theirs in order."""
    opened = sorted(story for story in stories if story >= OPENED)
    fresh = new_ids(Story, len(opened)) if opened else []
    return {
        **{story: story for story in stories if story < OPENED},
        **dict(zip(opened, fresh, strict=True)),
    }


def _write(part: _Part, decided: _Decided, gathered: Gathered) -> None:
    """Write members, stories and figures, and note what came of it."""
    places, moved, stories = decided.places, decided.moved, decided.stories
    names, revision = decided.names, decided.revision
    before = {pk: story.items_n for pk, story in stories.items()}
    arrivals = {item: to for item, (_left, to) in moved.items()}
    found = _opened(part, places, arrivals, stories, revision)
    _write_members(places, names, part.now)
    if moved:
        move_members(list(arrivals), list(arrivals.values()))
    counted = list(stories.values())
    figures = figures_of_stories([story.pk for story in (*counted, *found)])
    into = _merged_into(moved)
    for story in (*counted, *found):
        story.revision = revision
        put_figures(story, figures.get(story.pk))
        if story.pk not in figures:
            story.merged_into_id = into[story.pk]
    open_stories(found)
    update_stories(counted)
    ended = [story for story in counted if story.pk not in figures]
    if ended:
        _pass_on(ended)
    joined = {place.story_id for place in places} | {*arrivals.values()}
    gathered.found += found
    gathered.grown += [story for story in counted if story.pk in joined]
    gathered.woken += [
        story for story in counted if story.pk in joined and story.state == Story.State.DORMANT
    ]
    gathered.several += [
        story for story in (*found, *counted) if before.get(story.pk, 0) <= 1 < story.items_n
    ]
    gathered.merged += [story for story in ended if before[story.pk] > 1]
    gone = {story.pk for story in ended}
    gathered.moved += [(item, old, to) for item, (old, to) in moved.items() if old not in gone]
    for place in places:
        place.item.story_id, place.item.attached = place.story_id, _attaches(place)


def _opened(
    part: _Part,
    places: Sequence[_Place],
    arrivals: dict[int, int],
    stories: dict[int, StoryRow],
    revision: int,
) -> list[StoryRow]:
    """The stories that are new: opened by an item of the batch, or parted from another one."""
    parted = {to: item for item, to in sorted(arrivals.items(), reverse=True) if to not in stories}
    titles = dict(Item.objects.filter(pk__in=parted.values()).values_list("pk", "title"))
    first: dict[int, _Place] = {}
    for place in places:
        if place.story_id not in stories:
            other = first.setdefault(place.story_id, place)
            if (place.item.said_at, place.item.pk) < (other.item.said_at, other.item.pk):
                first[place.story_id] = place
    for place in first.values():
        place.opens = True
        titles[place.item.pk] = place.item.title.strip() or "…"
    opening = {story: place.item.pk for story, place in first.items()}
    return [
        StoryRow(pk, part.office.pk, titles[item], part.told, revision)
        for pk, item in sorted({**parted, **opening}.items())
    ]


def _write_members(places: Sequence[_Place], names: dict[int, int], now: datetime) -> None:
    rows = []
    for place in places:
        item, why = place.item, place.why
        refused = why.refused if 0 < why.refused < OPENED else names.get(why.refused)
        reprint = not place.opens and item.is_reprint
        rows.append(
            (
                place.story_id, item.pk, why.similarity, as_json(why.because), refused,
                as_json(why.apart), reprint, now, item.said_at, item.outlet,
            )
        )  # fmt: skip
    copy_rows(StoryItem, MEMBER_COLUMNS, rows)


def _merged_into(moved: dict[int, tuple[int, int]]) -> dict[int, int]:
    """For each story that items left, where most of them went; the older one of equals."""
    went: dict[int, Counter[int]] = {}
    for old, to in moved.values():
        went.setdefault(old, Counter())[to] += 1
    return {
        old: min(counts, key=lambda story: (-counts[story], story)) for old, counts in went.items()
    }


def _pass_on(ended: Sequence[StoryRow]) -> None:
    """Stories that had gone into one that is no more are in the one it went into."""
    for story in ended:
        Story.objects.filter(merged_into=story.pk).update(merged_into=story.merged_into_id)


def _attaches(place: _Place) -> bool:
    """A published text that joins a story needs no second look, unless a keyword says urgent.

    What a person told the desk always waits for a person.
    """
    item = place.item
    return item.channel == Item.Channel.FEED and not place.opens and not item.urgent
