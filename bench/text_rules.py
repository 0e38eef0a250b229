"""Speed of the keyword rules on one core: texts a CPU second, best of five rounds.

    PYTHONPATH=src:. python bench/text_rules.py

Prints one line a figure: name value unit. Texts have 40 to 200 characters; 2,000 rules of fifty
offices hold 10,000 terms, which seldom occur (sparse) or were cut from the texts (dense: dozens
stand in each). Citizens' messages, and news titles against 100 rules, are read where they lie
beside the repository.
"""

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.rounds import seconds, speed
from huiyin.rules.text import match
from huiyin.rules.text.codes import encode
from huiyin.rules.text.match import Rule, Ruleset
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.reading import parse, read

SHARED = Path(__file__).parents[2] / "shared" / "data"
TERMS, RULES, OFFICES, BATCH, TEXTS = 10_000, 2_000, 50, 1_000, 20_000
_OPERATORS = {"或者", "并且"}
_SHAPES = (
    "({0} | {1} | {2}) {3} -{4}",
    "({0} | {1}) ({2} | {3}) -{4}",
    "{0} {1} | {2} {3} {4}",
    "({0} | {1}) NEAR/10 ({2} | {3}) -{4}",
)


def made_texts(chance: random.Random) -> list[str]:
    """Return texts of 40 to 200 characters: words as frequent as words are, in clauses."""
    words = made_words(20_000, 2500, chance)
    drawn = iter(
        chance.choices(words, [1 / (rank + 3) for rank in range(len(words))], k=TEXTS * 90)
    )
    found = []
    for _text in range(TEXTS):
        length, text = chance.randint(40, 200), ""
        while len(text) < length:
            text += next(drawn) + chance.choice(("", "", "", ",", "。"))
        found.append(text[:length])
    return found


def citizens() -> list[str]:
    """Return folded openings of citizens' messages, none where they are not at hand."""
    rows = _rows("govmsg_unlabelled/messages.jsonl.gz")
    texts = fold([f"{row.get('title', '')} {row['body']}"[:240] for row in rows[:TEXTS]])
    return [text[: 40 + at % 161] for at, text in enumerate(texts)]


def terms_of(texts: Sequence[str], chance: random.Random) -> list[str]:
    """Return words of two to six characters, half of two, that stand in the texts."""
    found: dict[str, None] = {}
    for _try in range(40 * TERMS):
        text = chance.choice(texts)
        at = chance.randrange(len(text))
        word = text[at : at + chance.choice((2, 2, 2, 3, 4, 6))]
        if (
            len(word) > 1
            and word not in _OPERATORS
            and all("\u4e00" <= char <= "\u9fff" for char in word)
        ):
            found[word] = None
        if len(found) == TERMS:
            break
    return list(found)


def made_words(count: int, alphabet: int, chance: random.Random) -> list[str]:
    """Return words of two to six characters, drawn at random from an alphabet."""
    found: dict[str, None] = {}
    while len(found) < count:
        length = chance.choice((2, 2, 2, 3, 4, 6))
        found["".join(chr(0x4E00 + chance.randrange(alphabet) * 8) for _ in range(length))] = None
    return list(found)


def expressions(terms: Sequence[str], count: int, chance: random.Random) -> list[str]:
    """Return rules of five terms each, in four shapes."""
    drawn = [*terms] * -(-count * 5 // len(terms))
    chance.shuffle(drawn)
    return [_SHAPES[index % 4].format(*drawn[index * 5 : index * 5 + 5]) for index in range(count)]


def compiled(written: Sequence[str]) -> Ruleset:
    """Compile rules of several offices, one after the other."""
    return Ruleset([Rule(at, parse(text, {}), at % OFFICES) for at, text in enumerate(written)])


def measure(name: str, texts: Sequence[str], written: Sequence[str]) -> None:
    """Print what the rules cost: as pairs of text and rule, with words and places, and compiled."""
    everybody = match.compile(list(enumerate(written)))
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    codes = [encode(batch) for batch in batches]
    decided = [everybody.decide(each) for each in codes]
    finds = sum(len(each.finds.terms) for each in decided) / len(texts)
    hits = sum(len(each.pairs) for each in decided) / len(texts)
    offices = compiled(written)
    each = {
        "kernel": speed(lambda: [everybody.decide(each) for each in codes], len(texts)),
        "decided": speed(lambda: [everybody.decide(encode(one)) for one in batches], len(texts)),
        "one_office": speed(lambda: [offices.decide(each, (), 7) for each in codes], len(texts)),
        "explained": speed(lambda: [everybody.match(one) for one in batches], len(texts)),
    }
    for figure, value in each.items():
        print(f"text_rules_{name}_{figure} {value:.0f} items/s")
    print(f"text_rules_{name}_characters {np.mean([len(text) for text in texts]):.0f} an item")
    print(f"text_rules_{name}_finds {finds:.1f} an item")
    print(f"text_rules_{name}_hits {hits:.2f} an item")


def compile_seconds(written: Sequence[str]) -> float:
    """CPU seconds to read and compile rules never seen before."""
    read.cache_clear()
    return seconds(lambda: compiled(written))


def _rows(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Measure 2,000 rules on made texts and on messages, 100 rules on news titles."""
    chance = random.Random(5)
    sparse = expressions(made_words(TERMS, 2500, random.Random(6)), RULES, chance)
    match.compile([(0, "爆炸")]).match(["爆炸"])  # loads what was compiled before
    print(f"text_rules_compile_10k_terms {compile_seconds(sparse):.3f} s")
    texts = made_texts(chance)
    measure("sparse", texts, sparse)
    measure("dense", texts, expressions(terms_of(texts, chance), RULES, chance))
    if real := citizens():
        measure("citizens", real, expressions(terms_of(real, chance), RULES, chance))
    if real := fold([row["title"] for row in _rows("news_titles_zh/titles.jsonl.gz")]):
        measure("100_on_titles", real, expressions(terms_of(real, chance), 100, chance))


if __name__ == "__main__":
    main()
