"""What could not be read, where it stood and why – one value for every plug-in.

A refusal is never an exception: the bad row, entry or document is set aside with its raw text
and the rest goes on. `code` is stable and may be counted, filtered and translated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

RAW_LIMIT: Final = 2000


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that was not taken in, or was taken in only in part.

    where  – the place a person can find again: "document", "line 12", "entry 3", "row 17".
    code   – a key of `REASONS`.
    detail – the technical cause in English, for the log and for whoever mends the file.
    raw    – the original text, cut to `RAW_LIMIT` characters.
    """

    where: str
    code: str
    detail: str = ""
    raw: str = ""

    def __post_init__(self) -> None:
        if len(self.raw) > RAW_LIMIT:
            object.__setattr__(self, "raw", self.raw[:RAW_LIMIT])


REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # documents
        "empty": "The document is empty.",
        "not_a_feed": "This is not a feed.",
        "html_page": "This is a web page, not a feed.",
        "source_list": "This is a list of sources; import it as OPML.",
        "too_large": "The document is larger than allowed.",
        "too_deep": "The document is nested deeper than allowed.",
        "too_many": "There are more entries than allowed; the rest was left out.",
        "took_too_long": "Reading took too long and was stopped; what was read is kept.",
        "ill_formed": "The document is broken; what could be read was read.",
        "unreadable": "The document is so broken that nothing could be read.",
        "no_text": "No main text was found on the page.",
        "entities_ignored": "Entity definitions in the document were ignored for safety.",
        "charset_wrong": "The declared character set is wrong; another one was used.",
        "charset_unknown": "The character set could not be found; some characters are lost.",
        "not_json": "The document is not JSON.",
        "no_list": "No list of entries was found where it should stand.",
        "not_a_sitemap": "This is not a sitemap.",
        "packing_broken": "The packed document is damaged.",
        "no_links": "No list of links to articles was found; say which links count.",
        "nothing_selected": "The selector finds nothing on this page.",
        "selector_broken": "The selector cannot be applied.",
        "kind_unknown": "This kind of content is not known here.",
        "further_left": "There are more pages than allowed; the rest was left out.",
        "further_failed": "A further page of the source could not be read.",
        "page_failed": "A linked page could not be read; what the list says is kept.",
        "page_without_text": "A linked page has no text of its own; what the list says is kept.",
        "settings_missing": "A setting of this source is missing or wrong.",
        "plugin_missing": "No installed plug-in reads this kind of source.",
        "plugin_failed": "The plug-in failed on this document; the document was set aside.",
        "storing_failed": "What was read could not be stored; it will be tried again.",
        # entries and rows
        "empty_entry": "The entry says nothing: no title, no text, no link, no date.",
        "date_unreadable": "The date could not be read; the entry is kept without it.",
        "date_carried": "The date is impossible; its overhang was carried over.",
        "link_unsafe": "The link has a forbidden scheme and was left out.",
        "empty_row": "The row has neither a title nor a text.",
        "time_unreadable": "The time could not be read.",
        "letter_broken": "The letter could not be read.",
        "row_broken": "The row could not be read.",
        "row_too_large": "The row is larger than allowed.",
        "columns_missing": "No column for a title or a text was found.",
        "too_many_fields": "The row has more fields than the header.",
        "file_broken": "The file could not be read.",
        "file_ended_early": "The file ends in the middle; what came before is kept.",
        "file_too_large": "The file unpacks to more than allowed.",
        "not_a_source_list": "This is not a list of sources.",
        "source_without_address": "The listed source has no address.",
        "address_unfit": "The address is not an http or https address.",
    }
)
