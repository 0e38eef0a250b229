"""Bytes become text by the best evidence, not by the first claim."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.ports.decoding import charset_of, decode, known

SIMPLIFIED = "我国的法律规定，这个部门应当及时公开信息，对群众反映的问题作出说明。"
TRADITIONAL = "我國的法律規定，這個部門應當及時公開資訊，對群眾反映的問題作出說明。"
FRENCH = "Le préfet a déclaré hier que l'été serait très chaud, à Besançon et même ailleurs."


@pytest.mark.parametrize(
    ("text", "written_in", "declared", "read_as"),
    [
        (SIMPLIFIED, "utf-8", (), "utf-8"),
        (SIMPLIFIED, "utf-8", ("gb2312",), "utf-8"),
        (SIMPLIFIED, "utf-8", ("iso-8859-1",), "utf-8"),
        (SIMPLIFIED, "gbk", ("gb2312",), "gb18030"),
        (SIMPLIFIED, "gb18030", (), "gb18030"),
        (SIMPLIFIED, "gb18030", ("utf-8",), "gb18030"),
        (SIMPLIFIED, "gb18030", ("big5",), "gb18030"),
        (SIMPLIFIED, "utf-16", (), "utf-16-le"),
        (SIMPLIFIED, "utf-8-sig", ("big5",), "utf-8"),
        (TRADITIONAL, "big5", ("big5",), "big5hkscs"),
        (TRADITIONAL, "big5", ("gbk",), "big5hkscs"),
        (TRADITIONAL, "big5", (), "big5hkscs"),
        (TRADITIONAL, "big5", ("utf-8",), "big5hkscs"),
        (FRENCH, "latin-1", ("iso-8859-1",), "cp1252"),
        (FRENCH, "cp1252", ("windows-1252",), "cp1252"),
        ("Привет, мир. Это новости.", "koi8-r", ("koi8-r",), "koi8-r"),
        ("plain", "ascii", ("utf-8",), "utf-8"),
    ],
)
def test_text_survives_its_declaration(
    text: str, written_in: str, declared: tuple[str, ...], read_as: str
) -> None:
    decoded = decode(text.encode(written_in), *declared)
    assert decoded.text == text
    assert decoded.encoding == read_as
    assert not decoded.lossy


def test_a_wrong_declaration_is_noted() -> None:
    assert decode(SIMPLIFIED.encode("gb18030"), "big5").overruled
    assert not decode(SIMPLIFIED.encode("gb18030"), "gb2312").overruled


@pytest.mark.parametrize(
    "name", ["utf-7", "unicode_escape", "hex", "rot13", "zip", "idna", "", "x\0y"]
)
def test_a_codec_that_is_no_charset_is_never_used(name: str) -> None:
    assert known(name) == ""
    assert decode(b"caf\xc3\xa9 +AGE-", name).text == "café +AGE-"


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        ("text/xml; charset=GBK", "GBK"),
        ('text/xml;charset="utf-8"; x=y', "utf-8"),
        ("text/xml", ""),
        ("", ""),
    ],
)
def test_the_header_names_a_charset(header: str, charset: str) -> None:
    assert charset_of(header) == charset


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "gbk", "big5", "utf-16", "nonsense"]))
def test_any_bytes_become_text(body: bytes, declared: str) -> None:
    assert isinstance(decode(body, declared).text, str)


@given(st.text(max_size=200))
def test_utf8_is_read_as_it_was_written(text: str) -> None:
    assume_no_mark = "a" + text
    assert decode(assume_no_mark.encode("utf-8", "ignore")).text == assume_no_mark.encode(
        "utf-8", "ignore"
    ).decode("utf-8")
