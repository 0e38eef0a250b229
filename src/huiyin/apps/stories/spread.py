"""How a story's text spread: who reprinted whom, by outlet and hour; what each new version says."""

from dataclasses import dataclass

from huiyin.apps.intake.models import Item
from huiyin.rules.text.newer import Span, news
from huiyin.rules.text.reprints import Printed, Tree, tree

MOST = 500
"""Items of a story that are looked at, the earliest first."""


@dataclass(frozen=True, slots=True)
class Newer:
    """What an updated version says that the text it updates did not: spans of both bodies."""

    item_id: int
    known_id: int
    added: tuple[Span, ...]
    changed: tuple[tuple[Span, Span], ...]


def reprint_tree(story_id: int) -> Tree[int]:
    """The tree of a story's items, by their ids; empty for a story without any."""
    rows = (
        Item.objects.filter(membership__story_id=story_id)
        .order_by("said_at", "pk")
        .values_list("pk", "said_at", "outlet", "title", "body")[:MOST]
    )
    return tree(Printed(*row) for row in rows)


def newer_versions(story_id: int) -> list[Newer]:
    """What is new in each updated version among a story's items, in the order of their time."""
    updates = (
        Item.objects.filter(membership__story_id=story_id, same_how=Item.SameHow.UPDATE)
        .order_by("said_at", "pk")
        .values_list("pk", "same_as_id", "same_as__body", "body")[:MOST]
    )
    found = [(pk, known_id, news(known, body)) for pk, known_id, known, body in updates]
    return [Newer(pk, known_id, new.added, new.changed) for pk, known_id, new in found]
