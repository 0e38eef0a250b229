"""The topics of the office: a tree that people change, with the model that judges by it."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.apps.audit.models import Event
from huiyin.apps.intake.actions.topics import (
    add_topic,
    change_topics,
    rename_topic,
    reopen_topic,
    retire_topic,
)
from huiyin.apps.intake.queries.learning import topic_tree
from huiyin.apps.org.models import Person, Role, Unit
from huiyin.apps.org.queries import holds
from huiyin.apps.org.words import event_text
from huiyin.engine.clock import now as desk_now
from huiyin.faces.console.answers import did, person_of, show
from huiyin.faces.console.matters import who_of
from huiyin.faces.console.topic_lines import fault_words, model_card, topic_lines, used_name
from huiyin.rules.text import labels
from huiyin.rules.text.labels import Topic, TreeError

EVENTS = (
    "topics.changed", "topic.added", "topic.renamed", "topic.retired", "topic.reopened",
    "model.taken_up", "model.put_back",
)  # fmt: skip
MOST_EVENTS, LARGEST = 12, 1_000_000
COMMAND = "huiyin train"


@require_GET
def topics_page(request: HttpRequest) -> HttpResponse:
    """The tree, the figures of the model, what was changed."""
    return _page(request)


@require_GET
def topics_file(request: HttpRequest) -> HttpResponse:
    """The tree as CSV that can be brought in again."""
    text = "\ufeff" + labels.write(topic_tree(person_of(request).office_id))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="topics.csv"'
    return answer


@require_POST
def change(request: HttpRequest, act: str) -> HttpResponse:
    """Add, rename, retire or open again one topic, or bring in a tree."""
    try:
        told = _change(request, act, desk_now())
    except TreeError as error:
        return _page(request, fault_words(error))
    did(request, told)
    return redirect("topics")


def _change(request: HttpRequest, act: str, now: datetime) -> str:
    """Do it and say so. Raises TreeError, StepRefused, and Http404 for an unknown act."""
    actor, post = person_of(request), request.POST
    typed = {name: post.get(name, "").replace("\0", "").strip() for name in _FIELDS}
    office, code = actor.office, typed["code"]
    if act == "bring-in":
        change_topics(office, _tree(request.FILES.get("file")), actor=actor, now=now)
        return _("The topics of the file hold from now on; what it lacks is retired.")
    if act == "add":
        code = f"{typed['parent']}.{code}" if typed["parent"] else code
        topic = Topic(code, typed["zh"], typed["en"], typed["parent"], typed["unit"])
        add_topic(office, topic, actor=actor, now=now)
        return _("Topic added: %(name)s") % {"name": topic.zh}
    if act == "rename":
        rename_topic(
            office, code, zh=typed["zh"], en=typed["en"], unit=typed["unit"], actor=actor, now=now
        )
        return _("Topic changed: %(name)s") % {"name": typed["zh"]}
    if act == "retire":
        retire_topic(office, code, actor=actor, now=now)
        return _("Topic retired. What is called by it keeps its name; nothing new is.")
    if act == "reopen":
        reopen_topic(office, code, actor=actor, now=now)
        return _("The topic is offered again.")
    raise Http404


_FIELDS = ("code", "zh", "en", "parent", "unit")


def _tree(file: "UploadedFile[bytes] | list[object] | None") -> labels.Tree:
    """The tree of a file as it came, UTF-8 or GB18030."""
    content = file.read(LARGEST) if isinstance(file, UploadedFile) else b""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    return labels.read(text.replace("\0", ""))


def _page(request: HttpRequest, trouble: str = "") -> HttpResponse:
    person = person_of(request)
    tree = topic_tree(person.office_id)
    lines = topic_lines(tree, person.office_id)
    card = model_card(person.office_id)
    wanted = request.GET.get("topic", "") or request.POST.get("code", "")
    n = len(tree.open())
    values = {
        "title": ngettext("%(n)s topic", "%(n)s topics", n) % {"n": n},
        "lines": [line for line in lines if not line.topic.retired],
        "chosen": next((line for line in lines if line.topic.code == wanted), None),
        "retired": [line for line in lines if line.topic.retired],
        "card": card,
        "command": COMMAND,
        "uses": [(used_name(use.model), use.at) for use in card.uses],
        "units": Unit.objects.filter(office=person.office).order_by("pk"),
        "may_change": holds(person, Role.ADMIN),
        "history": _history(person),
        "trouble": trouble,
        "typed": request.POST,
    }
    return show(request, "console/topics.html", values, status=422 if trouble else 200)


def _history(person: Person) -> list[tuple[Event, str, str]]:
    rows = Event.objects.filter(office=person.office, kind__in=EVENTS).order_by("-seq")
    return [
        (event, event_text(event.kind, event.body), who_of(event)) for event in rows[:MOST_EVENTS]
    ]
