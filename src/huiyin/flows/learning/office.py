"""What an office learns from its own corrections: a new version of the model, tried before use."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.apps.intake.actions.labels import take_up_model
from huiyin.apps.intake.models import LabelModel
from huiyin.apps.intake.queries.learning import corrections, topic_tree
from huiyin.apps.org.models import Office
from huiyin.flows.learning.cards import Card, card, weighed
from huiyin.flows.learning.examples import Example, seed
from huiyin.flows.learning.fit import train
from huiyin.flows.learning.plans import RAREST, SHIPPED
from huiyin.rules.text import lexicon, model_files
from huiyin.rules.text.classify import KIND, TOPIC
from huiyin.rules.text.linear import Model

TRUST = 3.0
"""A mistake with what the office itself said counts as much as with three texts of the seed."""


class NothingToLearnError(Exception):
    """Nobody corrected anything yet."""


@dataclass(frozen=True)
class Trained:
    """A model of the office's, and its card; not in use yet."""

    model: Model
    card: Card


def learn(office: Office, now: datetime) -> Trained:
    """Learn from the office's corrections and the seed. Raises NothingToLearnError."""
    topics = frozenset(topic_tree(office.pk).open())
    own = [one for one in _fitting(office_examples(office.pk), topics) if one.labels]
    if not own:
        raise NothingToLearnError
    own, known = weighed(own, TRUST), _fitting(seed(), topics)
    version = _version(office, now)
    about = card(version, now, known, own, SHIPPED, model_files.shipped())
    return Trained(train([*known, *own], SHIPPED, version, rarest=RAREST), about)


def take_up(office: Office, trained: Trained, now: datetime) -> LabelModel:
    """Judge with it from now on; the models before it stay."""
    data = model_files.to_bytes(trained.model)
    return take_up_model(office, trained.model.version, data, trained.card.as_json(), now=now)


def office_examples(office_id: int) -> list[Example]:
    """What the office's people said items are, an example an item, the last word of each."""
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    texts: dict[int, tuple[str, str]] = {}
    for row in corrections(office_id):
        if row.task != KIND or row.label in lexicon.KINDS:
            labels[row.item_id][row.task] = row.label
            texts[row.item_id] = row.item.title, row.item.body
    return [Example(*texts[item], said) for item, said in labels.items()]


def _fitting(examples: Sequence[Example], topics: frozenset[str]) -> list[Example]:
    """Leave out the topics that the office's tree does not have, or has retired."""
    return [
        one
        if one.labels.get(TOPIC) in topics
        else Example(
            one.title, one.body, {task: said for task, said in one.labels.items() if task != TOPIC}
        )
        for one in examples
    ]


def _version(office: Office, now: datetime) -> str:
    day = f"{now:%Y-%m-%d}"
    earlier = LabelModel.objects.filter(office=office, version__startswith=f"{day}.").count()
    return f"{day}.{earlier + 1}"
