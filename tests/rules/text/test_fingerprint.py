"""Keys and signatures: same texts meet, like texts are measured, unlike ones stay apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.text.fingerprint import (
    BANDS,
    BINS,
    bands,
    content_keys,
    from_bytes,
    is_empty,
    signatures,
    similarity,
    to_bytes,
)
from tests.rules.text.makers import clause, message


def test_spaces_and_punctuation_do_not_change_the_key() -> None:
    same = content_keys(["远帆化工厂爆炸,3人受伤。", "远帆化工厂 爆炸 3人受伤!"])
    assert same[0] == same[1]
    assert len(same[0]) == 16


def test_one_figure_changes_the_key_and_marks_alone_have_their_own() -> None:
    keys = content_keys(["3人受伤", "4人受伤", "👍", "!!!", ""])
    assert len(set(keys)) == 5


def test_the_key_is_a_fixed_function_of_the_text() -> None:
    assert content_keys(["回音"])[0].hex() == "47180ec91ef3b81095b0ac1900d26cee"


def jaccard(a: str, b: str) -> float:
    ours, theirs = ({text[i : i + 3] for i in range(len(text) - 2)} for text in (a, b))
    return len(ours & theirs) / len(ours | theirs)


def test_similarity_estimates_the_jaccard_similarity_of_shingles() -> None:
    texts = [message(seed, 300) for seed in range(40)]
    pairs = [(text, text[: 60 + 6 * seed]) for seed, text in enumerate(texts)]
    pairs = [("".join(filter(str.isalnum, a)), "".join(filter(str.isalnum, b))) for a, b in pairs]
    left, right = (signatures([pair[side] for pair in pairs]) for side in (0, 1))
    errors = similarity(left, right) - np.array([jaccard(a, b) for a, b in pairs])
    assert abs(errors.mean()) < 0.02
    assert abs(errors).max() < 0.17


def test_reprints_share_a_band_and_strangers_do_not() -> None:
    texts = [message(seed, 300) for seed in range(200)]
    reprints = [f"据本报讯{text[:270]}(责任编辑:{clause(seed)})" for seed, text in enumerate(texts)]
    ours, theirs = bands(signatures(texts)), bands(signatures(reprints))
    assert ours.shape == (200, BANDS)
    assert ours.dtype == np.int64
    assert (ours == theirs).any(axis=1).all()
    assert np.isin(ours[:100], theirs[100:]).any(axis=1).mean() < 0.05


@pytest.mark.parametrize("text", ["火", "火灾", "a", "火 灾!"])
def test_short_texts_are_signed_too(text: str) -> None:
    signed = signatures([text, "".join(filter(str.isalnum, text)), "洪水"])
    assert not is_empty(signed).any()
    assert similarity(signed[0], signed[1]) == 1.0
    assert similarity(signed[0], signed[2]) < 0.2


def test_texts_without_words_are_like_nothing() -> None:
    signed = signatures(["", "!?", "回音"])
    assert is_empty(signed).tolist() == [True, True, False]
    assert similarity(signed[0], signed[1]) == 0.0
    assert (bands(signed)[:2] == 0).all()


def test_signatures_survive_storage() -> None:
    signed = signatures([message(1, 200), "火"])
    stored = to_bytes(signed)
    assert [len(row) for row in stored] == [BINS * 4] * 2
    assert np.array_equal(from_bytes(stored), signed)
    assert from_bytes([]).shape == (0, BINS)
    with pytest.raises(ValueError, match="512 bytes"):
        from_bytes([b"short"])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=6))
def test_a_batch_is_signed_like_its_texts_one_by_one(texts: list[str]) -> None:
    whole = signatures(texts)
    assert whole.shape == (len(texts), BINS)
    for row, text in zip(whole, texts, strict=True):
        assert np.array_equal(row, signatures([text])[0])
