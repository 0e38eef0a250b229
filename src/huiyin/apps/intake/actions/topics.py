"""The office's topics: added, renamed, retired, opened again, or brought in as a whole.

Each change writes the whole tree anew; trees are never changed, so every earlier one can be read.
"""

from datetime import datetime

from django.db import transaction

from huiyin.apps.audit.actions import record
from huiyin.apps.intake.models import TopicTree
from huiyin.apps.intake.queries.learning import topic_tree
from huiyin.apps.org.models import Office, Person
from huiyin.apps.org.queries import holds
from huiyin.apps.org.steps import StepRefused
from huiyin.rules.refusals import Refusal
from huiyin.rules.text import labels
from huiyin.rules.text.labels import Topic, Tree


@transaction.atomic
def change_topics(
    office: Office, tree: Tree, *, now: datetime, actor: Person | None = None
) -> None:
    """Tell messages apart by these topics from now on; what they lack stays, retired.

    Without an actor it is done at the command line. Raises StepRefused for a person who is no
    administrator.
    """
    if actor is not None:
        _check(office, actor)
    _keep(office, tree.after(_standing(office)), "topics.changed", None, actor, now)


@transaction.atomic
def add_topic(office: Office, topic: Topic, *, actor: Person, now: datetime) -> None:
    """Offer one more topic. Raises StepRefused, and TreeError for one that does not fit."""
    _check(office, actor)
    _keep(office, _standing(office).with_added(topic), "topic.added", topic, actor, now)


@transaction.atomic
def rename_topic(
    office: Office, code: str, *, zh: str, en: str, unit: str, actor: Person, now: datetime
) -> None:
    """Call a topic otherwise, or let another department answer for it. Raises as `add_topic`."""
    _check(office, actor)
    tree = _standing(office).with_renamed(code, zh, en, unit)
    _keep(office, tree, "topic.renamed", tree.topics[code], actor, now)


@transaction.atomic
def retire_topic(office: Office, code: str, *, actor: Person, now: datetime) -> None:
    """Offer a topic, and all below it, no more. Raises as `add_topic`."""
    _check(office, actor)
    tree = _standing(office).with_retired(code)
    _keep(office, tree, "topic.retired", tree.topics[code], actor, now)


@transaction.atomic
def reopen_topic(office: Office, code: str, *, actor: Person, now: datetime) -> None:
    """Offer a retired topic again. Raises as `add_topic`."""
    _check(office, actor)
    tree = _standing(office).with_reopened(code)
    _keep(office, tree, "topic.reopened", tree.topics[code], actor, now)


def _check(office: Office, actor: Person) -> None:
    if actor.office_id != office.pk or not holds(actor, "admin"):
        raise StepRefused(Refusal.ROLE_NOT_ALLOWED)


def _standing(office: Office) -> Tree:
    """The tree as it stands; who changes it waits for whoever does so now."""
    Office.objects.select_for_update().get(pk=office.pk)
    return topic_tree(office.pk)


def _keep(
    office: Office, tree: Tree, kind: str, topic: Topic | None, actor: Person | None, now: datetime
) -> None:
    kept = TopicTree.objects.create(office=office, rows=labels.rows_of(tree), at=now)
    body: dict[str, object] = {"topics": len(tree.open())}
    if topic is not None:
        body |= {"topic": topic.code, "name": topic.zh, "unit": topic.unit}
    record(kind, subject=f"topic_tree:{kept.pk}", at=now, office=office, actor=actor, body=body)
