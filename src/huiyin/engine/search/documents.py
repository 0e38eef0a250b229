"""What the index holds of an item: its characters one by one, where it belongs, and its rank.

The rank orders items as the inbox does, newest first, in one number: the millisecond it was said
and the last bits of its id. Beside the items stands one document with the marks: from which desk
the index was made and how far it has come. Both are committed in one step, so after a kill the
marks tell the truth.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
import tantivy

VERSION = 1
"""Rises whenever older indexes would answer wrongly: another field, other tokens, other folding."""

TOKENS = "characters"
MARKS = "#marks"  # the channel of the document that holds the marks
BLANK, BREAK = "␣", "␤"  # stand for what separates tokens, so that phrases may hold it
_ID_BITS = 21
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as it is indexed; `source` is 0 where it has none."""

    id: int
    office: int
    rank: int
    channel: str
    source: int
    folded: str


class Marks(msgspec.Struct, frozen=True):
    """How far the index has come: `items` is the last id of each office that it holds, `changes`
    the transaction before which items that vanished or changed were followed, `day` (proleptic,
    1 is 0001-01-01) when that was."""

    desk: str = ""
    version: int = VERSION
    items: Mapping[int, int] = field(default_factory=dict)
    changes: int = 0
    day: int = 0


def rank(said_at: datetime, pk: int) -> int:
    """The place in the order of the inbox; higher is newer. `said_at` is aware."""
    return ((said_at - _EPOCH) // _MILLISECOND << _ID_BITS) | (pk & ((1 << _ID_BITS) - 1))


def rank_of(milliseconds: int, pk: int) -> int:
    """The same from milliseconds since 1970."""
    return (milliseconds << _ID_BITS) | (pk & ((1 << _ID_BITS) - 1))


def schema() -> tantivy.Schema:
    """The fields of the index."""
    fields = tantivy.SchemaBuilder()
    fields.add_integer_field("id", fast=True, indexed=True)
    fields.add_integer_field("rank", fast=True)
    fields.add_integer_field("office", indexed=True)
    fields.add_integer_field("source", indexed=True)
    fields.add_text_field("channel", tokenizer_name="raw", index_option="basic")
    fields.add_text_field("text", tokenizer_name=TOKENS, index_option="position")
    fields.add_bytes_field("marks", stored=True)
    return fields.build()


def marks_document(marks: Marks) -> tantivy.Document:
    """The document of the marks; it belongs to no office, so no search finds it."""
    made = tantivy.Document()
    made.add_text("channel", MARKS)
    made.add_bytes("marks", msgspec.json.encode(marks))
    return made


def add_tokenizer(index: tantivy.Index) -> None:
    """Make the index cut texts at the blanks that `characters` puts in."""
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TOKENS, blanks)


def characters(folded: str) -> str:
    """A folded text with a blank after each character."""
    return " ".join(folded.replace(" ", BLANK).replace("\n", BREAK))


def phrase(term: str) -> list[str]:
    """A folded term as the tokens that stand for it."""
    return list(term.replace(" ", BLANK).replace("\n", BREAK))


def document(entry: Entry) -> tantivy.Document:
    """An item as a document of the index."""
    made = tantivy.Document()
    made.add_integer("id", entry.id)
    made.add_integer("rank", entry.rank)
    made.add_integer("office", entry.office)
    made.add_integer("source", entry.source)
    made.add_text("channel", entry.channel)
    made.add_text("text", characters(entry.folded))
    return made
