"""Keyword rules: what they say, and what the rule being written would have found just now."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.apps.intake.actions import save_rule
from huiyin.apps.intake.models import Item, KeywordRule
from huiyin.apps.intake.queries import rules_for
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.rules.text import match
from huiyin.rules.text.expressions import RuleError

TRIED_ON = 500
SHOWN = 8


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A rule as typed; `before`, `at` and `after` cut the expression at the first mistake."""

    name: str = ""
    expression: str = ""
    urgent: bool = False
    enabled: bool = True
    error: str = ""
    before: str = ""
    at: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What the rule would have found among the latest items."""

    tried: int
    found: int
    items: list[Item] = field(default_factory=list)


@require_GET
def rules_page(request: HttpRequest) -> HttpResponse:
    """The office's rules."""
    person = person_of(request)
    rules = rules_for(person.office)
    n = sum(rule.enabled for rule in rules)
    values = {
        "title": ngettext("%(n)s rule is watching", "%(n)s rules are watching", n) % {"n": n},
        "rules": rules,
        "may_edit": holds(person, "duty", "office", "admin"),
    }
    return show(request, "console/rules.html", values)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Write or change a rule; the trial below follows while it is typed."""
    person = person_of(request)
    if request.method == "GET":
        form = _asked(request.GET, person.office)
    else:
        form = _typed(request.POST)
        if not form.error:
            try:
                save_rule(
                    person.office, form.name, form.expression, urgent=form.urgent,
                    enabled=form.enabled, actor=person, now=desk_now(),
                )  # fmt: skip
            except StepRefused as refused:
                form = _with_error(form, refusal_text(refused.code))
            else:
                did(request, _("Rule saved; it holds for what arrives from now on."))
                return redirect("rules")
    values = {
        "title": _("Rule: %(name)s") % {"name": form.name} if form.name else _("New rule"),
        "form": form,
        "trial": _trial(person.office, form),
    }
    return show(
        request, "console/edit_rule.html", values, part="console/parts/rule_trial.html",
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _asked(query: QueryDict, office: Office) -> RuleForm:
    """The stored rule of that name; or what is being typed, which htmx sends along."""
    if "expression" in query:
        return _typed(query)
    rule = KeywordRule.objects.filter(office=office, name=query.get("rule", "")).first()
    if rule is None:
        return RuleForm()
    return RuleForm(rule.name, rule.expression, rule.urgent, rule.enabled)


def _typed(given: QueryDict) -> RuleForm:
    name, expression = given.get("name", "").strip()[:80], given.get("expression", "").strip()
    form = RuleForm(name, expression, bool(given.get("urgent")), bool(given.get("enabled")))
    try:
        match.compile([(0, expression)])
    except RuleError as wrong:
        cut = min(max(wrong.position, 0), len(expression))
        end = cut + max(len(wrong.near), 1)
        return _with_error(
            form, mistake_text(wrong.message_code), expression[:cut], expression[cut:end],
            expression[end:],
        )  # fmt: skip
    return form


def _with_error(
    form: RuleForm, error: str, before: str = "", at: str = "", after: str = ""
) -> RuleForm:
    return RuleForm(form.name, form.expression, form.urgent, form.enabled, error, before, at, after)


def mistake_text(code: str) -> str:
    """What is wrong with an expression, and how to mend it."""
    return {
        "empty": _("Write at least one word to look for."),
        "too_long": _("The rule is too long; make two of it."),
        "too_deep": _("Too many brackets inside each other."),
        "unclosed_quote": _("This quotation mark is never closed."),
        "unclosed_parenthesis": _("This bracket is never closed."),
        "unexpected_parenthesis": _("This bracket closes nothing."),
        "missing_term": _("A word is missing here."),
        "empty_phrase": _("There is nothing between these quotation marks."),
        "only_negative": _("The rule says only what must not occur; add a word that must."),
    }.get(code, code)


def _trial(office: Office, form: RuleForm) -> Trial | None:
    """The rule on the latest items of the office; one query."""
    if form.error or not form.expression:
        return None
    rows = Item.objects.filter(office=office).order_by("-said_at", "-id")
    latest = list(rows.only("title", "folded", "said_at", "outlet", "channel")[:TRIED_ON])
    hits = match.compile([(0, form.expression)]).match([item.folded for item in latest])
    found = [item for item, spoke in zip(latest, hits, strict=True) if spoke]
    return Trial(len(latest), len(found), found[:SHOWN])
