"""Tell us: one question a page, everything carried in the form, sent once whatever is clicked.

Every page is one POST to the same address with the draft, the question it answers (`step`) and
where to go (`go`: next, back, or the name of a question). Nothing is stored before the end.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.apps.intake.submissions import (
    KINDS,
    Attachment,
    ContactNotSealable,
    PublicOffice,
    Receipt,
    attachment,
    can_seal,
    limit_of,
    served_office,
    submit,
)
from huiyin.engine import clock
from huiyin.faces.portal.callers import mark_of
from huiyin.faces.portal.drafts import Draft, read_draft
from huiyin.faces.portal.forms import ContactForm, KindForm, Question, StoryForm
from huiyin.faces.portal.pages import (
    asked_language,
    for_office,
    public_address,
    remember_language,
    without_trace,
)
from huiyin.faces.portal.toll import Toll, is_due, is_paid, note_sent, toll_of
from huiyin.faces.portal.uploads import limit_octets, went_over
from huiyin.faces.portal.words import KIND_NAMES, limit_words

STEPS = ("kind", "story", "contact", "send")
FORMS: dict[str, type[Question]] = {
    "kind": KindForm,
    "story": StoryForm,
    "contact": ContactForm,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One page of the form: the question, the draft so far, and what is wrong with it."""

    step: str
    draft: Draft
    form: Question | None = None
    trouble: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_office
def tell(request: HttpRequest, office: PublicOffice) -> HttpResponse:
    """The pages of the form and, at its end, the receipt."""
    if request.method != "POST":
        return _show(request, office, _first_page(request.GET.get("kind", "")))
    step = _step(request.POST.get("step", ""))
    draft = read_draft(request.POST.get("draft", ""))
    language = asked_language(request)
    if language:
        return _in_language(request, office, Asked(step, draft), language)
    if step == "send" and request.POST.get("go") == "next":
        return _send(request, office, draft)
    return _show(request, office, _next_page(step, draft, request.POST))


def ask_again(request: HttpRequest) -> HttpResponse:
    """The same question once more with what was typed, under a new form key."""
    office = served_office()
    if office is None:
        return tell(request)
    kept = Draft().with_answers(read_draft(request.POST.get("draft", "")).answers)
    trouble = _("Your browser did not send this form's cookie. What you wrote is still here: "
                "allow cookies for this site and send it once more.")  # fmt: skip
    step = _step(request.POST.get("step", ""))
    return _show(request, office, Asked(step, kept, _typed(step, request.POST), trouble), 403)


def _first_page(kind: str) -> Asked:
    if kind in KINDS:
        return Asked("story", Draft().with_answers({"kind": kind}))
    return Asked("kind", Draft())


def _step(named: str) -> str:
    return named if named in STEPS else STEPS[0]


def _next_page(step: str, draft: Draft, post: Any) -> Asked:
    """The page that follows; going back keeps even what is not complete."""
    go = post.get("go", "next")
    kept, form = _answered(step, draft, post)
    if go == "back":
        return Asked(STEPS[max(0, STEPS.index(step) - 1)], kept)
    if form is not None and not form.is_valid():
        return Asked(step, draft, form)
    if go in STEPS:
        return Asked(go, kept)
    return _first_wrong(kept, upto=STEPS.index(step) + 1) or Asked(
        STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)], kept
    )


def _answered(step: str, draft: Draft, post: Any) -> tuple[Draft, Question | None]:
    """The draft with this page's answers: cleaned if they are right, as typed if not."""
    if step not in FORMS:
        return draft, None
    form = FORMS[step](post)
    if form.is_valid():
        return draft.with_answers(form.cleaned_data), form
    typed = {name: post.get(name, "") for name in form.fields if name in post or name == "danger"}
    return draft.with_answers(typed), form


def _first_wrong(draft: Draft, upto: int = len(STEPS)) -> Asked | None:
    """The first question whose answer in the draft is not right, if any."""
    for step in STEPS[:upto]:
        if step in FORMS:
            form = FORMS[step](dict(draft.answers))
            if not form.is_valid():
                return Asked(step, draft, form)
    return None


def _typed(step: str, post: Any) -> Question | None:
    """The form with what was typed, without a word about what is missing."""
    if step not in FORMS:
        return None
    names = FORMS[step].base_fields
    return FORMS[step](initial={name: post.get(name, "") for name in names})


def _send(request: HttpRequest, office: PublicOffice, draft: Draft) -> HttpResponse:
    wrong = _first_wrong(draft)
    if wrong is not None:
        return _show(request, office, wrong)
    if went_over(request):
        trouble = _("The files together are larger than {limit} MB. Nothing else is lost: choose "
                    "fewer or smaller files, or send without them.")  # fmt: skip
        said = trouble.format(limit=limit_octets() // 2**20)
        return _show(request, office, Asked("send", draft, None, said), 413)
    mark = mark_of(request)
    if is_due(mark) and not is_paid(draft.key, *_paid_with(request)):
        trouble = _("Many reports came in within the last ten minutes. Nothing is lost: choose "
                    "your files again, if there were any, and send once more after one "
                    "minute.")  # fmt: skip
        return _show(request, office, Asked("send", draft, None, trouble), 429)
    contact = draft.contact()
    try:
        receipt = submit(
            office.id, draft.key, draft.letter(get_language() or "zh-hans"),
            now=clock.now(), files=_files(request), contact=contact,
        )  # fmt: skip
    except ContactNotSealable:
        trouble = _("We cannot take contact data safely at the moment. Clear the fields and send "
                    "without them; you can follow the matter with the code alone.")  # fmt: skip
        form = ContactForm(initial=dict(draft.answers))
        return _show(request, office, Asked("contact", draft, form, trouble))
    if not receipt.repeated:
        note_sent(mark)
    return _receipt(request, office, draft, receipt)


def _paid_with(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("solution", "")[:1000], request.POST.get("since", "")[:200]


def _files(request: HttpRequest) -> list[Attachment]:
    sent = [file for file in request.FILES.getlist("files") if file.name]
    return [attachment(file.name or "", file.read(), n) for n, file in enumerate(sent, start=1)]


def _receipt(
    request: HttpRequest, office: PublicOffice, draft: Draft, receipt: Receipt
) -> HttpResponse:
    kind = draft.text("kind")
    page = {
        "title": _("We have it. Keep this code."),
        "receipt": receipt,
        "code": str(receipt.code),
        "kind": KIND_NAMES[kind],
        "danger": draft.answers.get("danger"),
        "address": public_address(reverse("follow")),
        "limit": limit_words(limit_of(office.id, kind, clock.now())),
    }
    return without_trace(render(request, "portal/receipt.html", page))


def _in_language(
    request: HttpRequest, office: PublicOffice, asked: Asked, language: str
) -> HttpResponse:
    """The same page in the other language, with what was typed so far."""
    with override(language):
        form = _typed(asked.step, request.POST)
        response = _show(request, office, Asked(asked.step, asked.draft, form))
    remember_language(response, language)
    return response


def _show(
    request: HttpRequest, office: PublicOffice, asked: Asked, status: int = 200
) -> HttpResponse:
    form = asked.form
    if form is None and asked.step in FORMS:
        form = FORMS[asked.step](initial=dict(asked.draft.answers))
    if form is not None:
        form.point_at_first_error()
    page = {
        "title": _title(asked.step),
        "step": asked.step,
        "number": STEPS.index(asked.step) + 1,
        "total": len(STEPS),
        "draft": asked.draft.signed(),
        "answers": asked.draft.answers,
        "kind": KIND_NAMES.get(asked.draft.text("kind"), ""),
        "form": form,
        "trouble": asked.trouble,
        "sealable": can_seal(office.id) if asked.step in {"contact", "send"} else None,
        "limit_mb": limit_octets() // 2**20,
        "toll": _toll(request, asked),
    }
    response = render(request, "portal/tell.html", page, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def _toll(request: HttpRequest, asked: Asked) -> Toll | None:
    if asked.step != "send" or not is_due(mark_of(request)):
        return None
    return toll_of(asked.draft.key, _paid_with(request)[1])


def _title(step: str) -> str:
    return {
        "kind": _("What is it about?"),
        "story": _("What happened?"),
        "contact": _("May we reach you?"),
        "send": _("Is this right?"),
    }[step]
