"""Stories: the river by heat, and one story with everything that belongs to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.apps.stories.models import Story
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.rising import rising_story

PAGE = 50


@require_GET
def river_page(request: HttpRequest) -> HttpResponse:
    """All stories of more than one item, the hottest first."""
    person = person_of(request)
    rows = Story.objects.filter(office=person.office, items_n__gt=1, merged_into=None)
    found = list(rows.order_by("-heat", "-id")[:PAGE])
    values = {"title": _("Stories"), "stories": [rising_story(story) for story in found]}
    return show(request, "console/stories.html", values, part="console/parts/stories.html")


@require_GET
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story."""
    person = person_of(request)
    story = get_object_or_404(Story, pk=pk, office=person.office)
    values = {"title": story.title, "story": story}
    return show(request, "console/story.html", values)
