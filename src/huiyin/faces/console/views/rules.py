"""Keyword rules: what they say in words, and what the rule being written would have found."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.apps.intake.actions import save_rule
from huiyin.apps.intake.models import KeywordRule
from huiyin.apps.intake.queries import rules_for
from huiyin.apps.intake.rulebook import lists_of
from huiyin.apps.org.models import Office
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.rule_trials import tried
from huiyin.faces.console.rule_words import meaning, mistake
from huiyin.rules.text.expressions import Lists, RuleError
from huiyin.rules.text.mending import mend
from huiyin.rules.text.reading import parse, read


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A rule as typed, what it means, or what is wrong with it.

    `before`, `at` and `after` cut the expression at the first mistake; `mended` is what may have
    been meant.
    """

    name: str = ""
    expression: str = ""
    urgent: bool = False
    enabled: bool = True
    meaning: str = ""
    error: str = ""
    before: str = ""
    at: str = ""
    after: str = ""
    mended: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the list shows it; `error` where it is no longer understood."""

    rule: KeywordRule
    error: str


@require_GET
def rules_page(request: HttpRequest) -> HttpResponse:
    """The office's rules."""
    person = person_of(request)
    lists = lists_of(person.office)
    lines = [RuleLine(rule, _fault(rule.expression, lists)) for rule in rules_for(person.office)]
    n = sum(line.rule.enabled and not line.error for line in lines)
    values = {
        "title": ngettext("%(n)s rule is watching", "%(n)s rules are watching", n) % {"n": n},
        "lines": lines,
        "may_edit": holds(person, "duty", "office", "admin"),
    }
    return show(request, "console/rules.html", values)


def _fault(expression: str, lists: Lists) -> str:
    try:
        parse(expression, lists)
    except RuleError as error:
        return mistake(error)
    return ""


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Write or change a rule; what it means follows while it is typed."""
    person = person_of(request)
    lists = lists_of(person.office)
    if request.method == "GET":
        form = _asked(request.GET, person.office, lists)
    else:
        form = _typed(request.POST, lists)
        if not form.error:
            try:
                save_rule(
                    person.office, form.name, form.expression, urgent=form.urgent,
                    enabled=form.enabled, actor=person, now=desk_now(),
                )  # fmt: skip
            except StepRefused as refused:
                form = replace(form, error=refusal_text(refused.code))
            else:
                did(request, _("Rule saved; it holds for what arrives from now on."))
                return redirect("rules")
    values = {
        "title": _("Rule: %(name)s") % {"name": form.name} if form.name else _("New rule"),
        "form": form,
        "lists": lists,
    }
    if "try" in request.GET and form.expression and not form.error:
        values["trial"] = tried(person.office, parse(form.expression, lists), desk_now())
    return show(
        request, "console/edit_rule.html", values, part="console/parts/rule_check.html",
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """What the rule being written would have found in the last thirty days."""
    office = person_of(request).office
    lists = lists_of(office)
    form = _typed(request.GET, lists)
    values: dict[str, object] = {"form": form, "title": _("Trial")}
    if form.expression and not form.error:
        values["trial"] = tried(office, parse(form.expression, lists), desk_now())
    return show(request, "console/parts/rule_trial.html", values)


def _asked(query: QueryDict, office: Office, lists: Lists) -> RuleForm:
    """The stored rule of that name; or what is being typed, which htmx sends along."""
    if "expression" in query:
        return _typed(query, lists)
    rule = KeywordRule.objects.filter(office=office, name=query.get("rule", "")).first()
    if rule is None:
        return RuleForm()
    return _checked(RuleForm(rule.name, rule.expression, rule.urgent, rule.enabled), lists)


def _typed(given: QueryDict, lists: Lists) -> RuleForm:
    name, expression = (
        given.get(field, "").replace("\0", " ").strip() for field in ("name", "expression")
    )
    name = name[:80]
    form = RuleForm(name, expression, bool(given.get("urgent")), bool(given.get("enabled")))
    return _checked(form, lists)


def _checked(form: RuleForm, lists: Lists) -> RuleForm:
    """The form with what the rule means, or with its first mistake."""
    try:
        parse(form.expression, lists)
    except RuleError as wrong:
        cut = min(max(wrong.position, 0), len(form.expression))
        end = cut + _wrong_length(wrong)
        return replace(
            form, error=mistake(wrong), mended=mend(form.expression, lists),
            before=form.expression[:cut], at=form.expression[cut:end],
            after=form.expression[end:],
        )  # fmt: skip
    return replace(form, meaning=meaning(read(form.expression)))


def _wrong_length(wrong: RuleError) -> int:
    """How many characters to mark: a bracket or quotation mark alone, else the word."""
    if wrong.message_code in ("unclosed_quote", "unclosed_parenthesis", "unexpected_parenthesis"):
        return 1
    return max(len(wrong.near.partition(" ")[0]), 1)
