"""Bytes to text. The order in which a character set is believed:

1. a byte order mark;
2. UTF-8, when the bytes are strictly valid UTF-8 beyond ASCII – wrong declarations are common,
   accidental UTF-8 is not;
3. what the document declares, then what the HTTP header declares, when the bytes are strictly
   valid in it; among the Chinese sets (GB18030, Big5) the one whose text reads as Chinese wins,
   since bytes of one are often valid in the other, and a claim of Latin-1, in which all bytes
   are valid, does not hold against text that reads as Chinese;
4. GB18030, then Big5, by the same comparison;
5. charset-normalizer's opinion;
6. the declared set (or UTF-8) with replacement characters, and `lossy` is set.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

SNIFFED: Final = 64 * 1024
BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<?xm" without a byte order mark, as in appendix F of the XML specification
MARKERS: Final = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"Lo\xa7\x94", "cp037"),
)
WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252"}
CHINESE: Final = ("gb18030", "big5hkscs")
LATIN: Final = frozenset({"cp1252", "iso8859-15", "ascii"})
# The share of common characters from which undeclared bytes are believed to be Chinese.
BELIEVED: Final = {"gb18030": 0.12, "big5hkscs": 0.25}
NOT_TEXT: Final = {
    "utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem",
}  # fmt: skip
# The commonest characters of running Chinese, simplified and traditional.
COMMON: Final = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成"
    "会會可主发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进"
    "進着著等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體制机機当當使点點从從"
    "业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关"
    "關各重新线線内內数數正心反你明看原又么麼利比或但质質气氣第向道命此变變条條只没沒结結解"
    "问問意建月公无無系军軍很情者最立代想已通并並提直题題党黨程展五果料象员員革位入常文总總"
    "次品式活设設及管特件长長求老头頭基资資边邊流路级級少图圖山统統接知较較将將组組见見计計"
    "别別她手角期根论論运運农農指几幾九区區强強放决決西被干幹做必先回则則任取据據处處队隊南"
    "给給色光门門即保治北造百规規热熱领領七海口东東导導器压壓志世金增争爭济濟阶階油思术術"
    "，。、；：？！“”（）《》"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """text; the codec used; whether a declaration was overruled; whether characters are lost."""

    text: str
    encoding: str
    overruled: bool = False
    lossy: bool = False


def decode(body: bytes, *declared: str) -> Decoded:
    """Decode `body`; `declared` are the names it came with, the most believed first."""
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return _strict_or_lossy(body[len(mark) :], encoding)
    for marker, encoding in MARKERS:
        if body.startswith(marker):
            return _strict_or_lossy(body, encoding)
    named = [codec for name in declared if (codec := known(name))]
    if body.isascii():
        return _ascii(body, named)
    utf8 = _strictly(body, "utf-8")
    if utf8 is not None:
        return Decoded(utf8, "utf-8", overruled=bool(named) and named[0] != "utf-8")
    return _by_declaration(body, named) or _by_guess(body, named)


def known(name: str) -> str:
    """The codec for a declared name, widened to its common superset; "" if it is no charset."""
    try:
        info = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return ""
    if info.name.replace("_", "-") in NOT_TEXT or not getattr(info, "_is_text_encoding", True):
        return ""
    return WIDER.get(info.name, info.name)


def charset_of(content_type: str) -> str:
    """The charset parameter of a Content-Type header, or ""."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    return found[1] if found else ""


def _ascii(body: bytes, named: list[str]) -> Decoded:
    """Seven-bit bytes: only ISO-2022, HZ and other shifting sets make more of them."""
    if named and named[0].startswith(("iso2022", "hz")):
        text = _strictly(body, named[0])
        if text is not None:
            return Decoded(text, named[0])
    return Decoded(body.decode("ascii"), named[0] if named else "utf-8")


def _by_declaration(body: bytes, named: list[str]) -> Decoded | None:
    for codec in named:
        text = _strictly(body, codec)
        if text is None:
            continue
        best = _more_chinese(body) if codec in CHINESE or codec in LATIN else None
        if best and (codec in CHINESE or _believed(*best)):
            codec, text = best
        return Decoded(text, codec, overruled=codec != named[0])
    return None


def _by_guess(body: bytes, named: list[str]) -> Decoded:
    overruled = bool(named)
    best = _more_chinese(body)
    if best and _believed(*best):
        return Decoded(best[1], best[0], overruled)
    guess = from_bytes(body[:SNIFFED]).best()
    if guess is not None and (codec := known(guess.encoding)):
        text = _strictly(body, codec)
        if text is not None:
            return Decoded(text, codec, overruled)
    codec = named[0] if named else "utf-8"
    return Decoded(body.decode(codec, "replace"), codec, lossy=True)


def _more_chinese(body: bytes) -> tuple[str, str] | None:
    """The Chinese set in which the bytes are valid and read as Chinese the most."""
    read = [(codec, text) for codec in CHINESE if (text := _strictly(body, codec)) is not None]
    return max(read, key=lambda pair: _chineseness(pair[1]), default=None)


def _believed(codec: str, text: str) -> bool:
    return _chineseness(text) > BELIEVED[codec]


def _chineseness(text: str) -> float:
    """Share of common characters among all that are not ASCII, in the first stretch of text."""
    wide = [character for character in text[:SNIFFED] if character > "\x7f"]
    return sum(character in COMMON for character in wide) / len(wide) if wide else 0.0


def _strict_or_lossy(body: bytes, encoding: str) -> Decoded:
    text = _strictly(body, encoding)
    if text is not None:
        return Decoded(text, encoding)
    return Decoded(body.decode(encoding, "replace"), encoding, lossy=True)


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeError, LookupError):
        return None
