"""Element names without the trouble of namespaces: "title", "dc:date", "media:group" …

Feeds put the same words into a dozen namespaces. All base vocabularies (RSS of every version,
Atom of every draft) share the empty prefix; modules keep their usual prefix whatever the
document calls them; an unknown default namespace counts as base, an unknown prefix stays.
"""

from functools import lru_cache
from typing import Final

from lxml import etree

BASE: Final = frozenset({
    "", "http://backend.userland.com/rss", "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
    "http://example.com/newformat#", "http://example.com/necho", "http://purl.org/echo/",
    "uri/of/echo/namespace#", "http://purl.org/pie/", "http://purl.org/atom/ns#",
    "http://www.w3.org/2005/atom", "http://purl.org/rss/1.0/modules/rss091#",
})  # fmt: skip
MODULES: Final = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.georss.org/georss": "georss",
}


def name_of(element: "etree._Element") -> str:
    """The element's name in lower case with its usual prefix; "" for anything but an element."""
    tag = element.tag
    return _name(tag, element.prefix or "") if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _name(tag: str, prefix: str) -> str:
    namespace, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    lowered = namespace.lower()
    local = local.lower()
    if lowered in BASE or "backend.userland.com/rss" in lowered:
        return local
    module = MODULES.get(lowered, prefix.lower())
    return f"{module}:{local}" if module else local
