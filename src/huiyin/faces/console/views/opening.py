"""Opening a case: of items, of a story, or of nothing but words."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.apps.cases.actions import open_case
from huiyin.apps.cases.models import CaseFile, CaseRepeat
from huiyin.apps.cases.repeats import earlier_like
from huiyin.apps.intake.models import Item
from huiyin.apps.org.models import Person, Unit
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.stories.models import Story
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of
from huiyin.faces.console.chosen import ids_of

ITEM_TO_CASE = {"hazard", "complaint", "suggestion", "question", "report"}


@require_http_methods(["GET", "POST"])
def open_new_case(request: HttpRequest) -> HttpResponse:
    """Open one case of items, of a story, or of nothing but words."""
    person = person_of(request)
    asked = request.GET if request.method == "GET" else request.POST
    items = _items(person, ids_of(asked.getlist("item")))
    story = _story(person, asked.get("story", ""))
    error = ""
    if request.method == "POST":
        try:
            case = open_case(
                actor=person,
                title=asked.get("title", ""),
                kind=_case_kind(asked.get("kind", "")),
                summary=asked.get("summary", "").strip(),
                lead_unit=_unit(person, asked.get("unit", "")),
                story=story,
                items=items,
                now=desk_now(),
            )
        except StepRefused as refused:
            error = refusal_text(refused.code)
        else:
            did(request, _("Case %(number)s opened.") % {"number": case.number})
            return redirect("case", pk=case.pk)
    values = {
        "title": _("Open a case"),
        "error": error,
        "items": items,
        "story": story,
        "given": {
            "title": asked.get("title", "") or _first_title(story, items),
            "kind": asked.get("kind", "") or _first_kind(items),
            "summary": asked.get("summary", ""),
            "unit": asked.get("unit", ""),
        },
        "earlier": _earlier(person, items, story, asked),
        "kinds": CaseFile.Kind.choices,
        "units": Unit.objects.filter(office=person.office).order_by("id"),
    }
    return render(request, "console/open_case.html", values, status=422 if error else 200)


def _earlier(
    person: Person, items: list[Item], story: Story | None, asked: QueryDict
) -> list[dict[str, object]]:
    """Earlier matters like the one that is about to be opened, and how they are alike."""
    found = earlier_like(
        person.office, items, asked.get("title", ""), asked.get("kind", "") or _first_kind(items),
        desk_now(), story_id=story.pk if story else None,
    )  # fmt: skip
    return [{"case": one.case, "how": CaseRepeat.How(one.alike.how).label} for one in found]


def _items(person: Person, ids: list[int]) -> list[Item]:
    rows = Item.objects.filter(office=person.office, pk__in=ids)
    return list(rows.order_by("said_at"))


def _story(person: Person, given: str) -> Story | None:
    ids = ids_of([given])
    return Story.objects.filter(office=person.office, pk__in=ids).first()


def _unit(person: Person, given: str) -> Unit | None:
    return Unit.objects.filter(office=person.office, pk__in=ids_of([given])).first()


def _case_kind(given: str) -> str:
    return given if given in CaseFile.Kind.values else CaseFile.Kind.CONCERN.value


def _first_title(story: Story | None, items: list[Item]) -> str:
    if story is not None:
        return story.title[:200]
    return items[0].title[:200] if items else ""


def _first_kind(items: list[Item]) -> str:
    kinds = [item.kind for item in items if item.kind in ITEM_TO_CASE]
    return kinds[0] if kinds else CaseFile.Kind.CONCERN.value
