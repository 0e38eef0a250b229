"""One request from gate to answer: check, robots, turn, hop by hop, body.

Nothing a server does raises. Redirects are followed here rather than by the library, so that
every hop passes the guard, the robots and the turn of its own host.
"""

import asyncio
import imaplib
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType, TracebackType
from typing import Final, Self
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from huiyin.engine.clock import real_now
from huiyin.engine.fetch import answers, imap
from huiyin.engine.fetch.bodies import ACCEPTED, read_body
from huiyin.engine.fetch.guard import GuardedResolver, checked
from huiyin.engine.fetch.politeness import Gates
from huiyin.engine.fetch.robots import Robots
from huiyin.engine.fetch.troubles import refused_by
from huiyin.engine.fetch.values import FetchFailure, Limits, Refused, Request, Result, user_agent
from huiyin.rules.documents import Fetched

ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
LOOK_UPS: Final = 64
LONGEST_ETAG: Final = 400
LONGEST_DATE: Final = 100


@dataclass(slots=True)
class Journey:
    """Where a request stands while it is redirected."""

    request: Request
    robots: bool
    seen: set[str]
    spent: float = 0.0
    moved_to: str = ""
    for_good: bool = True


class Client:
    """Use as `async with Client(...) as client: result = await client.fetch(request)`."""

    def __init__(self, limits: Limits | None = None, contact: str = "") -> None:
        self.limits = limits or Limits()
        self.agent = user_agent(contact)
        self.gates = Gates(self.limits.host_interval)
        self.robots = Robots()
        self.room = asyncio.Semaphore(self.limits.connections)
        self._threads = ThreadPoolExecutor(LOOK_UPS, "look-up")
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def fetch(self, request: Request) -> Result:
        """The document, or why there is none. Waits for the host's turn."""
        if request.url.startswith(imap.SCHEMES):
            return await self._look_into(request)
        return await self._travel(request, robots=True)

    async def _look_into(self, request: Request) -> Result:
        """The letters of a mailbox; guard and turn hold as for the web, robots.txt is not asked."""
        journey = Journey(request, robots=False, seen=set())
        started = time.monotonic()
        try:
            place = imap.place_of(request.url, "")
            async with self.gates.passing(f"{place.host}:{place.port}"), self.room:
                started = time.monotonic()
                address = await self._address_of(place.host, place.port, request.allow_private)
                look = partial(imap.read_mailbox, request, address, self.limits)
                loop = asyncio.get_running_loop()
                answer = await loop.run_in_executor(self._threads, look)
        except Refused as refusal:
            failed = refusal
        except (OSError, ValueError, imaplib.IMAP4.error) as error:
            failed = refused_by(error)
        else:
            return replace(answer, seconds=time.monotonic() - started)
        journey.spent = time.monotonic() - started
        return self._failure(request, journey, failed)

    async def _address_of(self, host: str, port: int, allow_private: bool) -> str:
        """The first address of a host; every one of them has passed the guard."""
        resolver = GuardedResolver(self._threads, allow_private=allow_private)
        try:
            found = await resolver.resolve(host, port)
        except socket.gaierror as error:
            raise Refused("name_unknown", str(error)) from error
        return found[0]["host"]

    async def _travel(self, request: Request, *, robots: bool) -> Result:
        journey = Journey(request, robots, set())
        address = request.url
        try:
            for _hop in range(self.limits.redirects + 1):
                answer = await self._hop(address, journey)
                if isinstance(answer, Fetched):
                    return replace(answer, seconds=journey.spent)
                address = answer
        except Refused as refusal:
            return self._failure(request, journey, refusal)
        too_many = Refused("redirect_too_many", f"more than {self.limits.redirects}")
        return self._failure(request, journey, too_many)

    async def _hop(self, address: str, journey: Journey) -> Fetched | str:
        """The document at an address, or the address it redirects to."""
        url = checked(address, allow_private=journey.request.allow_private)
        if str(url) in journey.seen:
            raise Refused("redirect_endless", str(url))
        journey.seen.add(str(url))
        if journey.robots:
            await self._obey_robots(url, journey.request.allow_private)
        host = f"{url.host}:{url.port}"
        async with self.gates.passing(host), self.room:
            started = time.monotonic()
            try:
                return await self._ask(url, host, journey)
            finally:
                journey.spent += time.monotonic() - started

    async def _obey_robots(self, url: URL, allow_private: bool) -> None:
        async def ask(address: str) -> Result:
            return await self._travel(Request(address, allow_private=allow_private), robots=False)

        known = self.robots.known_of(url, allow_private=allow_private)
        rules = await self.robots.rules(url, ask, allow_private=allow_private)
        tally = self.gates.tally(f"{url.host}:{url.port}")
        tally.robots = rules.verdict(url)
        if rules is not known and rules.trouble is None:
            tally.rules = rules.text
        refusal = rules.refusal()
        if refusal:
            raise refusal
        if not rules.allows(url):
            tally.denied += 1
            raise Refused("robots_denied", url.path)
        delay = min(rules.crawl_delay(), self.limits.longest_crawl_delay)
        self.gates.host(f"{url.host}:{url.port}").crawl_delay = delay

    async def _ask(self, url: URL, host: str, journey: Journey) -> Fetched | str:
        left = self.limits.total - journey.spent
        if left <= 0:
            raise Refused("timeout_total", f"{self.limits.total:g} s")
        timeout = aiohttp.ClientTimeout(
            total=left, sock_connect=self.limits.connect, sock_read=self.limits.read
        )
        session = self._session(allow_private=journey.request.allow_private)
        try:
            async with session.get(
                url, headers=_conditions(journey.request), timeout=timeout, allow_redirects=False
            ) as answer:
                return await self._take(answer, url, host, journey)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise refused_by(error) from error

    async def _take(
        self, answer: aiohttp.ClientResponse, url: URL, host: str, journey: Journey
    ) -> Fetched | str:
        now = real_now()
        wait = answers.wait_asked(answer.headers, now)
        if answer.status in answers.REDIRECTS:
            return _next_address(answer, url, journey)
        tally, rest = self.gates.tally(host), answers.rest_after(answer.status, wait)
        tally.busy += answer.status in answers.BUSY
        tally.forbidden += answer.status in answers.NOT_PUBLIC
        if rest:
            self.gates.cool(host, rest)
        answers.judge(answer.status, wait)
        unchanged = answer.status == 304
        body = b"" if unchanged else await read_body(answer, self.limits.body)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Fetched(
            url=journey.request.url,
            final_url=str(url),
            status=answer.status,
            headers=MappingProxyType(headers),
            body=body,
            content_type=headers.get("content-type", ""),
            etag=_short(headers.get("etag", ""), LONGEST_ETAG),
            last_modified=_short(headers.get("last-modified", ""), LONGEST_DATE),
            retry_after=wait,
            at=now,
            moved_to=journey.moved_to,
        )

    def _failure(self, request: Request, journey: Journey, refusal: Refused) -> FetchFailure:
        return FetchFailure(
            url=request.url,
            code=refusal.code,
            detail=refusal.detail,
            at=real_now(),
            status=refusal.status,
            retry_after=refusal.retry_after,
            permanent=refusal.permanent,
            seconds=journey.spent,
            key=request.key,
        )

    def _session(self, *, allow_private: bool) -> aiohttp.ClientSession:
        if allow_private not in self._sessions:
            self._sessions[allow_private] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=GuardedResolver(self._threads, allow_private=allow_private),
                    use_dns_cache=False,
                    limit=0,
                    limit_per_host=1,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                headers={
                    "User-Agent": self.agent,
                    "Accept": ACCEPT,
                    "Accept-Encoding": ACCEPTED,
                },
            )
        return self._sessions[allow_private]


def _conditions(request: Request) -> dict[str, str]:
    given = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in given.items() if value}


def _next_address(answer: aiohttp.ClientResponse, url: URL, journey: Journey) -> str:
    """Where a redirect leads. While every hop is permanent, the source has moved for good."""
    location = answer.headers.get("Location", "").strip()
    if not location:
        raise Refused("redirect_broken", f"HTTP {answer.status} without Location")
    try:
        address = urljoin(str(url), location)
    except ValueError as error:
        raise Refused("redirect_broken", location[:200]) from error
    journey.for_good = journey.for_good and answer.status in answers.MOVED_FOR_GOOD
    if journey.for_good:
        journey.moved_to = address
    return address


def _short(value: str, most: int) -> str:
    """A validator too long to store is worth nothing when cut; it is dropped."""
    return value if len(value) <= most else ""
