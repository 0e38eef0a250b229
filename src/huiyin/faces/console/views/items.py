"""What is done with items: dismissed, taken back, of another kind, attached; one or many."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.cases.actions.attaching import attach_to_case
from huiyin.apps.cases.models import CaseFile
from huiyin.apps.intake.actions import dismiss_item, set_kind
from huiyin.apps.intake.actions.labels import set_severity, set_topic
from huiyin.apps.intake.holds import hold_matter, release_matter
from huiyin.apps.intake.mailboxes import staff_copy
from huiyin.apps.intake.models import Item, SubmissionFile
from huiyin.apps.intake.scans import Scanned, standing
from huiyin.apps.org.models import Person
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.apps.stories.actions import attach_item, undo_item
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, go_back, person_of
from huiyin.faces.console.chosen import ids_of, undo_address


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Put aside with a reason; undone with one press."""
    reason = request.POST.get("other", "").strip() or request.POST.get("reason", "")
    dismiss_item(pk, reason, actor=person_of(request), now=desk_now())
    did(request, _("Dismissed: %(reason)s") % {"reason": reason}, undo=undo_address([pk]))
    return go_back(request, reverse("inbox"))


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take dismissals and attachments back."""
    person, now = person_of(request), desk_now()
    for pk in ids_of(request.GET.getlist("item")):
        undo_item(pk, actor=person, now=now)
    did(request, _("Taken back."))
    return go_back(request, reverse("inbox"))


@require_POST
def kind(request: HttpRequest, pk: int) -> HttpResponse:
    """Overrule what kind of matter it is."""
    chosen = request.POST.get("kind", "")
    if chosen not in Item.Kind.values:
        raise Http404
    set_kind(pk, chosen, actor=person_of(request), now=desk_now())
    did(request, _("Kind set; the desk will not change it again."))
    return go_back(request, reverse("item", args=[pk]))


@require_POST
def label(request: HttpRequest, pk: int, task: str) -> HttpResponse:
    """Overrule what it is about (task topic) or how grave it is (task severity)."""
    acts = {"topic": set_topic, "severity": set_severity}
    if task not in acts:
        raise Http404
    try:
        acts[task](pk, request.POST.get("label", ""), actor=person_of(request), now=desk_now())
    except ValueError as unknown:
        raise Http404 from unknown
    did(request, _("Set; the desk learns from it at the next training."))
    return go_back(request, reverse("item", args=[pk]))


@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it belong to a story (by its number in the address) or to an open case (by number)."""
    person, now = person_of(request), desk_now()
    number = request.POST.get("case", "").strip()
    if number:
        case = CaseFile.objects.filter(office=person.office, number__iexact=number).first()
        if case is None:
            messages.error(request, _("There is no case %(number)s.") % {"number": number})
            return go_back(request, reverse("item", args=[pk]))
        attach_to_case(case.pk, [pk], actor=person, now=now)
        did(request, _("Belongs to case %(number)s now.") % {"number": case.number})
        return go_back(request, reverse("item", args=[pk]))
    story_id = ids_of([request.POST.get("story", "")])
    attach_item(pk, story_id[0] if story_id else None, actor=person, now=now)
    did(request, _("Attached."), undo=undo_address([pk]))
    return go_back(request, reverse("item", args=[pk]))


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """The chosen items of the inbox: one case of all, or all dismissed."""
    ids = ids_of(request.POST.getlist("item"))
    if not ids:
        messages.error(request, _("Choose items first."))
        return go_back(request, reverse("inbox"))
    if request.POST.get("do") == "case":
        chosen = "&".join(f"item={pk}" for pk in ids)
        return redirect(f"{reverse('open_case')}?{chosen}")
    person = person_of(request)
    reason = request.POST.get("reason", "")
    gone = [pk for pk in ids if _dismissed(pk, reason, person, request)]
    text = ngettext("%(n)s item dismissed", "%(n)s items dismissed", len(gone)) % {"n": len(gone)}
    did(request, text, undo=undo_address(gone) if gone else "")
    return go_back(request, reverse("inbox"))


@require_GET
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The clean copy of a file a reporter added, always as a download: nothing a stranger sent runs
    in the desk. A file that cannot be made clean is refused; contact officers have the original."""
    person = person_of(request)
    found = get_object_or_404(
        SubmissionFile, pk=name, submission__item__pk=pk, submission__item__office=person.office
    )
    content = staff_copy(found)
    if content is None or standing([found.pk])[found.pk] is not Scanned.OPEN:
        raise PermissionDenied
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = "attachment"
    return answer


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the reporter's matter beyond its time, or no longer."""
    person = person_of(request)
    item = get_object_or_404(Item, pk=pk, office=person.office, submission__isnull=False)
    act = release_matter if "release" in request.POST else hold_matter
    if item.submission_id is not None:
        act(item.submission_id, request.POST.get("reason", ""), actor=person, now=desk_now())
    did(request, _("Noted; what the reporter sent is kept accordingly."))
    return go_back(request, reverse("item", args=[pk]))


def _dismissed(pk: int, reason: str, person: Person, request: HttpRequest) -> bool:
    try:
        dismiss_item(pk, reason, actor=person, now=desk_now())
    except StepRefused as refused:
        messages.error(request, refusal_text(refused.code))
        return False
    return True
