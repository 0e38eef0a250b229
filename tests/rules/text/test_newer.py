"""What a later version says that the known text did not, in the text as it was written."""

from huiyin.rules.text.newer import news, pieces
from tests.rules.text.test_duplicates import GROWN, NEWS


def test_what_was_added_and_what_changed_is_found_in_the_text_as_written() -> None:
    later = f"【甲报】👍{NEWS.replace('3人', '8人').replace('机', '機')}"
    added = "３月３日，失联人员已经找到，没有生命危险……县政府通报"
    whole = f"{later}{added}。返回甲报,查看更多"
    found = news(NEWS, whole)
    assert [whole[begin:end] for begin, end in found.added] == [added]
    changed = [(NEWS[slice(*old)], whole[slice(*new)]) for old, new in found.changed]
    assert changed == [("3", "8")]


def test_a_reprint_says_nothing_new_and_a_strange_text_nothing_else() -> None:
    assert news(NEWS, f"甲报3月2日电 {NEWS[:80]}(责任编辑:本网)").added == ()
    assert news("公交改道", NEWS).added == ((0, len(NEWS) - 1),)
    assert news("", "").added == news(NEWS, "").added == ()


def test_a_text_is_cut_into_new_and_known_pieces() -> None:
    begin = len(NEWS)
    found = list(pieces(GROWN, news(NEWS, GROWN).added))
    assert "".join(piece for piece, _ in found) == GROWN
    assert found[0] == (GROWN[:begin], False)
    assert [piece for piece, new in found if new] == [GROWN[begin:-1]]
