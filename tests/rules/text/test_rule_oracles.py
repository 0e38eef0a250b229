"""Compiled rules against plain Python, and the finding of terms against another library."""

import random
import re
from collections.abc import Iterator

import ahocorasick_rs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.text import expressions as ex
from huiyin.rules.text import match
from huiyin.rules.text.codes import encode
from huiyin.rules.text.expressions import Reach, Term
from huiyin.rules.text.scan import Scanner
from tests.rules.text.makers import message

ALPHABET = "火灾爆ab1 ,。\n"
FIELDS = ("", "", "title", "body")
INSIDE = r"(?:(?<=[ab1])[.,:](?=[ab1])|[^\n。!?;.,:])"


def spans(term: Term, text: str) -> list[tuple[int, int]]:
    """Where a term stands: every begin, each with its shortest end."""
    pattern = "".join(
        {"?": "[火灾爆ab1]", "*": INSIDE + "{0,10}?"}.get(char, re.escape(char)) if term.wild
        else re.escape(char) for char in term.text
    )  # fmt: skip
    before = "(?<![ab1])" if term.text[0] in "ab1" else ""
    after = "(?![ab1])" if term.text[-1] in "ab1" else ""
    whole = re.compile(before + pattern + after)
    found = [one.span() for at in range(len(text)) if (one := whole.match(text, at))]
    title = max(text.find("\n"), 0)
    return [one for one in found if not term.field or (one[0] < title) is (term.field == "title")]


def near(before: tuple[int, int], after: tuple[int, int], reach: int, text: str) -> bool:
    """Whether what ends first and what begins last are within reach."""
    between = text[before[1] : after[0]]
    if before[1] > after[0] or "\n" in between:
        return False
    if reach == ex.SENTENCE:
        return "。" not in between
    if reach == ex.CLAUSE:
        return all(re.compile(INSIDE).match(text, at) for at in range(before[1], after[0]))
    return len(re.findall("[ab1]+|[火灾爆]", between)) <= reach


def holds(node: ex.Node, text: str) -> bool:
    """Whether a text satisfies an expression, read literally."""
    match node:
        case Term():
            return bool(spans(node, text))
        case ex.Not(part):
            return not holds(part, text)
        case ex.All(parts):
            return all(holds(part, text) for part in parts)
        case ex.Any(parts):
            return any(holds(part, text) for part in parts)
        case ex.AtLeast(count, parts):
            return sum(holds(part, text) for part in set(parts)) >= count
        case ex.Near(parts, reaches):
            return any(chain(parts, reaches, text))
    raise TypeError(node)


def chain(
    parts: tuple[ex.Node, ...], reaches: tuple[Reach, ...], text: str
) -> Iterator[tuple[int, int]]:
    """Places of the last part that stand near a place of the part before, and so on."""
    if not reaches:
        yield from every(parts[0], text)
        return
    for old in chain(parts[:-1], reaches[:-1], text):
        for new in every(parts[-1], text):
            ways = [(old, new)] if reaches[-1].ordered else [(old, new), (new, old)]
            if any(near(*way, reaches[-1].tokens, text) for way in ways):
                yield new


def every(part: ex.Node, text: str) -> list[tuple[int, int]]:
    inner = part.parts if isinstance(part, ex.Any) else (part,)
    return [span for one in inner if isinstance(one, Term) for span in spans(one, text)]


def terms(wild: bool) -> st.SearchStrategy[Term]:
    word = st.text(st.sampled_from("火灾爆ab1"), min_size=1, max_size=2)
    plain = st.builds(Term, word, st.sampled_from(FIELDS), st.just(False))
    patterns = st.builds(
        lambda one, sign, two, field: Term(one + sign + two, field, wild=True),
        st.sampled_from("火灾爆"), st.sampled_from("?*"), st.sampled_from("火灾爆"),
        st.sampled_from(FIELDS),
    )  # fmt: skip
    return st.one_of(plain, patterns) if wild else plain


def groups() -> st.SearchStrategy[ex.Node]:
    some = st.lists(terms(wild=False), min_size=2, max_size=3, unique=True).map(tuple)
    return st.one_of(terms(wild=False), st.builds(ex.Any, some))


def nears() -> st.SearchStrategy[ex.Node]:
    reach = st.builds(Reach, st.sampled_from([1, 2, 5, ex.CLAUSE, ex.SENTENCE]), st.booleans())
    return st.integers(2, 3).flatmap(
        lambda size: st.builds(
            ex.Near, st.tuples(*[groups()] * size), st.tuples(*[reach] * (size - 1))
        )
    )


def nodes() -> st.SearchStrategy[ex.Node]:
    def above(inner: st.SearchStrategy[ex.Node]) -> st.SearchStrategy[ex.Node]:
        some = st.lists(inner, min_size=2, max_size=3, unique=True).map(tuple)
        return st.one_of(
            st.builds(ex.Not, inner), st.builds(ex.All, some), st.builds(ex.Any, some),
            st.builds(ex.AtLeast, st.just(2), some),
        )  # fmt: skip

    return st.recursive(st.one_of(terms(wild=True), nears()), above, max_leaves=6)


TEXTS = st.lists(st.text(st.sampled_from(ALPHABET), max_size=24), min_size=1, max_size=3)


@settings(max_examples=40, deadline=None)
@given(st.lists(nodes().filter(lambda node: not ex.satisfied_by_nothing(node)), max_size=3), TEXTS)
def test_compiled_rules_say_what_the_words_say(rules: list[ex.Node], texts: list[str]) -> None:
    ruleset = match.Ruleset([match.Rule(index, node) for index, node in enumerate(rules)])
    hits = ruleset.match(texts)
    assert [[hit.key for hit in each] for each in hits] == [
        [index for index, node in enumerate(rules) if holds(node, text)] for text in texts
    ]
    for text, each in zip(texts, hits, strict=True):
        for span in (span for hit in each for span in hit.spans):
            assert text[span.start : span.end] == span.term


def test_ten_thousand_terms_are_found_as_another_library_finds_them() -> None:
    chance = random.Random(4)
    texts = [message(seed, chance.randint(40, 200)) for seed in range(60)]
    words = {text[at : at + size] for text in texts for at in range(0, 90, 3) for size in (1, 2, 5)}
    absent = {"".join(chr(chance.randint(0x4E00, 0x9FFF)) for _ in range(3)) for _ in range(9000)}
    terms = sorted(word for word in words | absent if word.strip())
    found = Scanner(terms).find(encode(texts))
    ours = np.stack([found.texts, found.places, found.terms], axis=1).tolist()
    automaton = ahocorasick_rs.AhoCorasick(terms)
    theirs = [
        [index, begin, number]
        for index, text in enumerate(texts)
        for number, begin, _end in automaton.find_matches_as_indexes(text, overlapping=True)
    ]
    assert len(ours) > 3000
    assert sorted(ours) == sorted(theirs)
