"""Markup becomes the text a reader would see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ports import plain
from huiyin.ports.plain import from_html, looks_like_html, one_line, tidy


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("a &amp; b &lt;c&gt; &nbsp; &#20320;&#x597d;", "a & b <c> 你好"),
        ("<p>第一段</p><p>第二段</p>", "第一段\n第二段"),
        ("a<br>b<br/><br/>c", "a\nb\nc"),
        ("<b>重</b>要<i>通知</i>", "重要通知"),
        ("before<script>alert('<p>')</script>after", "beforeafter"),
        ("<style>p {color: red}</style>seen", "seen"),
        ("<!-- hidden --> seen <!-- again", "seen"),
        ('<img src=x onerror=alert(1) alt="a > b">seen', "seen"),
        ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
        ("<p>not closed <b>at all", "not closed at all"),
        ("\x00\x08bad\x0bcontrols", "badcontrols"),
        ("", ""),
    ],
)
def test_markup_is_reduced_to_text(markup: str, text: str) -> None:
    assert from_html(markup) == text


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a < b and c > d", False),
        ("AT&T", False),
        ("<unknown>tag</unknown>", False),
        ("&undefined;", False),
        ("<b>bold</b>", True),
        ("Caf&eacute;", True),
        ("5 &#62; 4", True),
    ],
)
def test_plain_text_is_told_from_markup(text: str, markup: bool) -> None:
    assert looks_like_html(text) is markup


def test_hostile_nesting_loses_no_words() -> None:
    markup = "<div>" * 5000 + "核心" + "</div>" * 5000 + "结尾"
    assert from_html(markup).split() == ["核心", "结尾"]


@pytest.mark.parametrize("unit", ["<", "<<a", "&", "<!--", "<p", "</", "<a b='", "&#x", "]]>"])
def test_long_nonsense_is_handled_in_one_pass(unit: str) -> None:
    assert isinstance(from_html(unit * 50_000), str)


@given(st.text(max_size=300))
def test_any_text_can_be_reduced(text: str) -> None:
    reduced = from_html(text)
    assert reduced == tidy(reduced)
    assert "\n" not in one_line(text)


LEAVES = st.sampled_from(["甲", " b ", "&amp;", "<br/>", "<img alt='x>y'>", "\n"])
TAGS = st.sampled_from(["div", "b", "a", "blockquote", "span", "h2"])


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=4).map("".join)
    return st.builds(lambda tag, text: f'<{tag} id="x">{text}</{tag}>', TAGS, several)


@given(st.recursive(LEAVES, wrapped, max_leaves=12))
def test_the_quick_way_and_the_thorough_way_agree(markup: str) -> None:
    quick = plain._simply(markup)
    assert quick is not None
    assert quick.split() == plain._thoroughly(markup).split()
