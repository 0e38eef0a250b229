"""Template tags for what was seen of published texts: `{% load evidence %}`."""

from typing import Any

from django import template
from django.db.models import Count, Max

from huiyin.apps.intake.models import Item
from huiyin.faces.console.versions import copies_of, versions_of

register = template.Library()


@register.inclusion_tag("console/parts/versions.html")
def item_evidence(item: Item) -> dict[str, Any]:
    """The later versions of an item and the copies that were stored."""
    return {"versions": versions_of(item), "copies": copies_of(item)}


@register.inclusion_tag("console/parts/story_edits.html")
def story_edits(story_id: int) -> dict[str, Any]:
    """Items of a story that were edited at their source."""
    rows = Item.objects.filter(membership__story=story_id, versions__isnull=False)
    edited = rows.annotate(edits_n=Count("versions"), edited_at=Max("versions__seen_at"))
    return {"edited": list(edited.only("pk", "title").order_by("-edited_at")[:20])}
