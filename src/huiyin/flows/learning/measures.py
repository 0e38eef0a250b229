"""How right guesses are."""

from collections.abc import Sequence


def accuracy(truth: Sequence[str], guessed: Sequence[str]) -> float:
    """Return the share of right guesses; 0 of none."""
    right = sum(one == other for one, other in zip(truth, guessed, strict=True))
    return right / len(truth) if truth else 0.0


def macro_f1(truth: Sequence[str], guessed: Sequence[str]) -> float:
    """Return the mean over the labels of the truth of the harmonic mean of precision and recall."""
    found = []
    for label in sorted(set(truth)):
        hits = sum(one == other == label for one, other in zip(truth, guessed, strict=True))
        found.append(2 * hits / (truth.count(label) + guessed.count(label)))
    return sum(found) / len(found) if found else 0.0
