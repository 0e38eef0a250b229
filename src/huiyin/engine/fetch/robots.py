"""robots.txt, read as RFC 9309 has it and remembered for a while.

A file that is there is obeyed. No file (4xx) allows everything. A server that cannot say (5xx,
429, no answer) denies everything until it is asked again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from protego import Protego
from yarl import URL

from huiyin.engine.fetch.values import FetchFailure, Refused, Result
from huiyin.rules.documents import Fetched

AGENT: Final = "Huiyin"
KEPT: Final = 24 * 3600.0
KEPT_AFTER_TROUBLE: Final = 300.0
LARGEST: Final = 512 * 1024
MOST_LINES, LONGEST_TEXT = 100, 4000  # kept of what a file says to us
MOST: Final = 30_000  # sites; beyond it the half that was asked longest ago is forgotten
# Answers that mean "there is no such file"; more redirects than allowed count as that.
NO_FILE: Final = frozenset({
    "not_found", "gone", "forbidden", "status_unexpected",
    "redirect_endless", "redirect_too_many", "redirect_broken",
})  # fmt: skip
# Troubles of the site as a whole: they are told as they are, since the document would meet them.
OF_THE_SITE: Final = frozenset({
    "address_private", "address_forbidden", "port_refused", "name_unknown", "connection_failed",
    "certificate_bad", "timeout_connect", "cooling_down",
})  # fmt: skip

Ask = Callable[[str], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site's file says: parsed rules, or a failure that denies all, or neither. `text` are
    the lines of it that are meant for us."""

    parsed: Protego | None
    trouble: FetchFailure | None
    until: float
    text: str = ""

    def allows(self, url: URL) -> bool:
        return self.parsed is None or bool(self.parsed.can_fetch(str(url), AGENT))

    def verdict(self, url: URL) -> str:
        """One word: unreachable, absent, allowed or denied."""
        if self.trouble is not None:
            return "unreachable"
        if self.parsed is None:
            return "absent"
        return "allowed" if self.allows(url) else "denied"

    def refusal(self) -> Refused | None:
        """The failure to answer with while the file could not be read."""
        if self.trouble is None:
            return None
        code = self.trouble.code if self.trouble.code in OF_THE_SITE else "robots_unreachable"
        return Refused(
            code,
            f"robots.txt: {self.trouble.detail}",
            status=self.trouble.status,
            retry_after=self.trouble.retry_after,
            permanent=self.trouble.permanent,
        )

    def crawl_delay(self) -> float:
        return float(self.parsed.crawl_delay(AGENT) or 0.0) if self.parsed else 0.0


class Robots:
    """The files of all sites asked so far."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.known: dict[tuple[str, bool], Rules] = {}
        self.locks: dict[tuple[str, bool], asyncio.Lock] = {}

    def known_of(self, url: URL, *, allow_private: bool) -> Rules | None:
        """The rules of the URL's site as they are remembered."""
        return self.known.get((str(url.origin()), allow_private))

    async def rules(self, url: URL, ask: Ask, *, allow_private: bool) -> Rules:
        """The rules of the URL's site; `ask` fetches a document without asking for rules."""
        site = (str(url.origin()), allow_private)
        async with self.locks.setdefault(site, asyncio.Lock()):
            held = self.known.get(site)
            if held is None or held.until <= self.clock():
                if len(self.known) > MOST:
                    self._forget_old()
                held = self._read(await ask(f"{site[0]}/robots.txt"))
                self.known[site] = held
        return held

    def _read(self, answer: Result) -> Rules:
        now = self.clock()
        if isinstance(answer, Fetched):
            text = answer.body[:LARGEST].decode("utf-8", "replace")
            return Rules(Protego.parse(text), None, now + KEPT, meant_for_us(text))
        if answer.code in NO_FILE:
            return Rules(None, None, now + KEPT)
        pause = answer.retry_after or 0.0
        if answer.code != "cooling_down":
            pause = max(KEPT_AFTER_TROUBLE, pause)
        return Rules(None, answer, now + pause)

    def _forget_old(self) -> None:
        """Make room: what is over goes, and if that is little, the older half."""
        now = self.clock()
        kept = [(site, rules) for site, rules in self.known.items() if rules.until > now]
        self.known = dict(kept[-MOST // 2 :])
        self.locks = {
            site: lock for site, lock in self.locks.items() if lock.locked() or site in self.known
        }


def meant_for_us(text: str) -> str:
    """The lines of a robots.txt that name us or, where none do, those for everybody."""
    groups: dict[str, list[str]] = {}
    agents: list[str] = []
    ruled = True  # a line of another kind came since the last agent was named
    for line in text.splitlines():
        written = line.partition("#")[0].strip()
        name, colon, value = written.partition(":")
        if not colon:
            continue
        if name.strip().lower() == "user-agent":
            agents = [] if ruled else agents
            agents.append(value.strip().partition("/")[0].lower())
            ruled = False
            continue
        ruled = True
        for agent in agents:
            groups.setdefault(agent, []).append(written)
    named = AGENT.lower() if AGENT.lower() in groups else "*"
    lines = groups.get(named, [])[:MOST_LINES]
    return "\n".join([f"User-agent: {named}", *lines])[:LONGEST_TEXT] if lines else ""
