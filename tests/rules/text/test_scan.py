"""The scanner, against a plain search."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.text.codes import encode
from huiyin.rules.text.scan import Scanner

ALPHABET = st.text(st.sampled_from("火灾工厂爆ab1 ,"), min_size=1, max_size=5)


def plain(texts: list[str], terms: list[str]) -> list[tuple[int, int, int]]:
    """Find terms one by one, whole words only where they are of letters or digits."""
    found = []
    for index, text in enumerate(texts):
        for at in range(len(text)):
            for number, term in sorted(enumerate(terms), key=lambda each: len(each[1])):
                end = at + len(term)
                glued = [
                    f"{text[:at]} "[at - 1] if at else " ",
                    f"{text} "[end : end + 1] or " ",
                ]
                whole = [
                    edge.isascii() and edge.isalnum() and side.isascii() and side.isalnum()
                    for edge, side in zip((term[0], term[-1]), glued, strict=True)
                ]
                if text.startswith(term, at) and not any(whole):
                    found.append((index, at, number))
    return found


def find(texts: list[str], terms: list[str]) -> list[tuple[int, int, int]]:
    found = Scanner(terms).find(encode(texts))
    return list(zip(found.texts.tolist(), found.places.tolist(), found.terms.tolist(), strict=True))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("火灾工厂爆ab1 ,"), max_size=20), max_size=4),
    st.lists(ALPHABET, max_size=8, unique=True),
)
def test_every_term_is_found_wherever_it_stands(texts: list[str], terms: list[str]) -> None:
    assert find(texts, terms) == plain(texts, terms)


def test_long_terms_that_begin_alike_are_told_apart() -> None:
    terms = [
        "化工厂发生爆炸事故造成重大人员伤亡和损失",
        "化工厂发生爆炸事故造成重大人员伤亡及损失",
        "化工厂",
    ]
    texts = [
        "禾岭县化工厂发生爆炸事故造成重大人员伤亡及损失。",
        "化工厂发生爆炸事故造成重大人员伤亡",
    ]
    assert find(texts, terms) == [(0, 3, 2), (0, 3, 1), (1, 0, 2)]


def test_a_term_does_not_run_on_into_the_next_text() -> None:
    assert find(["工", "厂"], ["工厂"]) == []


@pytest.mark.parametrize("terms", [[""], ["火", "火"]])
def test_empty_and_repeated_terms_are_refused(terms: list[str]) -> None:
    with pytest.raises(ValueError, match="distinct"):
        Scanner(terms)
