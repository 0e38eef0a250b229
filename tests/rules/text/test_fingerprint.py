"""Content keys: the same words meet, others stay apart."""

from huiyin.rules.text.fingerprint import content_keys


def test_spaces_and_punctuation_do_not_change_the_key() -> None:
    same = content_keys(["远帆化工厂爆炸,3人受伤。", "远帆化工厂 爆炸 3人受伤!"])
    assert same[0] == same[1]
    assert len(same[0]) == 16


def test_one_figure_changes_the_key_and_marks_alone_have_their_own() -> None:
    keys = content_keys(["3人受伤", "4人受伤", "👍", "!!!", ""])
    assert len(set(keys)) == 5


def test_the_key_is_a_fixed_function_of_the_text() -> None:
    assert content_keys(["回音"])[0].hex() == "47180ec91ef3b81095b0ac1900d26cee"
