"""Word lists that rules share: which there are, their words, and the rules that use them."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.apps.intake.actions import ListRefused, end_word_list, save_word_list
from huiyin.apps.intake.models import WordList
from huiyin.apps.intake.queries import lists_for, lists_in, rules_for, rules_using
from huiyin.apps.intake.rulebook import lists_of
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.apps.org.words import refusal_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.rule_words import mistake
from huiyin.rules.text.expressions import RuleError

SHOWN = 12  # words of a list that its line shows


@dataclass(frozen=True, slots=True)
class ListLine:
    """A word list with its first words, how many there are, and the rules that use it."""

    name: str
    words: list[str]
    count: int
    rules: list[str]


@dataclass(frozen=True, slots=True)
class ListForm:
    """A word list as typed, and what is wrong with it."""

    name: str = ""
    words: str = ""
    error: str = ""
    kept: bool = False  # a list of that name exists


@require_GET
def lists_page(request: HttpRequest) -> HttpResponse:
    """The office's word lists."""
    person = person_of(request)
    lists = lists_of(person.office)
    using = [(rule.name, lists_in(rule.expression)) for rule in rules_for(person.office)]
    lines = [
        ListLine(
            row.name, [term.text for term in lists[row.name][:SHOWN]], len(lists[row.name]),
            [name for name, taken in using if row.name in taken],
        )
        for row in lists_for(person.office)
    ]  # fmt: skip
    n = len(lines)
    values = {
        "title": ngettext("%(n)s word list", "%(n)s word lists", n) % {"n": n},
        "lines": lines,
        "may_edit": holds(person, "duty", "office", "admin"),
    }
    return show(request, "console/word_lists.html", values)


@require_http_methods(["GET", "POST"])
def edit_list(request: HttpRequest) -> HttpResponse:
    """Write or change a word list."""
    person = person_of(request)
    form = _stored(person.office_id, request.GET.get("list", ""))
    if request.method == "POST":
        name = request.POST.get("name", "").strip()
        words = request.POST.get("words", "").replace("\0", " ")
        form = replace(_stored(person.office_id, name), name=name, words=words)
        try:
            save_word_list(person.office, name, words, actor=person, now=desk_now())
        except RuleError as wrong:
            form = replace(form, error=_mistake(wrong))
        except (ListRefused, StepRefused) as refused:
            form = replace(form, error=refused_text(refused))
        else:
            did(request, _("Word list saved; it holds for what arrives from now on."))
            return redirect("word_lists")
    values = {
        "title": _("Word list: %(name)s") % {"name": form.name} if form.name else _("New list"),
        "form": form,
        "rules": rules_using(person.office, form.name) if form.kept else [],
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "console/edit_word_list.html", values, status=status)


@require_POST
def end_list(request: HttpRequest) -> HttpResponse:
    """Remove a word list no rule uses."""
    person = person_of(request)
    name = request.POST.get("name", "")
    try:
        end_word_list(person.office, name, actor=person, now=desk_now())
    except ListRefused as refused:
        values = {
            "title": _("Word list: %(name)s") % {"name": name},
            "form": replace(_stored(person.office_id, name), error=refused_text(refused)),
            "rules": rules_using(person.office, name),
        }
        return show(request, "console/edit_word_list.html", values, status=422)
    did(request, _("Word list removed: %(name)s") % {"name": name})
    return redirect(reverse("word_lists"))


def _stored(office_id: int, name: str) -> ListForm:
    row = WordList.objects.filter(office=office_id, name=name).first()
    return ListForm() if row is None else ListForm(row.name, row.words, kept=True)


def _mistake(error: RuleError) -> str:
    if error.message_code == "too_long":
        return _("A list holds at most 5,000 words.")
    return f"{mistake(error)} {error.near}".strip()


def refused_text(refused: ListRefused | StepRefused) -> str:
    """Why a word list cannot be kept so."""
    if isinstance(refused, StepRefused):
        return refusal_text(refused.code)
    rules = _(", ").join(refused.rules)
    return {
        "name_unfit": _(
            "Give the list a name of up to 40 characters without spaces or signs, so that rules can"
            " write it after @."
        ),
        "in_use": _("These rules use the list: %(rules)s. Change them first.") % {"rules": rules},
        "too_few": _("With these words the following rules could not be understood: %(rules)s.")
        % {"rules": rules},
    }[refused.code]
