"""Tokens and keys of items: the same for the same words, and kept where texts are changed."""

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.text.codes import encode
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.prints import KEYS, prints
from huiyin.rules.text.tokens import cut
from tests.rules.text.makers import clause, message

TEXT = st.text(st.sampled_from("远帆化工厂爆炸ab1é ,。👍\nガ한"), max_size=25)


def plain_tokens(text: str) -> list[str]:
    """Cut by the definition: runs of letters and digits that part words, or one ideograph."""
    return re.findall(r"[a-z0-9é]+|[^\W_]", text)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, max_size=5))
def test_texts_are_cut_into_words_and_single_ideographs(texts: list[str]) -> None:
    folded = [unicodedata.normalize("NFC", text) for text in texts]
    codes = encode(folded)
    tokens = cut(codes)
    spelt = "\0".join(folded)
    for text, (low, high) in enumerate(zip(tokens.bounds[:-1], tokens.bounds[1:], strict=True)):
        places = zip(tokens.at[low:high].tolist(), tokens.sizes[low:high].tolist(), strict=True)
        assert [spelt[at : at + size] for at, size in places] == plain_tokens(folded[text])


def test_equal_tokens_have_equal_keys_wherever_they_stand() -> None:
    tokens = cut(encode(["火 abc abd", "abc火a b c 火"]))
    abc, abd = tokens.keys[1], tokens.keys[2]
    assert tokens.keys[0] == tokens.keys[4] == tokens.keys[8]
    assert abc == tokens.keys[3] != abd
    assert len({*tokens.keys.tolist()}) == 6


def shared(ours: tuple[str, str], theirs: tuple[str, str]) -> int:
    keys = prints(*map(list, zip(ours, theirs, strict=True))).keys
    return len(({*keys[0].tolist()} & {*keys[1].tolist()}) - {0})


BODY = "。".join(message(seed, 40).replace(",", "").replace("。", "") for seed in range(12))
TITLE = "禾岭县一化工厂发生爆炸"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE, ""),
        (f"快讯:{TITLE}", ""),
        (f"{TITLE[:8]}…", "别的话"),
        ("别的题目", BODY),
        ("别的题目", f"据甲报报道,{BODY[:90]}"),
        ("别的题目", "。".join(reversed(BODY.split("。")))),
        ("别的题目", BODY.replace("。", "!")),
    ],
)
def test_a_changed_text_keeps_a_key_of_the_original(title: str, body: str) -> None:
    assert shared((TITLE, BODY), (title, body)) > 0


def test_strangers_share_no_key_and_short_texts_meet_only_as_wholes() -> None:
    assert shared((clause(1), message(1, 300)), (clause(2), message(2, 300))) == 0
    assert shared(("停水", "又停了"), ("停水", "又停了")) == 1
    assert shared(("停水", "又停了"), ("停水", "又停")) == 0
    assert not prints(["!!"], ["。"]).keys.any()


def test_a_batch_has_the_prints_of_its_items_one_by_one() -> None:
    titles = [clause(seed) for seed in range(300)]
    bodies = [message(seed, 900) for seed in range(300)]
    whole = prints(titles, bodies)
    assert whole.keys.shape == (300, KEYS)
    assert len(whole.marks) == len(whole.tokens) + 1
    for item in (0, 150, 299):
        one = prints(fold([titles[item]]), fold([bodies[item]]))
        assert np.array_equal(whole.keys[item], one.keys[0])
        low, high = whole.bounds[2 * item], whole.bounds[2 * item + 2]
        assert np.array_equal(whole.tokens[low:high], one.tokens)
        assert np.array_equal(whole.marks[low:high], one.marks[:-1])
