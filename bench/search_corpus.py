"""Items for the search: about 200 characters each, of 30,000 words that are as unequally often used
as words are, most of two Chinese characters, with Latin words, numbers, blanks and emoji between.

The same for the same number, on every machine.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

WORDS, A_TEXT, A_CLAUSE = 30_000, 90, 6
MIXED = "the water pm2.5 12345 北京市 化工厂 sars g20 a座 3人 😀 2026年 covid-19 wi-fi".split()  # noqa: SIM905


def vocabulary() -> list[str]:
    """The words, the most used first."""
    dice = np.random.default_rng(1)
    letters = [
        bytes([high, low]).decode("gb2312")
        for high in range(0xB0, 0xD8)
        for low in range(0xA1, 0xFF)
        if not (high == 0xD7 and low > 0xF9)
    ]
    order = dice.permutation(len(letters))
    drawn = dice.choice(len(letters), (WORDS, 2), p=_falling(len(letters), 0.7, 0))
    words = ["".join(letters[order[letter]] for letter in pair) for pair in drawn]
    words[50 : 50 + len(MIXED)] = MIXED
    return words


def texts(count: int, seed: int = 2) -> Iterator[str]:
    """Folded texts: a clause as the title, a line break, and the body."""
    dice, words = np.random.default_rng(seed), vocabulary()
    shares = _falling(WORDS, 1.0, 20)
    for begin in range(0, count, 10_000):
        for row in dice.choice(WORDS, (min(10_000, count - begin), A_TEXT), p=shares).tolist():
            clauses = [
                "".join(words[word] for word in row[at : at + A_CLAUSE])
                for at in range(0, A_TEXT, A_CLAUSE)
            ]
            yield f"{clauses[0]}\n{','.join(clauses[1:8])} {','.join(clauses[8:])}。"


def phrases(held: list[str], count: int, seed: int = 3) -> list[str]:
    """What people may ask: words of two characters, and pieces of texts of two to eight."""
    dice, words = np.random.default_rng(seed), vocabulary()
    asked = [words[at] for at in dice.choice(3_000, count // 2, replace=False)]
    for at in dice.integers(0, len(held), count - len(asked)).tolist():
        text, length = held[at], int(dice.choice([2, 2, 2, 3, 4, 6, 8]))
        begin = int(dice.integers(0, len(text) - length))
        asked.append(text[begin : begin + length].strip() or text[:2])
    return asked


def _falling(count: int, power: float, flat: int) -> NDArray[np.float64]:
    shares = 1 / (np.arange(1, count + 1) + flat) ** power
    made: NDArray[np.float64] = shares / shares.sum()
    return made
