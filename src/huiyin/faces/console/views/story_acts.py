"""What people decide about stories: what belongs where, which two are one, what it is called."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.apps.org.steps import StepRefused
from huiyin.apps.stories.actions import (
    keep_apart,
    merge_stories,
    move_item,
    rename_story,
    take_apart_back,
)
from huiyin.apps.stories.actions.levels import (
    acknowledge_alerts,
    confirm_lowering,
    decline_lowering,
    settle_level,
)
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, go_back, person_of
from huiyin.faces.console.chosen import ids_of
from huiyin.rules.refusals import Refusal


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """This story and the chosen one are one."""
    other = _chosen(request, "other")
    kept = merge_stories(other, pk, actor=person_of(request), now=desk_now())
    did(request, _("Merged; all items stand in one story now."))
    return redirect("story", pk=kept.pk)


@require_POST
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """This story and the chosen one are two matters, or (undo) may be one after all."""
    person, other = person_of(request), _chosen(request, "other")
    if request.POST.get("undo"):
        take_apart_back(pk, other, actor=person, now=desk_now())
        did(request, _("Taken back."))
    else:
        reason = request.POST.get("reason", "")
        keep_apart(pk, other, reason, actor=person, now=desk_now())
        did(request, _("Remembered: two matters. The desk will not make one story of them."))
    return redirect(f"{reverse('compare_stories')}?a={pk}&b={other}")


@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """The office's own headline."""
    rename_story(pk, request.POST.get("title", ""), actor=person_of(request), now=desk_now())
    did(request, _("Headline changed."))
    return redirect("story", pk=pk)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item out of its story: into the chosen one, or into one of its own."""
    chosen = ids_of([request.POST.get("story", "")])
    place = move_item(pk, chosen[0] if chosen else None, actor=person_of(request), now=desk_now())
    did(request, _("Moved; the desk will not move it again."))
    return go_back(request, reverse("story", args=[place.story_id]))


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has seen what was raised."""
    acknowledge_alerts(pk, actor=person_of(request), now=desk_now())
    did(request, _("Noted that you have seen it."))
    return redirect("story", pk=pk)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The level a person gives the story."""
    level, reason = request.POST.get("level", ""), request.POST.get("reason", "")
    story = settle_level(pk, level, reason, actor=person_of(request), now=desk_now())
    waits = story.level != level
    did(request, _("Proposed; somebody else confirms it.") if waits else _("Level settled."))
    return redirect("story", pk=pk)


@require_POST
def lower(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person says whether the level goes down."""
    act = confirm_lowering if request.POST.get("do") == "confirm" else decline_lowering
    act(pk, actor=person_of(request), now=desk_now())
    did(request, _("Level settled."))
    return redirect("story", pk=pk)


def _chosen(request: HttpRequest, name: str) -> int:
    ids = ids_of([request.POST.get(name, "")])
    if not ids:
        raise StepRefused(Refusal.STORY_MISSING)
    return ids[0]
