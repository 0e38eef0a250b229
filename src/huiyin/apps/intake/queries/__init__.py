"""Reading what reached the desk."""

from huiyin.apps.intake.queries.asked import asked_from
from huiyin.apps.intake.queries.facts import facts_of_items
from huiyin.apps.intake.queries.inbox import Asked, Counts, Page, best, inbox, inbox_counts
from huiyin.apps.intake.queries.rules import (
    Latest,
    latest,
    lists_for,
    lists_in,
    rules_for,
    rules_using,
)
from huiyin.apps.intake.queries.search import Span, question, spans, words_of
from huiyin.apps.intake.queries.sources import (
    due_sources,
    fetches_of,
    refused_rows,
    runs_of,
    sources_of,
    troubled_sources,
)

__all__ = [
    "Asked",
    "Counts",
    "Latest",
    "Page",
    "Span",
    "asked_from",
    "best",
    "due_sources",
    "facts_of_items",
    "fetches_of",
    "inbox",
    "inbox_counts",
    "latest",
    "lists_for",
    "lists_in",
    "question",
    "refused_rows",
    "rules_for",
    "rules_using",
    "runs_of",
    "sources_of",
    "spans",
    "troubled_sources",
    "words_of",
]
