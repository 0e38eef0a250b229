"""Stories: the river by heat, and one story with everything that belongs to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from huiyin.apps.audit.models import Event
from huiyin.apps.audit.queries import events_of_case, events_of_story
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.queries import holds, zone_of
from huiyin.apps.responses.actions import AUTHORS
from huiyin.apps.responses.drafting import drafts_of_story
from huiyin.apps.stories.actions.parting import apart_from
from huiyin.apps.stories.models import Story
from huiyin.apps.stories.queries import as_rising, river, story_page
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console import claims
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.level_lines import level_values
from huiyin.faces.console.rising import story_line
from huiyin.faces.console.scripts import chosen, in_script
from huiyin.faces.console.spread_lines import spread_grid
from huiyin.faces.console.story_told import prints_of, told_by
from huiyin.faces.console.telling import members_of, spread, story_chart
from huiyin.faces.shared import chart_process
from huiyin.faces.shared.pieces import Pager
from huiyin.flows.drafting import endpoint

MOST_CASES = 3


@require_GET
def river_page(request: HttpRequest) -> HttpResponse:
    """All stories of more than one item, the hottest first. One of them will be opened next, so
    what draws its chart and what reads its figures are started."""
    person, now = person_of(request), desk_now()
    before = request.GET.get("before", "")
    try:
        found = river(person.office, now, before=before)
    except ValueError:
        raise Http404 from None
    lines = [story_line(each) for each in found.stories]
    older = f"?before={found.next_cursor}" if found.next_cursor else None
    if not getattr(request, "htmx", None):
        chart_process.get_ready()
        claims.get_ready()
    values = {
        "title": _title(sum(1 for line in lines if sum(line.counts))),
        "stories": lines,
        "pager": Pager(newer_url="?" if before else None, older_url=older),
    }
    return show(request, "console/stories.html", values, part="console/parts/stories.html")


@require_GET
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story; one that was merged leads on to where it went."""
    person, now = person_of(request), desk_now()
    page = story_page(person.office, pk)
    story = page.story
    if story.pk != pk:
        return redirect("story", pk=story.pk)
    apart = apart_from(story)
    left_out = {story.pk, *(each.story.pk for each in apart)}
    cases = list(CaseFile.objects.filter(story=story).order_by("-opened_at"))
    members = members_of(page.members)
    values = {
        "title": in_script(story.title, chosen(request)),
        "story": story,
        "counts": story_line(as_rising(story, now)),
        "members": members,
        "claims": claims.claims_seen(members),
        "summary": told_by(members),
        "outlets": spread(page.members),
        "grid": spread_grid(page.members),
        "chart": story_chart(
            [row.said_at for row in page.members],
            [*events_of_story(story.pk), *_events_of(cases)],
            zone_of(person.office),
        ),
        "cases": cases,
        "open_case": any(case.closed_at is None for case in cases),
        "may_open": holds(person, "duty", "office"),
        "may_ask_machine": endpoint() is not None and holds(person, *AUTHORS),
        "machine_drafts": drafts_of_story(story),
        "others": [
            each.story
            for each in river(person.office, now, limit=30).stories
            if each.story.pk not in left_out
        ],
        "apart": apart,
    }
    values |= level_values(story, person)
    return show(request, "console/story.html", values, part="console/parts/story.html")


@require_GET
def prints_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who reprinted whom, and what updated versions say anew; a part of the story's page."""
    story = Story.objects.get(pk=pk, office=person_of(request).office)
    values = {
        "title": _("Who reprinted whom"),
        "story": story,
        "prints": prints_of(story.pk),
    }
    return show(request, "console/prints.html", values, part="console/parts/prints.html")


def _events_of(cases: list[CaseFile]) -> list[Event]:
    """What happened in the cases after they were opened (the story tells of that itself)."""
    return [
        event
        for case in cases[:MOST_CASES]
        for event in events_of_case(case.pk)
        if event.story_id is None
    ]


def _title(rising_now: int) -> str:
    if not rising_now:
        return _("Nothing new in any story today")
    return ngettext(
        "%(n)s story got something new within a day",
        "%(n)s stories got something new within a day",
        rising_now,
    ) % {"n": rising_now}
