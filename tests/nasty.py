"""A web server on the loopback that behaves as badly as the web does.

It speaks raw HTTP from its own thread, so it can break every rule. Use as a context manager;
`seen` lists the requests in the order of arrival.
"""

import asyncio
import gzip
import threading
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import brotli  # type: ignore[import-untyped]

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>德州日报</title><link>http://example.org/</link>
<item><title>化工厂爆炸 多人受伤</title><link>http://example.org/1</link>
<description>今日凌晨，一家化工厂发生爆炸。</description>
<pubDate>Sun, 22 Nov 2026 05:00:00 +0800</pubDate></item>
</channel></rss>"""
BOMB = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>t</title><item><title>before &f;&x; after</title>
<link>http://example.org/1</link></item></channel></rss>"""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Seen:
    path: str
    headers: dict[str, str]


@dataclass
class Visit:
    """One request being answered."""

    path: str
    headers: dict[str, str]
    writer: asyncio.StreamWriter
    server: "Nasty"

    async def head(self, status: str, *headers: str) -> None:
        lines = [f"HTTP/1.1 {status}", "Connection: close", *headers, "", ""]
        self.writer.write("\r\n".join(lines).encode())
        await self.writer.drain()

    async def say(self, status: str, body: bytes, *headers: str) -> None:
        await self.head(status, f"Content-Length: {len(body)}", *headers)
        self.writer.write(body)
        await self.writer.drain()


Page = Callable[[Visit], Awaitable[None]]


@dataclass
class Nasty:
    """robots – the text of robots.txt, or a status such as "503 Busy" to answer with."""

    robots: str = "404 Not Found"
    seen: list[Seen] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    sent: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        starting = asyncio.run_coroutine_threadsafe(self._start(), self.loop)
        self.server = starting.result(10)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [one.path for one in self.seen if one.path != "/robots.txt"]

    def release(self) -> None:
        """Let the pages that wait (`/held`) answer."""
        self.released.set()

    async def _start(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def _stop(self) -> None:
        self.server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            pairs = (line.partition(":") for line in head[1:] if line)
            headers = {name.lower(): value.strip() for name, _colon, value in pairs}
            self.seen.append(Seen(path, headers))
            page = self.pages.get(path) or PAGES.get(path) or missing
            await page(Visit(path, headers, writer, self))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def missing(visit: Visit) -> None:
    await visit.say("404 Not Found", b"")


async def robots(visit: Visit) -> None:
    if visit.server.robots[:3].isdigit():
        await visit.say(visit.server.robots, b"")
    else:
        await visit.say("200 OK", visit.server.robots.encode(), "Content-Type: text/plain")


async def feed(visit: Visit) -> None:
    """A good feed that knows the conditional request."""
    if visit.headers.get("if-none-match") == '"v1"':
        await visit.say("304 Not Modified", b"", 'ETag: "v1"')
        return
    validators = ('ETag: "v1"', "Last-Modified: Sun, 22 Nov 2026 00:00:00 GMT")
    await visit.say("200 OK", FEED.encode(), "Content-Type: application/rss+xml", *validators)


async def dated(visit: Visit) -> None:
    if visit.headers.get("if-modified-since"):
        await visit.say("304 Not Modified", b"")
    else:
        await visit.say("200 OK", FEED.encode(), "Last-Modified: Sun, 22 Nov 2026 00:00:00 GMT")


def redirect(status: int, location: str) -> Page:
    async def page(visit: Visit) -> None:
        await visit.say(f"{status} Moved", b"", f"Location: {location}")

    return page


def failing(status: str, *headers: str) -> Page:
    async def page(visit: Visit) -> None:
        await visit.say(status, b"no", *headers)

    return page


def packed(packing: str, body: bytes) -> Page:
    async def page(visit: Visit) -> None:
        await visit.say("200 OK", body, f"Content-Encoding: {packing}", "Content-Type: text/xml")

    return page


async def endless(visit: Visit) -> None:
    number = int(visit.path.rpartition("/")[2] or 0)
    await redirect(302, f"/endless/{number + 1}")(visit)


async def drip(visit: Visit) -> None:
    """One byte now and then, for ever."""
    await visit.head("200 OK", "Content-Length: 1000000")
    while True:
        visit.writer.write(b".")
        await visit.writer.drain()
        await asyncio.sleep(0.05)


async def stalled(visit: Visit) -> None:
    """A head, a little of the body, and then nothing."""
    await visit.head("200 OK", "Content-Length: 1000000")
    visit.writer.write(b"<rss>")
    await visit.writer.drain()
    await asyncio.sleep(3600)


async def held(visit: Visit) -> None:
    """Answers once the test releases it."""
    while not visit.server.released.is_set():
        await asyncio.sleep(0.01)
    await feed(visit)


async def pieces(size: int) -> AsyncIterator[bytes]:
    piece = b" " * 65536
    for _number in range(size // len(piece)):
        yield piece


async def huge(visit: Visit) -> None:
    """500 MB without a length, streamed."""
    await visit.head("200 OK", "Content-Type: text/xml")
    async for piece in pieces(500 * MEGABYTE):
        visit.writer.write(piece)
        visit.server.sent += len(piece)
        await visit.writer.drain()


async def huge_announced(visit: Visit) -> None:
    await visit.head("200 OK", f"Content-Length: {500 * MEGABYTE}")
    async for piece in pieces(500 * MEGABYTE):
        visit.writer.write(piece)
        visit.server.sent += len(piece)
        await visit.writer.drain()


async def cut_short(visit: Visit) -> None:
    await visit.head("200 OK", "Content-Length: 5000")
    visit.writer.write(FEED.encode()[:100])
    await visit.writer.drain()


async def nonsense(visit: Visit) -> None:
    visit.writer.write(b"I am not HTTP at all\r\n\r\n")
    await visit.writer.drain()


async def silence(visit: Visit) -> None:
    """Closes without a word."""


async def wrong_charset(visit: Visit) -> None:
    body = FEED.replace("UTF-8", "iso-8859-1").encode("gb18030")
    await visit.say("200 OK", body, "Content-Type: application/rss+xml; charset=big5")


async def bomb(visit: Visit) -> None:
    await visit.say("200 OK", BOMB.encode(), "Content-Type: application/rss+xml")


def gzip_bomb(size: int = 500 * MEGABYTE) -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    block = b"\0" * MEGABYTE
    return b"".join(machine.compress(block) for _n in range(size // MEGABYTE)) + machine.flush()


def brotli_bomb(size: int = 500 * MEGABYTE) -> bytes:
    machine = brotli.Compressor(quality=5)
    block = b"\0" * MEGABYTE
    whole = b"".join(machine.process(block) for _n in range(size // MEGABYTE))
    return whole + bytes(machine.finish())


RAW_DEFLATE = zlib.compress(FEED.encode())[2:-4]
REST = FEED[50:].encode()

PAGES: dict[str, Page] = {
    "/robots.txt": robots,
    "/feed": feed,
    "/dated": dated,
    "/moved": redirect(301, "/moved/2"),
    "/moved/2": redirect(308, "/feed"),
    "/moved/for-now": redirect(302, "/feed"),
    "/moved/mixed": redirect(301, "/moved/for-now"),
    "/circle": redirect(302, "/circle/2"),
    "/circle/2": redirect(302, "/circle"),
    "/to-file": redirect(302, "file:///etc/passwd"),
    "/to-nowhere": failing("302 Found"),
    "/busy": failing("429 Too Many Requests", "Retry-After: 120"),
    "/down": failing("503 Service Unavailable", "Retry-After: Sun, 22 Nov 2099 00:00:00 GMT"),
    "/broken": failing("500 Internal Server Error"),
    "/gone": failing("410 Gone"),
    "/forbidden": failing("403 Forbidden"),
    "/teapot": failing("418 I'm a teapot"),
    "/gzip": packed("gzip", gzip.compress(FEED.encode())),
    "/gzip/members": packed("gzip", gzip.compress(FEED[:50].encode()) + gzip.compress(REST)),
    "/gzip/cut": packed("gzip", gzip.compress(FEED.encode())[:-20]),
    "/gzip/bad": packed("gzip", b"this is not gzip at all"),
    "/br": packed("br", brotli.compress(FEED.encode())),
    "/deflate": packed("deflate", zlib.compress(FEED.encode())),
    "/deflate/raw": packed("deflate", RAW_DEFLATE),
    "/packed/unknown": packed("zstd", b"?"),
    "/drip": drip,
    "/stalled": stalled,
    "/held": held,
    "/huge": huge,
    "/huge/announced": huge_announced,
    "/cut": cut_short,
    "/nonsense": nonsense,
    "/silence": silence,
    "/charset": wrong_charset,
    "/bomb": bomb,
    **{f"/endless/{number}": endless for number in range(20)},
}  # fmt: skip
