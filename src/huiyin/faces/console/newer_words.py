"""What a newer version of a known text says anew, for its page."""

from dataclasses import dataclass

from huiyin.apps.intake.models import Item

MOST, LONGEST = 6, 200
READ = 20_000  # characters of a text that are compared


@dataclass(frozen=True, slots=True)
class Newer:
    """Stretches that the known text has nowhere, and figures or places that changed."""

    added: list[str]
    changed: list[tuple[str, str]]


def newer_than_known(item: Item) -> Newer | None:
    """None where the item is no newer version of another one that is still there."""
    if item.same_how != Item.SameHow.UPDATE or item.same_as is None:
        return None
    from huiyin.rules.text.newer import news

    known, later = item.same_as.body[:READ], item.body[:READ]
    found = news(known, later)
    added = [later[begin:end].strip()[:LONGEST] for begin, end in found.added[:MOST]]
    changed = [(known[slice(*old)], later[slice(*new)]) for old, new in found.changed[:MOST]]
    return Newer([text for text in added if text], changed)
