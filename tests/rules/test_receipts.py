"""The code of a receipt: every slip of a hand that copies it is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.receipts import ALPHABET, LENGTH, Code, CodeTrouble, code_from, read_code

codes = st.builds(code_from, st.binary(min_size=4, max_size=4), st.binary(min_size=13, max_size=13))
places = st.integers(0, LENGTH - 1)


@given(codes)
def test_what_is_written_is_read(code: Code) -> None:
    assert len(str(code)) == LENGTH
    assert read_code(str(code)) == code


@given(codes)
def test_look_alikes_gaps_and_case_do_not_matter(code: Code) -> None:
    written = str(code).replace("1", "l").replace("0", "o").lower()
    spaced = " ".join(written[n : n + 4] for n in range(0, LENGTH, 4))
    assert read_code(f"  {spaced}\n") == code
    assert read_code(spaced.replace(" ", "\u3000")) == code
    assert read_code(spaced.replace(" ", "－")) == code


@given(codes, places, st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(code: Code, place: int, letter: str) -> None:
    right = str(code)
    wrong = right[:place] + letter + right[place + 1 :]
    if wrong != right:
        assert read_code(wrong) is CodeTrouble.CHECK


@given(codes, places, places)
def test_two_letters_in_each_others_place_are_noticed(code: Code, one: int, other: int) -> None:
    letters = list(str(code))
    letters[one], letters[other] = letters[other], letters[one]
    if "".join(letters) != str(code):
        assert read_code("".join(letters)) is CodeTrouble.CHECK


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("", CodeTrouble.EMPTY),
        (" - ", CodeTrouble.EMPTY),
        ("0" * (LENGTH - 1), CodeTrouble.LENGTH),
        ("0" * (LENGTH + 1), CodeTrouble.LENGTH),
        ("U" * LENGTH, CodeTrouble.LETTER),
        ("回" * LENGTH, CodeTrouble.LETTER),
        ("!" + "0" * (LENGTH - 1), CodeTrouble.LETTER),
    ],
)
def test_what_is_no_code_says_why(typed: str, trouble: CodeTrouble) -> None:
    assert read_code(typed) is trouble


@given(st.text(max_size=60))
def test_anything_may_be_typed(typed: str) -> None:
    assert isinstance(read_code(typed), Code | CodeTrouble)


def test_a_code_needs_all_its_bits() -> None:
    with pytest.raises(ValueError, match="octets"):
        code_from(bytes(3), bytes(13))
    with pytest.raises(ValueError, match="octets"):
        code_from(bytes(4), bytes(12))
