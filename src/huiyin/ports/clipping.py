"""Any page as one entry: what a person clips by hand."""

from huiyin.ports.pages import read_page
from huiyin.ports.refusals import Refusal
from huiyin.ports.sources import About, Document, Entry, Reading
from huiyin.ports.words import Words


class ClippedPage:
    """Reads any page by its main text; no source is of this kind."""

    name = "clip"
    about = About(Words("Clipped page", "剪藏网页"))

    def read(self, document: Document) -> Reading:
        """The main text of the page, with what it says of itself."""
        if document.at is None:
            return Reading(refusals=(Refusal("document", "unreadable", "no time of reading"),))
        page = read_page(
            document.body, document.url, now=document.at, zone=document.zone,
            content_type=document.content_type,
        )  # fmt: skip
        if page.refused:
            return Reading(refusals=page.refusals)
        extra = {"first_outlet": page.first_outlet} if page.first_outlet else {}
        entry = Entry(
            page.title, page.text, page.url or document.url, page.published_at, page.outlet,
            extra=extra,
        )  # fmt: skip
        return Reading((entry,), page.refusals, dialect="page")
