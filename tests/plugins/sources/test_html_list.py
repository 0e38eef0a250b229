"""List pages: links found by selector or by themselves, with headline and time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from huiyin.plugins.sources.html_list import plugin
from huiyin.ports import Document, Reading
from huiyin.ports.selecting import selector_fault
from huiyin.ports.settings import Value

ADDRESS = "https://www.yunxi.example/tzgg/index.html"
PAGE = """<html><head><meta charset="gbk"><title>通知公告_云溪市</title></head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw/">政务公开栏目</a></li></ul>
<div class="list"><ul>
<li class="n1"><a href="t1.html" title="关于开展全市安全生产大检查的通知">关于开展全市安全生产…</a>
<span>2026-11-20</span></li>
<li class="n2"><a href="./t2.html#top">化工园区今日恢复生产的公告</a>
<span>2026年11月19日</span></li>
<li class="n3"><a href="https://sub.yunxi.example/t3.html">关于召开新闻发布会的公告</a></li>
<li class="n4"><a href="javascript:void(0)">这个链接哪里也不去的公告</a></li>
</ul></div><a class="next" href="index_1.html">下一页</a>
<div class="foot"><a href="https://other.example/">一个别的网站的友情链接地址</a></div></body></html>"""


def read(page: str = PAGE, part: str = "", **settings: Value) -> Reading:
    body = page.encode("gb18030")
    zone = ZoneInfo("Asia/Shanghai")
    return plugin.read(Document(body, ADDRESS, "text/html", zone, settings, part))


def test_the_list_is_found_by_itself() -> None:
    found = read().entries
    assert [entry.title for entry in found] == [
        "关于开展全市安全生产大检查的通知",
        "化工园区今日恢复生产的公告",
        "关于召开新闻发布会的公告",
    ]
    assert found[1].url == "https://www.yunxi.example/tzgg/t2.html"
    assert found[0].published_at == datetime(2026, 11, 19, 16, tzinfo=UTC)
    assert found[1].published_at == datetime(2026, 11, 18, 16, tzinfo=UTC)
    assert found[2].published_at is None


@pytest.mark.parametrize("selector", [".nav a", "//ul[@class='nav']/li/a", ".nav li"])
def test_a_selector_says_which_links_count(selector: str) -> None:
    assert [entry.title for entry in read(links=selector).entries] == ["首页", "政务公开栏目"]


def test_further_pages_are_asked_for_as_far_as_is_set() -> None:
    first = read(next="a.next", pages=2)
    assert [(one.url, one.part) for one in first.further] == [
        ("https://www.yunxi.example/tzgg/index_1.html", "2")
    ]
    assert read(part="2", next="a.next", pages=2).further == ()
    assert read(next="a.next").further == ()


@pytest.mark.parametrize(
    ("page", "selector", "code"),
    [
        (PAGE, "table.none a", "nothing_selected"),
        ("<p>Welcome", "", "no_links"),
        (PAGE, "a[[", "selector_broken"),
    ],
)
def test_a_page_without_links_is_refused_with_the_reason(
    page: str, selector: str, code: str
) -> None:
    reading = read(page, links=selector)
    assert [refusal.code for refusal in reading.refusals] == [code]
    assert reading.refused


@pytest.mark.parametrize("selector", ["a[[", "//a[[", "li >", "(//a"])
def test_a_selector_that_is_not_sound_is_told_before_it_is_saved(selector: str) -> None:
    fault = selector_fault(selector)
    assert fault is not None
    assert "选择器写法有误" in fault.zh


def test_a_nest_without_end_is_read_at_once() -> None:
    assert read("<div>" * 200_000 + PAGE).encoding == ""
