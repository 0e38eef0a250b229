"""Drafts with a machine's help: what would be sent to whom, asking, and the text that came back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.apps.cases.models import CaseFile
from huiyin.apps.org.queries import holds
from huiyin.apps.responses.actions import AUTHORS
from huiyin.apps.responses.drafting import ask_machine, cited_items, machine_draft, public_items
from huiyin.apps.stories.models import Story
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import person_of, show
from huiyin.faces.console.draft_words import marked_body, trouble_text, warnings
from huiyin.flows.drafting import endpoint, host_of


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be sent and to whom; sent when the person says so."""
    person, where = person_of(request), endpoint()
    if where is None:
        raise Http404
    story = Story.objects.get(pk=pk, office=person.office, merged_into=None)
    case = CaseFile.objects.filter(story=story, closed_at=None).order_by("-opened_at").first()
    if request.method == "POST":
        language = "zh" if (get_language() or "zh").startswith("zh") else "en"
        draft = ask_machine(
            story.pk, host=host_of(where), language=language, actor=person, now=desk_now(),
            case=case,
        )  # fmt: skip
        return redirect("machine_draft", pk=draft.pk)
    values = {
        "title": _("Let a machine write a first draft"),
        "story": story,
        "case": case,
        "items": public_items(story),
        "host": host_of(where),
        "model": where.model,
        "may_write": holds(person, *AUTHORS),
    }
    return show(request, "console/ask_draft.html", values)


@require_GET
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft as it came, or that it has not come yet."""
    person = person_of(request)
    found = machine_draft(person, pk)
    if found is None:
        raise Http404
    done = found.done_at is not None and not found.code
    values = {
        "title": found.title or _("A draft with a machine's help"),
        "draft": found,
        "body": marked_body(found),
        "warnings": warnings(found) if done else [],
        "items": list(cited_items(found)),
        "statements": list(found.statements.order_by("id")),
        "trouble": trouble_text(found),
        "may_write": holds(person, *AUTHORS),
    }
    return show(
        request, "console/machine_draft.html", values, part="console/parts/machine_draft.html"
    )
