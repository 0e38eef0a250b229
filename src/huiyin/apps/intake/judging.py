"""What the classifier said of an item, as the item keeps it."""

import json
from collections.abc import Mapping, Set
from typing import Any

import msgspec

from huiyin.rules.text.classify import KIND, SENTIMENT, SEVERITY, TOPIC, Judged

COLUMNS = ("topic", "severity", "sentiment", "judged")


def kept(
    judged: Judged, index: int, retired: Set[str] = frozenset()
) -> tuple[str, int | None, int | None, bytes]:
    """The columns of an item: topic, severity, sentiment, and all that was said as JSON.

    A topic that the office has retired is not said, although its model knows it still.
    """
    said = {task: guesses[index] for task, guesses in judged.guesses.items() if task != KIND}
    told = {
        task: [guess.confidence, list(guess.because)]
        for task, guess in said.items()
        if guess.label is not None and not (task == TOPIC and guess.label in retired)
    }
    labels = {task: said[task].label for task in told}
    return (
        labels.get(TOPIC) or "",
        _number(labels.get(SEVERITY)),
        _number(labels.get(SENTIMENT)),
        _encoded({"model": judged.version, **told}),
    )


def confidence_and_words(judged: Mapping[str, Any], task: str) -> tuple[float, list[str]]:
    """How sure a task's label was and which words spoke; (0, none) where it was not guessed."""
    confidence, words = judged.get(task) or (0.0, [])
    return float(confidence), [str(word) for word in words]


def _encoded(told: Mapping[str, Any]) -> bytes:
    """As JSON; half characters, which no text of the database has, are replaced."""
    try:
        return msgspec.json.encode(told)
    except UnicodeEncodeError:
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _number(label: str | None) -> int | None:
    return None if label is None else int(label)
