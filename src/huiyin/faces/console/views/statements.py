"""The statement desk: drafts, approvals, and what stands in public."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.cases.models import CaseFile
from huiyin.apps.cases.queries import case_page
from huiyin.apps.org.models import Person
from huiyin.apps.org.queries import holds, roles_of
from huiyin.apps.org.steps import StepRefused, offered
from huiyin.apps.org.words import refusal_text
from huiyin.apps.responses import actions, queries
from huiyin.apps.responses.drafting import cited_items, drafts_of, machine_draft
from huiyin.apps.responses.models import MachineDraft, Statement
from huiyin.engine.clock import now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.draft_words import warnings
from huiyin.faces.shared.pieces import Fact, Pager
from huiyin.rules.machines import STATEMENT, StatementState
from huiyin.rules.text.drafting import without_marks

TEXTS = ("title", "body", "title_en", "body_en")


@require_GET
def statements(request: HttpRequest) -> HttpResponse:
    """All statements, newest first."""
    person = person_of(request)
    state = request.GET.get("state", "")
    before = request.GET.get("before", "")
    rows = queries.statements(person.office, state, int(before) if before.isdecimal() else None)
    more, rows = len(rows) > queries.PAGE, rows[: queries.PAGE]
    waiting = len(queries.waiting_statements(person, roles_of(person)))
    older = f"{reverse('statements')}?state={state}&before={rows[-1].pk}" if more else None
    values = {
        "title": _title(waiting),
        "rows": [(row, state_label(row.state)) for row in rows],
        "state": state,
        "states": [(code, state_label(code)) for code in SHOWN_STATES],
        "pager": Pager(older_url=older),
        "may_write": holds(person, *actions.AUTHORS),
        "machine_drafts": drafts_of(person),
    }
    return show(request, "console/statements.html", values)


@require_http_methods(["GET", "POST"])
def new_statement(request: HttpRequest) -> HttpResponse:
    """Draft an answer, of a case (`case`) or of its own."""
    person = person_of(request)
    case, machine = _case(request, person), _machine(request, person)
    values: dict[str, Any] = {
        "title": _("Draft an answer"), "case": case,
        "typed": request.POST or _proposed(case, machine),
    } | _machine_values(machine)  # fmt: skip
    if request.method == "GET":
        return show(request, "console/statement_edit.html", values)
    try:
        made = actions.draft_statement(
            actor=person, now=now(), case_id=case.pk if case else None, machine=machine,
            **_texts(request),
        )  # fmt: skip
    except StepRefused as refused:
        values["error"] = refusal_text(refused.code)
        return show(request, "console/statement_edit.html", values, status=422)
    return redirect("statement", made.pk)


@require_GET
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement: its text, its versions, and what this person may do."""
    return _page(request, pk)


@require_http_methods(["GET", "POST"])
def edit_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or write the next version of a published statement."""
    person = person_of(request)
    row = _row(request, pk)
    correcting = row.state == StatementState.PUBLISHED
    values: dict[str, Any] = {
        "title": _("Correct the answer") if correcting else _("Change the draft"),
        "statement": row, "case": row.case, "correcting": correcting,
        "typed": request.POST or {name: getattr(row, name) for name in TEXTS},
    }  # fmt: skip
    if request.method == "GET":
        return show(request, "console/statement_edit.html", values)
    try:
        if correcting:
            row = actions.correct_statement(
                pk, actor=person, now=now(), change_note=request.POST.get("change_note", ""),
                **_texts(request),
            )  # fmt: skip
        else:
            row = actions.revise_statement(pk, actor=person, now=now(), **_texts(request))
    except StepRefused as refused:
        values["error"] = refusal_text(refused.code)
        return show(request, "console/statement_edit.html", values, status=422)
    return redirect("statement", row.pk)


@require_POST
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Approve, return or publish."""
    person, at = person_of(request), now()
    _row(request, pk)
    try:
        if code == "approve":
            actions.approve_statement(pk, actor=person, now=at)
            did(request, _("Approved. It can be published now."))
        elif code == "return":
            actions.return_statement(
                pk, actor=person, now=at, reason=request.POST.get("reason", "")
            )
            did(request, _("Returned to its author."))
        elif code == "publish":
            actions.publish_statement(pk, actor=person, now=at)
            did(request, _("Published. It stands on the public page from now on."))
        else:
            raise Http404
    except StepRefused as refused:
        return _page(request, pk, refused=code, error=refusal_text(refused.code))
    return redirect("statement", pk)


def _page(request: HttpRequest, pk: int, refused: str = "", error: str = "") -> HttpResponse:
    person = person_of(request)
    row = _row(request, pk)
    may = offered(STATEMENT, row.state, person)
    own = row.author_id == person.pk
    machine = row.machine_draft
    asked = machine is not None and machine.by_id == person.pk and not own
    values = {
        "title": row.title,
        "statement": row,
        "state": state_label(row.state),
        "versions": queries.versions(row),
        "may_approve": "approve" in may and not own and not asked,
        "asked_machine": "approve" in may and asked,
        "warnings": warnings(machine) if machine else [],
        "own_text": "approve" in may and own,
        "may_return": "send_back" in may,
        "may_publish": "publish" in may,
        "may_revise": holds(person, *actions.AUTHORS) and row.state in CHANGEABLE,
        "may_correct": holds(person, *actions.AUTHORS) and row.state == StatementState.PUBLISHED,
        "facts": _facts(row) if "publish" in may else [],
        "publish_url": reverse("statement_step", args=[pk, "publish"]),
        "publish_title": _("Publish this answer"),
        "publish_label": _("Publish under the name of %(name)s") % {"name": row.office.signature},
        "public_url": f"{settings.CONFIG.portal_url.rstrip('/')}/answers/{row.number}",
        "refused": refused,
        "error": error,
        "typed": request.POST,
    }
    return show(request, "console/statement.html", values, status=422 if error else 200)


CHANGEABLE = (StatementState.DRAFTED, StatementState.RETURNED, StatementState.APPROVED)
SHOWN_STATES = ("drafted", "returned", "approved", "published", "superseded")


def state_label(state: str) -> str:
    """The state of a statement in words."""
    labels = {
        "drafted": _("Waits for approval"), "returned": _("Returned"), "approved": _("Approved"),
        "published": _("Published"), "corrected": _("Corrected"),
        "superseded": _("Replaced by a later version"), "withdrawn": _("Withdrawn with a notice"),
    }  # fmt: skip
    return labels.get(state, state)


def _facts(row: Statement) -> list[Fact]:
    reporters = case_page(row.office, row.case_id).mailboxes if row.case_id else 0  # type: ignore[union-attr]
    boxes = ngettext("%(n)s reporter's mailbox", "%(n)s reporters' mailboxes", reporters)
    where = [_("the public page and its feed")]
    if reporters:
        where.append(boxes % {"n": reporters})
    return [
        Fact(_("In the name of"), row.office.signature),
        Fact(_("Goes to"), _(", ").join(where)),
        Fact(_("Version"), str(row.version)),
    ]


def _row(request: HttpRequest, pk: int) -> Statement:
    row = queries.statement(person_of(request).office, pk)
    if row is None:
        raise Http404
    return row


def _case(request: HttpRequest, person: Person) -> CaseFile | None:
    pk = request.POST.get("case") or request.GET.get("case", "")
    return CaseFile.objects.filter(office=person.office, pk=pk).first() if pk.isdecimal() else None


def _machine(request: HttpRequest, person: Person) -> MachineDraft | None:
    """The machine's text that is being made into an answer, if it has come."""
    pk = request.POST.get("machine") or request.GET.get("machine", "")
    found = machine_draft(person, int(pk)) if pk.isdecimal() and len(pk) < 19 else None
    return found if found and found.done_at and not found.code else None


def _machine_values(machine: MachineDraft | None) -> dict[str, Any]:
    if machine is None:
        return {}
    items = list(cited_items(machine))
    return {"machine": machine, "warnings": warnings(machine), "items": items}


def _proposed(case: CaseFile | None, machine: MachineDraft | None) -> dict[str, str]:
    """A first text to write on: a machine's, else the case's title and what was found."""
    if machine is not None:
        return {"title": machine.title, "body": machine.body}
    return {"title": case.title, "body": case.finding} if case else {}


def _texts(request: HttpRequest) -> dict[str, str]:
    """What was typed; without a draft's marks once the person has compared it with the items."""
    typed = {name: request.POST.get(name, "") for name in TEXTS}
    if request.POST.get("compared"):
        return {name: without_marks(text) for name, text in typed.items()}
    return typed


def _title(waiting: int) -> str:
    if not waiting:
        return _("No statement waits for you")
    text = ngettext("%(n)s statement waits for you", "%(n)s statements wait for you", waiting)
    return text % {"n": waiting}
