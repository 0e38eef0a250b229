"""Reads the answer of a public JSON interface: a list of objects, found by JMESPath.

Where the answer names the address of its next page, up to so many pages as allowed are read.
"""

from typing import Final

from huiyin.ports import About, Document, Further, Kind, Reading, Setting, Words
from huiyin.ports.mapping import entries, fault, find, load, schema
from huiyin.ports.refusals import Refusal
from huiyin.ports.selecting import web_link

LARGEST: Final = 20 * 1024 * 1024
NEXT: Final = Setting(
    "next",
    Words("Address of the next page", "下一页地址所在位置"),
    hint=Words("JMESPath, e.g. links.next", "JMESPath 表达式，如 links.next"),
    check=fault,
)
PAGES: Final = Setting(
    "pages", Words("Pages to read", "读取页数"), Kind.NUMBER, default=1, least=1, most=10
)


class JsonApi:
    """The plug-in `json_api`."""

    name = "json_api"
    about = About(
        Words("JSON interface", "JSON 接口"),
        Words("The address that answers with JSON.", "返回 JSON 的公开接口地址。"),
        (*schema(), NEXT, PAGES),
        links=True,
    )

    def read(self, document: Document) -> Reading:
        """The entries of one page of the answer."""
        if len(document.body) > LARGEST:
            detail = f"{len(document.body)} bytes, allowed are {LARGEST}"
            return Reading(refusals=(Refusal("document", "too_large", detail),))
        value = load(document)
        if isinstance(value, Refusal):
            return Reading(refusals=(value,))
        found, refusals = entries(value, document)
        if not found and any(refusal.code == "no_list" for refusal in refusals):
            return Reading(refusals=refusals)
        return Reading(found, refusals, dialect="json", further=_next_page(value, document))


def _next_page(value: object, document: Document) -> tuple[Further, ...]:
    number = int(document.part) if document.part.isdecimal() else 1
    expression = str(document.settings.get("next", ""))
    if not expression or number >= int(document.settings.get("pages", 1) or 1):
        return ()
    named = find(expression, value)
    link = web_link(document.url, named) if isinstance(named, str) else ""
    return (Further(link, str(number + 1)),) if link else ()


plugin = JsonApi()
