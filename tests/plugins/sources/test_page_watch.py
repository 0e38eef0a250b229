"""One page as one entry that revises itself; RSSHub addresses."""

import pytest

from huiyin.plugins.sources.page_watch import plugin
from huiyin.plugins.sources.rsshub import address, path_fault, routes
from huiyin.ports import Document, Reading
from huiyin.ports.settings import Value

PAGE = """<html><head><title>公告 - 云溪市</title></head><body><nav><a href=/>首页</a></nav>
<main><h1>关于事故情况的通报</h1><div id="t"><p>死亡两人。</p><p>浏览次数：{}</p></div>
<p>{}</p></main></body></html>"""


def read(page: str, **settings: Value) -> Reading:
    return plugin.read(Document(page.encode(), "https://a.example/1", settings=settings))


def test_the_page_is_one_entry_that_revises_itself() -> None:
    (entry,) = read(PAGE.format(7, "现场救援仍在进行。" * 20)).entries
    assert entry.revises
    assert entry.title == "关于事故情况的通报"
    assert "死亡两人" in entry.body
    assert entry.url == "https://a.example/1"


def test_only_the_part_pointed_at_counts_and_counters_are_left_out() -> None:
    one, two = (
        read(PAGE.format(n, n), part="#t", ignored="浏览次数.*").entries[0].body for n in (1, 2)
    )
    assert one == two == "死亡两人。"


def test_a_part_that_is_not_there_is_told() -> None:
    assert read(PAGE, part="#nowhere").refusals[0].code == "nothing_selected"
    assert read(" ").refusals[0].code == "empty"


def test_a_route_and_a_base_make_an_address() -> None:
    base = "https://hub.example/"
    assert address({"base": base, "route": "/people"}) == "https://hub.example/people"
    assert address({"base": base, "path": "/a/b", "route": "/people"}).endswith("/a/b")
    assert address({"base": base}) == ""
    assert all(path_fault(path) is None for path, _words in routes())


@pytest.mark.parametrize("path", ["people", "/a b", "/thepaper/channel/:id", "//evil.example"])
def test_a_route_that_cannot_be_asked_is_told(path: str) -> None:
    assert path_fault(path) is not None
