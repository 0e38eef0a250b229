"""A trip: one source from its first request to everything it brought.

First its own address; then the further documents that the plug-in wants (the next page of a list,
the maps of an index); then, where the full text is wanted, the pages of entries that are new. Each
request goes through the collector, so guard, robots.txt, turns and limits hold for all of them. A
trip lives in memory alone: when the process dies the source is due again and nothing was stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Final

import structlog

from huiyin.engine.fetch import FetchFailure, Request, Result
from huiyin.flows.finds import Find, Seen, completed, find_of
from huiyin.flows.outcomes import Outcome, failed, fetched
from huiyin.ports import Document, Fetched, Reading, Refusal, SourcePlugin
from huiyin.ports.settings import Value

MOST_FURTHER: Final = 20  # further documents of a trip
MOST_PAGES: Final = 30  # linked pages read on a trip; the others wait for the next one
MOST_TRIES: Final = 3  # of a page that fails for a while
# Failures of a linked page that may be over soon.
PASSING: Final = frozenset({
    "timeout_connect", "timeout_read", "timeout_total", "connection_failed", "ended_early",
    "server_error", "unavailable", "too_many_requests", "name_unknown", "robots_unreachable",
    "answer_broken",
})  # fmt: skip
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a trip is to do.

    key – names it among all trips. full_text – read the linked pages. pages – at most so many.
    keeps_first – keep the first document as it came. preview – all that is listed is shown.
    seen – tells which of the entries' keys are known, and how often their pages were tried.
    """

    key: str
    url: str
    plugin: SourcePlugin | None
    settings: Mapping[str, Value]
    zone: tzinfo
    etag: str = ""
    last_modified: str = ""
    allow_private: bool = False
    credentials: tuple[str, str] = ("", "")
    full_text: bool = False
    pages: int = MOST_PAGES
    keeps_first: bool = False
    preview: bool = False
    late: bool = False
    seen: Callable[[list[bytes]], dict[bytes, int]] = field(default=lambda _keys: {})


class Trip:
    """`start` gives the first request; `take` an answer and gives what to ask next. It has ended
    when nothing is wanted any more; then `outcome`, `title` and `finds` are complete."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.outcome = Outcome(late=plan.late)
        self.title = ""
        self.listed = 0  # entries seen, new or known
        self.finds: list[Find] = []
        self._wanted: dict[str, Find | str] = {}
        self._asked = 0
        self._notes: list[Refusal] = []
        self._complete = False
        self._cut_short = False
        self._several = False

    @property
    def ended(self) -> bool:
        return self._asked > 0 and not self._wanted

    def start(self) -> list[Request]:
        plan = self.plan
        request = self._request(plan.url, "")
        return [replace(request, etag=plan.etag, last_modified=plan.last_modified)]

    def take(self, request: Request, result: Result) -> list[Request]:
        """What an answer leads to; requests to hand in next."""
        aim = self._wanted.pop(request.key, "")
        if isinstance(aim, Find):
            self._take_page(aim, result)
            following: list[Request] = []
        elif isinstance(result, FetchFailure):
            self._take_failure(aim, result)
            following = []
        else:
            following = self._take_document(aim, result)
        if not self._wanted and not following and not self._complete:
            following = self._pages()
        if self.ended:
            self._finish()
        return following

    def _request(self, url: str, aim: "Find | str") -> Request:
        key = f"{self.plan.key}/{self._asked}"
        self._asked += 1
        self._wanted[key] = aim
        allowed, credentials = self.plan.allow_private, self.plan.credentials
        return Request(url, allow_private=allowed, key=key, credentials=credentials)

    def _take_failure(self, part: str, result: FetchFailure) -> None:
        if part:
            self._notes.append(Refusal(result.url[:200], "further_failed", result.code))
            self._cut_short = True
        else:
            self.outcome = failed(result, late=self.plan.late)
            self._complete = True

    def _take_document(self, part: str, result: Fetched) -> list[Request]:
        if not part:
            self.outcome = fetched(result, late=self.plan.late)
            if result.unchanged:
                return []
        document = result.document(self.plan.zone, self.plan.settings, part)
        reading = read_with(self.plan.plugin, document, self.plan.key)
        if not part:
            self.outcome = self.outcome.with_reading(reading)
            self.title = reading.title
        else:
            self._notes += reading.refusals
        kept = self.plan.keeps_first or any(entry.revises for entry in reading.entries)
        seen = Seen.of(result) if kept else None
        self.finds += [find_of(entry, seen) for entry in reading.entries]
        self.listed += len(reading.entries)
        return self._further(reading)

    def _further(self, reading: Reading) -> list[Request]:
        room = MOST_FURTHER - self._asked + 1
        self._several = self._several or bool(reading.further)
        if len(reading.further) > room:
            detail = f"allowed are {MOST_FURTHER}"
            self._notes.append(Refusal("document", "further_left", detail))
        return [self._request(one.url, one.part) for one in reading.further[: max(room, 0)]]

    def _pages(self) -> list[Request]:
        """The pages of entries that are new; what is known already is left out of the finds."""
        self._complete = True
        if not self.plan.full_text or self.outcome.code:
            return []
        once: dict[bytes, Find] = {}
        for find in self.finds:
            once.setdefault(find.key, find)
        tries = self.plan.seen(list(once))
        fresh = [find for key, find in once.items() if tries.get(key, 0) >= 0]
        self._cut_short = self._cut_short or len(fresh) > self.plan.pages
        self.finds = fresh if self.plan.preview else fresh[: self.plan.pages]
        for find in self.finds:
            find.tries = tries.get(find.key, 0)
        linked = [find for find in self.finds[: self.plan.pages] if find.entry.web_url]
        return [self._request(find.entry.web_url, find) for find in linked]

    def _take_page(self, find: Find, result: Result) -> None:
        where = find.entry.url[:200]
        if isinstance(result, FetchFailure):
            find.tries += 1
            passing = result.code in PASSING or result.code == "cooling_down"
            if passing and find.tries < MOST_TRIES:
                find.waits = True
                self._cut_short = True
            self._notes.append(Refusal(where, "page_failed", result.code))
            return
        if not completed(find, result, self.plan.zone):
            self._notes.append(Refusal(where, "page_without_text"))

    def _finish(self) -> None:
        refusals = (*self.outcome.refusals, *self._notes)
        self.outcome = replace(
            self.outcome,
            refusals=refusals,
            entries=len(self.finds) if self._asked > 1 else self.outcome.entries,
            keeps_cursor=not (self._cut_short or self._several),
            unfinished=self._cut_short,
        )


def read_with(plugin: SourcePlugin | None, document: Document, key: str) -> Reading:
    """What the plug-in makes of a document; one that breaks is a refusal of this document only."""
    if plugin is None:
        return Reading(refusals=(Refusal("document", "plugin_missing"),))
    try:
        return plugin.read(document)
    except Exception as error:
        log.exception("source.plugin_failed", trip=key, plugin=plugin.name)
        detail = f"{type(error).__name__}: {error}"[:300]
        return Reading(refusals=(Refusal("document", "plugin_failed", detail),))
