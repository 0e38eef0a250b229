"""Serves the day's texts as RSS feeds on this machine, one address an outlet.

A feed shows what is published by the bureau's clock, newest first, with an ETag, so that the
watcher meets 304 as it does outside.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from xml.sax.saxutils import escape

from huiyin.flows.demo.news import Published
from huiyin.flows.demo.script import Day, Outlet

ENTRIES = 30
HOST = "127.0.0.1"


class OutletServer:
    """One outlet's web server; `url` is its feed once it serves."""

    def __init__(
        self, day: Day, outlet: Outlet, texts: Sequence[Published], clock: Callable[[], datetime]
    ) -> None:
        self._day = day
        self._texts = [text for text in texts if text.outlet == outlet]
        self._clock = clock
        self.outlet = outlet
        self._server = ThreadingHTTPServer((HOST, 0), _handler(self.feed))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Address of the feed."""
        return f"http://{HOST}:{self._server.server_address[1]}/{self.outlet.slug}.xml"

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def feed(self) -> bytes:
        """The feed as it stands now."""
        now = self._clock()
        out = [text for text in self._texts if self._day.at(text.minute) <= now][-ENTRIES:]
        entries = "".join(self._entry(text) for text in reversed(out))
        name = escape(self.outlet.name)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
            f"<title>{name}</title><link>http://{self.outlet.slug}.example/</link>"
            f"<description>{name}</description>{entries}</channel></rss>\n"
        ).encode()

    def _entry(self, text: Published) -> str:
        link = f"http://{self.outlet.slug}.example/{text.guid}"
        return (
            f"<item><title>{escape(text.title)}</title><link>{link}</link>"
            f'<guid isPermaLink="false">{text.guid}</guid>'
            f"<pubDate>{format_datetime(self._day.at(text.minute))}</pubDate>"
            f"<description>{escape(text.body)}</description></item>"
        )


def _handler(feed: Callable[[], bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.endswith(".xml"):
                self.send_error(404)
                return
            content = feed()
            etag = f'"{blake2b(content, digest_size=8).hexdigest()}"'
            if self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_values: object) -> None:
            """Quiet: the desk's own log says what was fetched."""

    return Handler
