"""The kernels of grouping say what their rules say in plain Python, read slowly."""

import random
from collections import Counter
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import pytest

from huiyin.rules.text import characters
from huiyin.rules.text.codes import encode
from huiyin.rules.text.features import features
from huiyin.rules.text.kernels_pool import agglomerate
from huiyin.rules.text.live import COPY
from huiyin.rules.text.names import HEAD, named_in
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.words import MOST_TERMS, faint, keys_of_terms
from tests.rules.text.makers import clause, message

SAME, APART, HALF = 0.3, 0.7, 3600.0
MATURE = 2.5


class Pool:
    """Units by number: cosines, what keeps two apart, times; every sum is made anew."""

    def __init__(self, like: np.ndarray, barred: np.ndarray, at: np.ndarray) -> None:
        self.like, self.barred, self.at = like, barred, at
        units = range(len(at))
        copies = [sum(like[one, two] >= COPY for two in units if two != one) for one in units]
        self.share = [1 / (1 + count) for count in copies]

    def own(self, one: int, two: int) -> float:
        """What two units have in common that is no copying."""
        alike = self.like[one, two]
        return 0.0 if alike >= COPY else alike * self.share[one] * self.share[two]

    def alike(self, ours: list[int], theirs: list[int]) -> float:
        """The cosine of the sums, faded by the time between."""
        across = sum(self.like[one, two] for one in ours for two in theirs)
        lengths = 1.0
        for group in (ours, theirs):
            within = sum(self.like[pair] for pair in combinations(group, 2))
            lengths *= len(group) + 2 * within
        cosine = float(across / lengths**0.5)
        first, second = self.at[ours], self.at[theirs]
        gap = float(max(first.min() - second.max(), second.min() - first.max()))
        return cosine if gap <= 0 or cosine >= COPY else cosine * 0.5 ** (gap / HALF)

    def of_one_kind(self, ours: list[int], theirs: list[int]) -> bool:
        """Whether groups of some texts are nearly as alike as each is within."""
        sizes = [sum(self.share[unit] for unit in group) for group in (ours, theirs)]
        if min(sizes) < MATURE:
            return True
        within = [sum(self.own(*pair) for pair in combinations(each, 2)) for each in (ours, theirs)]
        inner = sum(sum_ / (size * (size - 1)) for sum_, size in zip(within, sizes, strict=True))
        across = sum(self.own(one, two) for one in ours for two in theirs)
        return bool(across / (sizes[0] * sizes[1]) >= APART * inner)

    def joined(self, settled: list[int]) -> list[list[int]]:
        """Join the two likest groups again and again."""
        kept = {number: [at for at, mine in enumerate(settled) if mine == number]
                for number in settled if number >= 0}  # fmt: skip
        groups = [*kept.values(), *([at] for at, number in enumerate(settled) if number < 0)]
        while True:
            rated = [
                (self.alike(ours, theirs), ours, theirs)
                for ours, theirs in combinations(groups, 2)
                if not self.barred[np.ix_(ours, theirs)].any() and self.of_one_kind(ours, theirs)
            ]
            best = max(rated, key=lambda one: one[0], default=(-1.0, [], []))
            if best[0] < SAME:
                return groups
            groups = [each for each in groups if each not in best[1:]] + [best[1] + best[2]]


@pytest.mark.parametrize("seed", range(30))
def test_the_likest_groups_become_one_as_the_rule_says(seed: int) -> None:
    chance = np.random.default_rng(seed)
    count = int(chance.integers(1, 16))
    centres = chance.random((4, 12)) ** 3
    vectors = centres[chance.integers(0, 4, count)] + chance.random((count, 12)) * 0.6
    vectors[chance.random(count) < 0.2] = vectors[0]  # copies
    vectors += chance.random((count, 12)) * 0.01
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    wide, bars = np.zeros((count + 2, count + 2)), np.zeros((count + 2, count + 2), np.uint8)
    like, barred = wide[:count, :count], bars[:count, :count]  # as the pool hands them over
    like[:] = vectors @ vectors.T
    barred[:] = np.triu(chance.random((count, count)) < 0.05, 1)
    barred |= barred.T
    at = chance.integers(0, 20_000, count)
    settled = chance.choice([-1, -1, -1, 0, 1], count).astype(np.int32)
    label = np.empty(count, dtype=np.int32)
    agglomerate(like, barred, at, settled, np.array([SAME, APART, HALF, 0.0, 0.0]), label)
    found = sorted(np.flatnonzero(label == one).tolist() for one in set(label.tolist()))
    assert found == sorted(sorted(one) for one in Pool(like, barred, at).joined(settled.tolist()))


def plain_words(head: str) -> list[tuple[int, str]]:
    """Where each word stands: runs of letters and digits, pairs of ideographs, none faint."""
    kinds = characters.kinds(encode([head]).points).tolist()
    marks, found, at = faint()[0], [], 0
    while at < len(head):
        end = at + 1
        if kinds[at] in (characters.LETTER, characters.DIGIT):
            while kinds[end] in (characters.LETTER, characters.DIGIT):
                end += 1
            found.append((at, head[at:end]))
            at = end
            continue
        pair = head[at : at + 2]
        if kinds[at] == kinds[end] == characters.IDEOGRAPH and not any(marks[[*map(ord, pair)]]):
            found.append((at, pair))
        at = end
    return [(at, word) for at, word in found if 2 <= len(word) <= 24]


def heaviest(head: str, title: int, names: set[str]) -> list[tuple[str, int]]:
    """The heaviest words of a text in the order they stand: the title's count twice."""
    weights: Counter[str] = Counter()
    for at, word in plain_words(head):
        weights[word] += 2 if at < title else 1
    dull = {*faint()[1].tolist()}
    told = {word: weight for word, weight in weights.items()
            if word not in names and keys_of_terms([word])[0] not in dull}  # fmt: skip
    kept = {*sorted(told, key=lambda word: -told[word])[:MOST_TERMS]}
    return [(word, weight) for word, weight in told.items() if word in kept]


def test_the_heaviest_words_are_kept_as_the_rule_says() -> None:
    chance = random.Random(4)
    mixed = "the PM2.5 of Zhaoyuan was 300 and AI said 3G AB123 again. "
    bodies = [message(seed, 20 + 60 * seed) + mixed * chance.randint(0, 3) for seed in range(14)]
    titles = fold([clause(seed) if seed % 3 else "" for seed in range(17)])
    bodies = fold([*bodies, "", "的了是", "安 全安全"])
    found = features(titles, bodies, [datetime(2026, 3, 2, tzinfo=UTC)] * len(bodies))
    codes = encode(found.heads)
    lengths = np.array([len(title) for title in titles], dtype=np.int64)
    named = named_in(codes, characters.kinds(codes.points), lengths + 1 + HEAD)
    for item, head in enumerate(found.heads):
        rows = range(int(found.bounds[item]), int(found.bounds[item + 1]))
        names = int(named.bounds[item + 1] - named.bounds[item])
        told = [(found.spelt(item, row), int(found.terms[row, 1])) for row in rows]
        assert found.terms[rows, 0].tolist() == keys_of_terms([word for word, _ in told]).tolist()
        known = {word for word, _ in told[:names]}
        assert told[names:] == heaviest(head, len(titles[item]), known)
