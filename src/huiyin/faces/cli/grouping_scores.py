"""Measuring stories: items grouped by the product's own rules, scored by B-cubed.

Of each labelled item: how many of the items in its story have its label (precision), how many of
those with its label are in its story (recall); the means over all labelled items. Items without a
label are strangers: they count among the items of a story, and so against precision.
"""

import time
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import datetime

from huiyin.rules.text.cluster import Policy, StoryIndex, assign, features
from huiyin.rules.text.normalise import fold

BATCH = 1000
WARMING = 50


def undated(policy: Policy) -> Policy:
    """The policy for an archive: nothing fades, no story ends."""
    return replace(policy, half_life_hours=1e9, window_hours=1e9)


def b_cubed(labels: Sequence[str | None], groups: Sequence[Hashable]) -> tuple[float, float]:
    """Precision and recall of the groups, averaged over the items that have a label."""
    sizes, wanted = Counter(groups), Counter(label for label in labels if label is not None)
    both = Counter(zip(labels, groups, strict=True))
    counts = [(count, label, group) for (label, group), count in both.items() if label is not None]
    total = max(sum(wanted.values()), 1)
    precision = sum(count * count / sizes[group] for count, _label, group in counts) / total
    recall = sum(count * count / wanted[label] for count, label, _group in counts) / total
    return precision, recall


def grouped(
    titles: Sequence[str], bodies: Sequence[str], times: Sequence[datetime], policy: Policy
) -> list[int]:
    """The story of each text, read in batches in the order of time, as the desk does."""
    index = StoryIndex()
    order = sorted(range(len(titles)), key=lambda at: (times[at], at))
    stories = dict.fromkeys(order, 0)
    for begin in range(0, len(order), BATCH):
        chosen = order[begin : begin + BATCH]
        read = features(
            fold([titles[at] for at in chosen]), fold([bodies[at] for at in chosen]),
            [times[at] for at in chosen],
        )  # fmt: skip
        assigned = assign(read, index, policy, [at + 1 for at in chosen])
        stories.update(zip(chosen, (each.story for each in assigned.items), strict=True))
        stories.update((move.item - 1, move.to) for move in assigned.moves)
    return [stories[at] for at in range(len(titles))]


def measured(
    titles: Sequence[str],
    bodies: Sequence[str],
    times: Sequence[datetime],
    labels: Sequence[str | None],
    policy: Policy,
) -> dict[str, float | int]:
    """The figures: b3_precision, b3_recall, b3_f1, docs_per_s (wall, kernels loaded before)."""
    few = [*range(min(WARMING, len(titles)))] * 2  # twice, so that some are found again
    grouped(
        [titles[at] for at in few], [bodies[at] for at in few], [times[at] for at in few], policy
    )
    begun = time.perf_counter()
    groups = grouped(titles, bodies, times, policy)
    spent = time.perf_counter() - begun
    precision, recall = b_cubed(labels, groups)
    both = precision + recall
    return {
        "b3_precision": precision,
        "b3_recall": recall,
        "b3_f1": 2 * precision * recall / both if both else 0.0,
        "docs_per_s": len(titles) / spent if spent else 0.0,
    }
