"""What the desk made of an item's words, for the item's page: topic, severity, tone, and why."""

from collections.abc import Iterator

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.apps.intake.judging import confidence_and_words
from huiyin.apps.intake.models import Item
from huiyin.faces.console.reasons import quoted
from huiyin.rules.text.labels import Tree

SEVERITIES = (
    gettext_lazy("information"), gettext_lazy("nuisance"), gettext_lazy("serious harm"),
    gettext_lazy("danger to life, or a crime"),
)  # fmt: skip
TONES = {
    -1: gettext_lazy("negative"), 0: gettext_lazy("neutral"), 1: gettext_lazy("positive"),
}  # fmt: skip


def topic_name(tree: Tree, code: str) -> str:
    """A topic with what stands above it, in the reader's language; the code of an unknown one."""
    language = get_language() or "zh"
    return " › ".join(topic.name(language) for topic in tree.chain(code)) or code


def topics_of(tree: Tree) -> list[tuple[str, str]]:
    """Every topic of the tree that is not retired, to choose from."""
    return [(code, topic_name(tree, code)) for code in tree.open()]


def severities() -> list[tuple[int, str]]:
    """The grades of severity, to choose from."""
    return [(grade, f"{grade} {name}") for grade, name in enumerate(SEVERITIES)]


def judged_words(item: Item, tree: Tree) -> list[str]:
    """What was made of the words, a line each: guessed with its words, or set by hand."""
    return [_line(item, task, said) for task, said in _said(item, tree)]


def _said(item: Item, tree: Tree) -> Iterator[tuple[str, str]]:
    if item.topic:
        yield "topic", _("Topic: %(topic)s") % {"topic": _with_unit(tree, item.topic)}
    if item.severity is not None:
        yield "severity", _("Severity: %(severity)s") % {"severity": SEVERITIES[item.severity]}
    if item.sentiment is not None:
        yield "sentiment", _("Tone: %(tone)s") % {"tone": TONES[item.sentiment]}


def _with_unit(tree: Tree, code: str) -> str:
    """A topic and the department that answers for it."""
    name, unit = topic_name(tree, code), tree.unit(code)
    return (
        _("%(topic)s (%(unit)s answers for it)") % {"topic": name, "unit": unit} if unit else name
    )


def _line(item: Item, task: str, said: str) -> str:
    if task not in item.judged:
        return _("%(label)s, set by hand") % {"label": said}
    confidence, words = confidence_and_words(item.judged, task)
    share = {"kind": said, "percent": round(confidence * 100)}
    if not words:
        return _("%(kind)s (%(percent)s %% sure)") % share
    share["words"] = quoted(words)
    return _("%(kind)s, because of the words %(words)s (%(percent)s %% sure)") % share
