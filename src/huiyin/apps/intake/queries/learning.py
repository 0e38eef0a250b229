"""The model and the topics an office judges by, and what its people corrected."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from huiyin.apps.intake.models import Correction, LabelModel, ModelUse, TopicTree
from huiyin.rules.text import labels, model_files
from huiyin.rules.text.linear import Model


def model_in_use(office_id: int) -> LabelModel | None:
    """The model the office trained and judges with, without its data; None: the shipped one."""
    use = ModelUse.objects.filter(office_id=office_id).select_related("model")
    last = use.defer("model__data").order_by("-pk").first()
    return last.model if last else None


def standing_model(office_id: int) -> Model:
    """What the office judges with; one small query, the model itself is read once."""
    kept = ModelUse.objects.filter(office_id=office_id).order_by("-pk")
    model_id = kept.values_list("model_id", flat=True).first()
    return model_files.shipped() if model_id is None else _read(model_id)


@lru_cache(maxsize=8)
def _read(model_id: int) -> Model:
    return model_files.from_bytes(bytes(LabelModel.objects.get(pk=model_id).data))


def topic_tree(office_id: int) -> labels.Tree:
    """The office's topics; those that come with the desk where it has none of its own."""
    kept = TopicTree.objects.filter(office_id=office_id).order_by("-pk").first()
    return labels.tree(kept.rows) if kept else labels.shipped()


def retired_topics(office_id: int) -> frozenset[str]:
    """Codes of the topics that are offered no more."""
    rows = TopicTree.objects.filter(office_id=office_id).order_by("-pk")
    listed = rows.values_list("rows", flat=True).first() or ()
    return frozenset(row["code"] for row in listed if row.get("retired"))


@dataclass(frozen=True, slots=True)
class Corrected:
    """What people said of a task: how often each label was the last word, and how often it was
    what stood there before and was wrong."""

    to: Counter[str]
    away: Counter[str]


def corrected(office_id: int, task: str) -> Corrected:
    """Count the last correction of each item."""
    rows = Correction.objects.filter(office_id=office_id, task=task)
    last = rows.order_by("item", "-id").distinct("item").values_list("before", "label")
    told = list(last)
    return Corrected(
        Counter(label for _before, label in told),
        Counter(before for before, label in told if before and before != label),
    )


def model_uses(office_id: int) -> list[ModelUse]:
    """The models the office took up and put back, the newest first, without their data."""
    rows = ModelUse.objects.filter(office_id=office_id).select_related("model")
    return list(rows.defer("model__data").order_by("-pk"))


def corrections(office_id: int) -> list[Correction]:
    """The last correction of each item and task, with the item's text, oldest first."""
    rows = Correction.objects.filter(office_id=office_id).select_related("item")
    last: dict[tuple[int, str], Correction] = {}
    for row in rows.only("task", "label", "item__title", "item__body").order_by("pk"):
        last[row.item_id, row.task] = row
    return list(last.values())
