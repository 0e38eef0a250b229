"""The page of topics: the tree with what people corrected, and the model that judges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.apps.intake.models import LabelModel, ModelUse
from huiyin.apps.intake.queries.learning import Corrected, corrected, model_uses
from huiyin.rules.text.labels import Topic, TreeError
from huiyin.rules.text.labels import Tree as Topics

TASKS = ("kind", "topic", "severity")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic with how deep it stands, and how often people said it, or said it was wrong."""

    topic: Topic
    name: str
    other: str  # its name in the other language
    depth: int
    unit: str  # its own, or that of the nearest above
    own_unit: bool
    to: int
    away: int


@dataclass(frozen=True, slots=True)
class TaskLine:
    """How right one task was before and after learning, as whole percents; None: not measured."""

    name: str
    corrections: int
    labels: int
    before: float | None = None
    after: float | None = None
    f1_before: float | None = None
    f1_after: float | None = None

    @property
    def better(self) -> bool:
        """Whether learning helped."""
        return self.before is not None and self.after is not None and self.after > self.before


@dataclass(frozen=True, slots=True)
class Card:
    """The card of the model in use; `version` is "" for the one that comes with the desk."""

    version: str
    made_at: datetime | None
    since: datetime | None
    seed: int
    tasks: list[TaskLine]
    uses: list[ModelUse]


def topic_lines(tree: Topics, office_id: int) -> list[TopicLine]:
    """Every topic in its order."""
    told = corrected(office_id, "topic")
    return [_line(tree, topic, told) for topic in tree.topics.values()]


def model_card(office_id: int) -> Card:
    """The model in use, what it was learnt from, and how right it was before and after."""
    uses = model_uses(office_id)
    model = uses[0].model if uses else None
    card: Mapping[str, Any] = model.card if model else {}
    waiting = {task: sum(corrected(office_id, task).to.values()) for task in TASKS}
    return Card(
        model.version if model else "",
        model.made_at if model else None,
        uses[0].at if uses else None,
        int(card.get("seed", 0)),
        [_task(task, waiting[task], card) for task in TASKS],
        uses,
    )


def fault_words(error: TreeError) -> str:
    """Why a tree cannot be used so, in the reader's language."""
    text = {
        "heading": _("The first line must name the columns: code, zh, en, parent."),
        "code": _("A code has letters, digits, dots and dashes, 60 at most."),
        "name": _("A topic needs a Chinese name; names have 120 characters at most."),
        "twice": _("This code stands twice."),
        "parent": _("What it stands under must come before it."),
        "few": _("A tree has at least two topics."),
        "retired_parent": _("What it stands under is retired; offer that again first."),
        "unknown": _("There is no such topic."),
    }[error.fault]
    where = _("Line %(line)s: ") % {"line": error.line} if error.line else ""
    return where + text + (f" ({error.name})" if error.name else "")


def _line(tree: Topics, topic: Topic, told: Corrected) -> TopicLine:
    language = get_language() or "zh"
    name = topic.name(language)
    other = topic.en if name == topic.zh else topic.zh
    return TopicLine(
        topic, name, other, len(tree.chain(topic.code)) - 1, tree.unit(topic.code),
        bool(topic.unit), told.to.get(topic.code, 0), told.away.get(topic.code, 0),
    )  # fmt: skip


def _task(task: str, waiting: int, card: Mapping[str, Any]) -> TaskLine:
    name = {"kind": _("Kind"), "topic": _("Topic"), "severity": _("Severity")}[task]
    learnt = int(card.get("labels", {}).get(task, 0))
    said = card.get("tasks", {}).get(task)
    if said is None:
        return TaskLine(name, waiting, learnt)
    before, after = said["before"], said["after"]
    return TaskLine(
        name, waiting, learnt, 100 * before["accuracy"], 100 * after["accuracy"],
        100 * before["macro_f1"], 100 * after["macro_f1"],
    )  # fmt: skip


def used_name(model: LabelModel | None) -> str:
    """The version of a model, or that it is the one that comes along."""
    return model.version if model else _("the one that comes with the desk")
