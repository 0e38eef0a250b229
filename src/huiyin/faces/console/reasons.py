"""Why the desk thought so, in words: what kind an item is, which rules spoke, what grouped it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.apps.intake.models import Item
from huiyin.apps.stories.models import StoryItem
from huiyin.faces.console.days import days_of
from huiyin.faces.console.names import named
from huiyin.faces.console.rule_words import term_words
from huiyin.faces.shared.words import KINDS
from huiyin.rules.text.expressions import Term
from huiyin.rules.text.why_apart import told_on_other_days


def kind_words(item: Item) -> list[str]:
    """How the item's kind came about."""
    if not item.kind:
        return [_("No kind could be read from the words.")]
    kind = str(KINDS.get(item.kind, item.kind))
    if item.kind_by is not None:
        return [_("%(kind)s: set by %(name)s") % {"kind": kind, "name": named(item.kind_by)}]
    if item.channel == Item.Channel.FEED:
        return [
            _("%(kind)s: published texts are news until a person says otherwise") % {"kind": kind}
        ]
    if not item.kind_because:
        return [_("%(kind)s: chosen by whoever told or entered it") % {"kind": kind}]
    words = quoted(item.kind_because)
    share = {"kind": kind, "words": words, "percent": round(item.kind_score * 100)}
    return [_("%(kind)s, because of the words %(words)s (%(percent)s %% sure)") % share]


def hit_words(item: Item) -> list[str]:
    """Which keyword rules spoke, and at which words."""
    return [
        _("Rule “%(rule)s” found %(words)s") % {"rule": hit.get("name", ""), "words": _found(hit)}
        for hit in item.hits
    ]


def _found(hit: Mapping[str, Any]) -> str:
    """The words of a hit, and what stands beside the text that its rule asks for."""
    beside = [term_words(Term(text, field)) for field, text in hit.get("facts", ())]
    words = quoted(hit["terms"]) if hit.get("terms") else ""
    return _(", ").join(filter(None, (words, *beside)))


def grouping_words(place: StoryItem) -> list[str]:
    """Why the item stands in its story, and not in the likest other one."""
    if place.by is not None:
        return [_("Put here by %(name)s") % {"name": named(place.by)}]
    return [_joined_words(place), *_apart_words(place)]


def _joined_words(place: StoryItem) -> str:
    code, *evidence = [str(word) for word in place.because] or [""]
    if code == "copy":
        if place.item.same_how == Item.SameHow.UPDATE:
            return _("A newer version of another item here")
        text = _("Nearly the same text as another item here (%(percent)s %% alike)")
        return text % {"percent": round(place.similarity * 100)}
    if code == "words":
        return _("Shares these words with the story: %(words)s") % {"words": quoted(evidence)}
    if code == "regrouped":
        return _("Put here by the desk when later items showed where it belongs")
    return _("It opened this story")


def _apart_words(place: StoryItem) -> list[str]:
    code, *evidence = [str(word) for word in place.apart_because] or [""]
    if code == "place" and len(evidence) == 2:
        places = {"here": evidence[0], "there": evidence[1]}
        return [
            _("Kept apart from a like story: other place, %(here)s here, %(there)s there") % places
        ]
    if place.refused is None:
        return []
    title = {"title": place.refused.title}
    if code == "settled":
        return [_("Kept apart from “%(title)s”: that story was settled by a person") % title]
    first, last, here = (
        timezone.localtime(at).date()
        for at in (place.refused.first_at, place.refused.last_at, place.said_at)
    )
    if told_on_other_days(first, last, here):
        days = {**title, "here": days_of(here, here), "there": days_of(first, last)}
        return [_("Kept apart from “%(title)s”: other day, %(here)s here, %(there)s there") % days]
    return [_("Kept apart from “%(title)s”: other subject, too little in common") % title]


def quoted(words: object) -> str:
    """Words as a list a person reads."""
    listed = words if isinstance(words, list | tuple) else []
    return _(", ").join(_("“%(word)s”") % {"word": word} for word in listed)
