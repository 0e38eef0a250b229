"""A web page as an item: its main text and what it says about itself.

`read_page` never raises on bad input. It gives a Page with a text, or one whose `refusals` say
why there is none. Nothing of an author is read.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

import turbohtml

from huiyin.ports.decoding import charset_of, decode
from huiyin.ports.page_blocks import weight
from huiyin.ports.page_facts import facts_of
from huiyin.ports.page_furniture import without_closing
from huiyin.ports.page_text import main_text
from huiyin.ports.refusals import Refusal

LARGEST: Final = 8 * 1024 * 1024
DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
HEAD: Final = 4096
SHORT: Final = 240
SPARSE: Final = 2_000
TOO_SLOW: Final = 512 * 1024
MOST_MARKS: Final = 40_000
# Blocks from which trafilatura's second half is left out: its time grows with their square.
BLOCK: Final = re.compile(r"<(?:p|div|t[dhr]|li|d[dt]|h\d|br)\b", re.IGNORECASE)
MOST_BLOCKS: Final = 2_000
MORE: Final = 1.5


@dataclass(frozen=True, slots=True)
class Page:
    """title, text – plain, "" where none was found; blocks of the text are lines.
    url – canonical, absolute; "" where neither the page nor the caller knows one.
    published_at – aware UTC, None where the page does not say. outlet – the site's name.
    first_outlet – whom the page names as its source (来源, 转载自), "" where nobody.
    """

    title: str = ""
    text: str = ""
    url: str = ""
    published_at: datetime | None = None
    outlet: str = ""
    first_outlet: str = ""
    encoding: str = ""
    refusals: tuple[Refusal, ...] = ()

    @property
    def refused(self) -> bool:
        return not self.text and not self.title


def read_page(
    body: bytes, url: str = "", *, now: datetime, zone: tzinfo = UTC, content_type: str = ""
) -> Page:
    """Read a page as it came. `url` is where it was found, `content_type` the HTTP header; `now`
    (aware) and `zone` are what its relative and zoneless times are counted from."""
    if not body.strip():
        return Page(url=url, refusals=(Refusal("document", "empty"),))
    if len(body) > LARGEST:
        detail = f"{len(body)} bytes, allowed are {LARGEST}"
        return Page(url=url, refusals=(Refusal("document", "too_large", detail),))
    declared = DECLARED.search(body, 0, HEAD)
    names = [declared[1].decode("ascii", "ignore")] if declared else []
    decoded = decode(body, *names, charset_of(content_type))
    doc = turbohtml.parse(decoded.text, positions=False, scripting=True)
    facts = facts_of(doc, decoded.text, url, now, zone)
    text = main_text(doc, facts.title)
    if weight(text) < SHORT:
        text = _second_opinion(decoded.text, text, facts.body)
    notes = [Refusal("document", "charset_unknown", decoded.encoding)] if decoded.lossy else []
    if not text:
        notes.append(Refusal("document", "no_text"))
    return Page(
        title=facts.title,
        text=text,
        url=facts.url,
        published_at=facts.published_at,
        outlet=facts.outlet,
        first_outlet=facts.first_outlet,
        encoding=decoded.encoding,
        refusals=tuple(notes),
    )


def _second_opinion(markup: str, text: str, stated: str) -> str:
    """The longest of what was found, what the page's own data say and, where both are short and
    the page is not, what trafilatura finds; it is slow, and loaded only here."""
    best = max(text, stated, key=len)
    heavy = len(markup) > TOO_SLOW or markup.count("<") + markup.count("=") > MOST_MARKS
    if weight(best) >= SHORT or len(markup) < SPARSE or heavy:
        return best
    from trafilatura import extract

    many = len(BLOCK.findall(markup)) > MOST_BLOCKS
    found = extract(
        markup, fast=many, include_comments=False, include_tables=True, deduplicate=False
    )
    other = "\n".join(without_closing((found or "").split("\n")))
    return other if len(other) > MORE * len(best) else best
