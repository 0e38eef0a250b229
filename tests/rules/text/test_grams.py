"""Search grams: no text that holds the query is ever missed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.text.grams import query_grams, search_grams
from huiyin.rules.text.normalise import fold

LETTERS = st.text(st.sampled_from("远帆化工厂爆炸ab1 ,。👍\n"), max_size=25)


@settings(max_examples=50, deadline=None)
@given(LETTERS, LETTERS, LETTERS)
def test_a_text_holds_every_gram_of_every_part_of_it(left: str, query: str, right: str) -> None:
    asked = fold([query])[0]
    text = f"{left}{asked}{right}"
    assert set(query_grams(asked)) <= set(search_grams([text])[0])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=5))
def test_a_batch_has_the_grams_of_its_texts_one_by_one(texts: list[str]) -> None:
    for row, text in zip(search_grams(texts), texts, strict=True):
        assert row == search_grams([text])[0]
        assert row == sorted(set(row))
        assert all(-(2**31) < gram < 2**31 for gram in row)


@pytest.mark.parametrize(
    ("query", "count"),
    [("爆炸", 1), ("炸", 1), ("化工厂", 2), ("a b", 2), (",", 1), (" ", 0), ("", 0)],
)
def test_a_query_asks_for_pairs_and_for_what_no_pair_covers(query: str, count: int) -> None:
    assert len(query_grams(query)) == count


def test_words_inside_a_clause_are_told_from_words_that_are_not_there() -> None:
    texts = search_grams(["昨日远帆化工厂发生爆炸", "化工 厂"])
    asked = set(query_grams("化工厂"))
    assert asked <= set(texts[0])
    assert not asked <= set(texts[1])
