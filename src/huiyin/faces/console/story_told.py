"""What the page of a story adds to its items: the summary, and how its text was reprinted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.apps.intake.models import Item
from huiyin.apps.stories.spread import Newer, newer_versions, reprint_tree
from huiyin.faces.console.telling import Member
from huiyin.rules.text.reprints import Branch
from huiyin.rules.text.summary import Sentence, Source, summary

MOST_READ, MOST_SHOWN, LONGEST = 60, 100, 200


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the summary and the item it is from."""

    text: str
    item: Item


@dataclass(frozen=True, slots=True)
class Print:
    """An item in the tree of prints; `parent` is the item it repeats, None for a first one.

    `added` and `changed` (before, after) are what an updated version says anew.
    """

    item: Item
    parent: Item | None
    how: str
    percent: int
    credited: bool
    depth: int
    added: list[str]
    changed: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Prints:
    """The tree, each print under the one it repeats, and in which hours the items came."""

    lines: list[Print]
    hours: tuple[tuple[datetime, int], ...]
    left_out: int


def told_by(members: Sequence[Member]) -> list[Told]:
    """The summary of a story of several items; the latest that are no reprints are read."""
    read = [member.item for member in members if not member.reprint][-MOST_READ:]
    if len(read) < 2:
        return []
    items = {item.pk: item for item in read}
    sentences: list[Sentence] = summary(
        [Source(item.pk, item.said_at, item.title, item.body) for item in read]
    )
    return [Told(each.text, items[each.key]) for each in sentences]


def prints_of(story_id: int) -> Prints:
    """Who reprinted whom. Items that neither repeat nor are repeated are only counted."""
    tree = reprint_tree(story_id)
    repeated = {branch.parent for branch in tree.branches}
    told = [each for each in tree.branches if each.parent is not None or each.key in repeated]
    shown = _under_parents(told)[:MOST_SHOWN]
    items = Item.objects.only("title", "outlet", "channel", "said_at", "body").in_bulk(
        [branch.key for branch in shown]
    )
    newer = {each.item_id: each for each in newer_versions(story_id)}
    lines = [_print(branch, items, newer.get(branch.key)) for branch in shown]
    return Prints(lines, tree.hours, len(tree.branches) - len(shown))


def _under_parents(branches: Sequence[Branch[int]]) -> list[Branch[int]]:
    """Each branch after the one it hangs on, those of one parent in time order."""
    below: dict[int | None, list[Branch[int]]] = {}
    for branch in branches:
        below.setdefault(branch.parent, []).append(branch)
    ordered, waiting = [], below.get(None, [])[::-1]
    while waiting:
        branch = waiting.pop()
        ordered.append(branch)
        waiting.extend(reversed(below.get(branch.key, [])))
    return ordered


def _print(branch: Branch[int], items: dict[int, Item], newer: Newer | None) -> Print:
    item = items[branch.key]
    added = [item.body[begin:end][:LONGEST] for begin, end in newer.added] if newer else []
    how = Item.SameHow.UPDATE.value if newer else branch.how
    return Print(
        item, items.get(branch.parent) if branch.parent is not None else None, how,
        round(branch.closeness * 100), branch.credited, min(branch.depth, 6), added,
        _changed(item, newer),
    )  # fmt: skip


def _changed(item: Item, newer: Newer | None) -> list[tuple[str, str]]:
    if newer is None or not newer.changed:
        return []
    known = Item.objects.values_list("body", flat=True).get(pk=newer.known_id)
    return [(known[slice(*before)], item.body[slice(*after)]) for before, after in newer.changed]
