"""Two stories side by side, so that a person sees whether they are one."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.apps.intake.queries.asked import whole
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import holds
from huiyin.apps.stories.actions.parting import kept_apart
from huiyin.apps.stories.models import Story
from huiyin.apps.stories.queries import as_rising, story_page
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.apart_lines import apart_bars
from huiyin.faces.console.claims import Claims, claims_seen
from huiyin.faces.console.rising import StoryLine, story_line
from huiyin.faces.console.telling import OutletLine, members_of, spread
from huiyin.rules.text.comparing import compare_words

MOST_TITLES, MOST_OUTLETS = 100, 8


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two stories as the page shows it; `titles` are those of its own texts."""

    story: Story
    line: StoryLine
    outlets: list[OutletLine]
    claims: Claims
    titles: list[str]


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """The stories a and b; Story.DoesNotExist (a page says so) where there is no such."""
    person = person_of(request)
    asked = [whole(request.GET.get(name, "")) or 0 for name in ("a", "b")]
    sides = [_side(person.office, pk) for pk in asked]
    if sides[0].story.pk == sides[1].story.pk:
        return redirect("story", pk=sides[0].story.pk)
    words = compare_words(sides[0].titles, sides[1].titles)
    values = {
        "title": _("Are these two one story?"),
        "sides": list(zip(sides, words.own, strict=True)),
        "shared": words.shared,
        "bars": apart_bars(sides[0].story, sides[1].story, share_words=bool(words.shared)),
        "may_shape": holds(person, "duty", "office"),
        "apart": kept_apart(sides[0].story.pk, sides[1].story.pk),
    }
    return show(request, "console/compare.html", values)


def _side(office: Office, pk: int) -> Side:
    page = story_page(office, pk)
    members = members_of(page.members)
    return Side(
        page.story,
        story_line(as_rising(page.story, desk_now())),
        spread(page.members)[:MOST_OUTLETS],
        claims_seen(members),
        [member.item.title for member in members if not member.reprint][:MOST_TITLES],
    )
