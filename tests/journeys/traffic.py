"""What goes on at a desk while it is being killed: outlets publish, reporters write, a clerk opens
cases. All of it by HTTP, as from outside; whoever gets no answer tries the same again.
"""

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener
from xml.sax.saxutils import escape

PATIENCE_SECONDS = 90.0
PLACES = ("禾岭县", "云溪区", "青石镇", "港北新区", "柳河乡", "东台街道", "南屏县", "白沙镇")
PLANTS = ("化工厂", "养老院", "地铁工地", "粮库", "加油站", "幼儿园", "冷链仓库", "水泥厂", "商场")
TROUBLES = (
    "发生爆炸", "气味刺鼻扰民", "脚手架倒塌", "拖欠工资", "消防通道被堵", "排放黑烟", "食物中毒",
    "电梯坠落", "围墙开裂", "夜间施工噪音", "井盖缺失", "违规搭建", "停水三日",
)  # fmt: skip
ENDINGS = (
    "居民多次反映",
    "目前无人员伤亡",
    "原因正在调查",
    "已有七人送医",
    "现场已经封闭",
    "负责人尚未回应",
)


def told(number: int) -> str:
    """A sentence of its own for every number, with neighbours that resemble it."""
    place, plant = PLACES[number % 8], PLANTS[number // 8 % 9]
    trouble, ending = TROUBLES[number // 3 % 13], ENDINGS[number // 7 % 6]
    return f"{place}第{number // 11 + 1}{plant}{trouble}，{ending}"


class QuietServer(ThreadingHTTPServer):
    """Thinks nothing of a client that is killed in the middle of a request."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@dataclass
class Outlet:
    """A feed that grows from nothing to `total` entries in `seconds`, served on a port of its own.

    The forms take turns: RSS, Atom, JSON Feed. It answers 304 where nothing is new.
    """

    number: int
    total: int
    seconds: float
    began: float = field(default_factory=time.monotonic)

    def __enter__(self) -> Self:
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outlet.answer(self)

            def log_message(self, *_told: object) -> None:
                """Say nothing."""

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/feed"

    @property
    def links(self) -> set[str]:
        """The addresses of all entries there will be."""
        return {self._link(index) for index in range(self.total)}

    def answer(self, visit: BaseHTTPRequestHandler) -> None:
        if visit.path != "/feed":
            self._say(visit, 404)
            return
        there = min(self.total, int(self.total * (time.monotonic() - self.began) / self.seconds))
        mark = '"all"' if there == self.total else f'"{there}"'
        if visit.headers.get("If-None-Match") == mark:
            self._say(visit, 304, mark)
        else:
            self._say(visit, 200, mark, self._document(there).encode())

    @staticmethod
    def _say(visit: BaseHTTPRequestHandler, status: int, mark: str = "", body: bytes = b"") -> None:
        visit.send_response(status)
        if mark:
            visit.send_header("ETag", mark)
        if status != 304:
            visit.send_header("Content-Length", str(len(body)))
        visit.end_headers()
        visit.wfile.write(body)

    def _link(self, index: int) -> str:
        return f"{self.url}/{index}"

    def _document(self, there: int) -> str:
        newest_first = range(there - 1, -1, -1)
        name = f"第{self.number + 1}日报"
        if self.number % 3 == 2:
            return json.dumps({
                "version": "https://jsonfeed.org/version/1.1", "title": name,
                "items": [
                    {"id": self._link(at), "url": self._link(at), "title": self._title(at),
                     "content_text": self._title(at) * 2, "date_published": self._at(at)}
                    for at in newest_first
                ],
            })  # fmt: skip
        entries = "".join(map(self._entry, newest_first))
        if self.number % 3 == 1:
            head = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{name}</title>'
            return f"{head}<id>{self.url}</id>{entries}</feed>"
        return f'<rss version="2.0"><channel><title>{name}</title>{entries}</channel></rss>'

    def _entry(self, at: int) -> str:
        title, link = escape(self._title(at)), self._link(at)
        if self.number % 3 == 1:
            return (
                f'<entry><id>{link}</id><link href="{link}"/><title>{title}</title>'
                f"<updated>{self._at(at)}</updated><summary>{title}{title}</summary></entry>"
            )
        return (
            f"<item><guid>{link}</guid><link>{link}</link><title>{title}</title>"
            f"<description>{title}{title}</description></item>"
        )

    def _title(self, at: int) -> str:
        """Every fourth entry is printed by all outlets, the others by one of them only."""
        return told(at) if at % 4 == 0 else told(self.number * self.total + at)

    @staticmethod
    def _at(at: int) -> str:
        return (datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=at)).isoformat()


class Browser:
    """Cookies, forms, and the patience to send the same again until there is an answer."""

    def __init__(self) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.repeats = 0

    def page(self, url: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
        """The page and its final address; a server's trouble and a cut line are tried again."""
        data = None if fields is None else urlencode(fields).encode()
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                request = Request(url, data, {"Accept-Language": "en"})
                with self._opener.open(request, timeout=10) as answer:
                    return answer.read().decode(), answer.url
            except HTTPError as error:
                if error.code < 500:
                    raise AssertionError(f"{error.code} {url} {error.read()[:2000]!r}") from error
                trouble: Exception = error
            except (OSError, HTTPException) as error:
                trouble = error
            assert time.monotonic() < until, f"{url}: {trouble}"
            self.repeats += 1
            time.sleep(0.2)

    def send(self, url: str, page: str, **fields: str) -> tuple[str, str]:
        """Send the form of a page with what it carries hidden and these fields."""
        carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        return self.page(url, {name: unescape(text) for name, text in carried.items()} | fields)


def report(portal: str, number: int) -> str:
    """One reporter tells one matter page by page; gives the code of the receipt."""
    browser, tell = Browser(), f"{portal}/tell/"
    page, _url = browser.page(f"{tell}?kind={('hazard', 'complaint', 'question')[number % 3]}")
    text = f"第{number}号来信：{told(number + 5000)}"
    page, _url = browser.send(tell, page, text=text, place=PLACES[number % 8], go="next")
    page, _url = browser.send(tell, page, go="next")
    page, _url = browser.send(tell, page, go="next")
    code = re.search(r'hy-receipt-code">(.*?)</p>', page, re.DOTALL)
    assert code, page
    return re.sub(r"<[^>]+>|\s", "", code[1])


def open_mailbox(portal: str, code: str) -> str:
    """The mailbox of a code, as its reporter sees it."""
    return Browser().page(f"{portal}/follow/", {"code": code})[0]


def write_again(portal: str, code: str, text: str) -> None:
    """The reporter adds a message."""
    browser = Browser()
    page, _url = browser.page(f"{portal}/follow/", {"code": code})
    page, _url = browser.send(f"{portal}/follow/", page, text=text, go="write")
    assert "Your message has reached the office" in page, page
    assert page.count(text) == 1, page


class Clerk:
    """Signs in at the console and opens a case of one story after another."""

    def __init__(self, console: str, username: str, password: str) -> None:
        self._console, self._browser = console, Browser()
        page, _url = self._browser.page(f"{console}/sign-in")
        _page, url = self._browser.send(
            f"{console}/sign-in", page, username=username, password=password
        )
        assert "sign-in" not in url, url
        self.cases: dict[int, int] = {}  # story → case

    def open_one(self) -> None:
        """Open a case of a story that has none yet, as soon as there is such a story."""
        story = self._story_without_case()
        form, _url = self._browser.page(f"{self._console}/cases/open?story={story}")
        _page, url = self._browser.send(
            f"{self._console}/cases/open", form,
            story=str(story), title=f"Story {story}", kind="concern",
        )  # fmt: skip
        case = re.search(r"/cases/(\d+)$", url)
        assert case, url
        self.cases[story] = int(case[1])

    def _story_without_case(self) -> int:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            page, _url = self._browser.page(f"{self._console}/stories")
            for found in map(int, re.findall(r'href="/stories/(\d+)', page)):
                if found not in self.cases:
                    return found
            time.sleep(1)
        raise AssertionError("no story appears")


class Crowd:
    """Threads that do `play(0)` … `play(count - 1)`, begun evenly over some seconds.

    `wait` returns when all is played, and raises what one of them met.
    """

    def __init__(
        self, count: int, seconds: float, threads: int, play: Callable[[int], None]
    ) -> None:
        self._began = time.monotonic()
        self._pace, self._play = seconds / count, play
        self._troubles: list[Exception] = []
        self._threads = [
            threading.Thread(target=self._run, args=(range(first, count, threads),), daemon=True)
            for first in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def _run(self, numbers: range) -> None:
        for number in numbers:
            time.sleep(max(0.0, self._began + number * self._pace - time.monotonic()))
            try:
                self._play(number)
            except Exception as error:  # told by `wait`, in the thread that asked for it
                self._troubles.append(error)
                return

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        if self._troubles:
            raise self._troubles[0]
        assert not any(thread.is_alive() for thread in self._threads), "somebody still waits"
