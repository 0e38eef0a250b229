"""Reads routes of an RSSHub that the office or somebody it trusts runs (https://docs.rsshub.app).

The address is made of the base address and a route; a list of routes that matter to a public body
is offered (`routes.toml`), any other may be typed. What comes is a feed.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from huiyin.plugins.sources.feed import plugin as feed
from huiyin.ports import About, Document, Kind, Reading, Setting, Words
from huiyin.ports.settings import Value, is_web_address


@cache
def routes() -> tuple[tuple[str, Words], ...]:
    """The offered routes: path and name."""
    text = files(__name__).joinpath("routes.toml").read_text("utf-8")
    listed = tomllib.loads(text)["route"]
    return tuple((route["path"], Words(route["en"], route["zh"])) for route in listed)


def path_fault(path: str) -> Words | None:
    """What is wrong with a typed route, or None."""
    if not path.startswith("/") or any(letter.isspace() for letter in path) or "//" in path:
        return Words("A route begins with / and has no blanks.", "路由以 / 开头，不含空格。")
    if "/:" in path:
        return Words(
            "Put a value in the place of each name that begins with a colon.",
            "请把以冒号开头的参数换成具体的值。",
        )
    return None


BASE: Final = Setting(
    "base",
    Words("Address of the RSSHub", "RSSHub 地址"),
    Kind.ADDRESS,
    Words("e.g. https://rsshub.example.gov.cn", "如 https://rsshub.example.gov.cn"),
    required=True,
)
ROUTE: Final = Setting(
    "route",
    Words("Route", "路由"),
    Kind.CHOICE,
    choices=(("", Words("Another one, typed below", "其他（在下面填写）")), *routes()),
)
PATH: Final = Setting(
    "path",
    Words("Other route", "其他路由"),
    hint=Words("e.g. /gov/zhengce/zuixin", "如 /gov/zhengce/zuixin"),
    check=path_fault,
)


class RssHub:
    """The plug-in `rsshub`."""

    name = "rsshub"

    def __init__(self) -> None:
        self.about = About(
            Words("RSSHub route", "RSSHub 路由"),
            Words(
                "Pages without a feed, as an RSSHub makes feeds of them.",
                "由 RSSHub 转成订阅源的页面。",
            ),
            (BASE, ROUTE, PATH),
            address=address,
            links=True,
        )

    def read(self, document: Document) -> Reading:
        """What the feed of the route gave."""
        return feed.read(document)


def address(settings: Mapping[str, Value]) -> str:
    """The address to ask, or "" while base or route is missing."""
    base, route = str(settings.get("base", "")), settings.get("path") or settings.get("route")
    if not route or not is_web_address(base) or path_fault(str(route)):
        return ""
    return base.rstrip("/") + str(route)


plugin = RssHub()
