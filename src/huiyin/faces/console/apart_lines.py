"""Why two stories are apart, as bars: place, day and subject, with what each side says."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiyin.apps.intake.models import Item
from huiyin.apps.intake.queries.learning import topic_tree
from huiyin.apps.stories.models import Story
from huiyin.faces.console.days import days_of
from huiyin.faces.console.judgements import topic_name
from huiyin.rules.text.fact_asking import proper_places
from huiyin.rules.text.why_apart import Side, Verdict, why_apart

MOST_READ, MOST_SHOWN = 200, 3
TONES = {Verdict.SAME: "good", Verdict.OTHER: "due", Verdict.UNKNOWN: "plain"}


@dataclass(frozen=True, slots=True)
class ApartBar:
    """One thing that may tell two stories apart."""

    label: str
    verdict: str
    word: str
    tone: str
    here: str
    there: str


def apart_bars(here: Story, there: Story, *, share_words: bool) -> list[ApartBar]:
    """The three bars; two queries."""
    one, other = _side(here), _side(there)
    found = why_apart(one, other, share_words=share_words)
    tree = topic_tree(here.office_id)
    days = [_named(named) if named else _told(side)
            for named, side in zip(found.days, (one, other), strict=True)]  # fmt: skip
    topics = [", ".join(topic_name(tree, code) for code in side.topics[:1])
              for side in (one, other)]  # fmt: skip
    places = ["、".join(side.places[:MOST_SHOWN]) for side in (one, other)]
    return [
        _bar(_("Place"), found.place, _("same place"), _("other place"), places),
        _bar(_("Day"), found.day, _("same day"), _("other day"), days),
        _bar(_("Subject"), found.subject, _("same subject"), _("other subject"), topics),
    ]


def _bar(label: str, verdict: Verdict, same: str, other: str, said: list[str]) -> ApartBar:
    word = {Verdict.SAME: same, Verdict.OTHER: other, Verdict.UNKNOWN: _("not told")}[verdict]
    return ApartBar(label, verdict.value, word, TONES[verdict], said[0], said[1])


def _side(story: Story) -> Side:
    rows = (
        Item.objects.filter(membership__story=story)
        .order_by("said_at")
        .values_list("topic", "facts__told")[:MOST_READ]
    )
    topics: Counter[str] = Counter()
    places: Counter[str] = Counter()
    times: list[str] = []
    for topic, told in rows:
        topics.update([topic] if topic else [])
        places.update(proper_places(told or {}))
        times += (told or {}).get("times", ())
    first, last = (timezone.localtime(at).date() for at in (story.first_at, story.last_at))
    return Side(_common(places), times, _common(topics), first, last)


def _common(counted: Counter[str]) -> list[str]:
    return [word for word, _times in counted.most_common()]


def _named(days: tuple[tuple[int, int], ...]) -> str:
    shown = [date_format(date(2000, month, day), "MONTH_DAY_FORMAT") for month, day in _real(days)]
    return "、".join(shown[:MOST_SHOWN])


def _real(days: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Without days no month has, such as 31 June."""
    return [(month, day) for month, day in days if day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31,
                                                           30, 31)[month - 1]]  # fmt: skip


def _told(side: Side) -> str:
    return _("told %(days)s") % {"days": days_of(side.first_on, side.last_on)}
