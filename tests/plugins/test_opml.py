"""OPML: nested source lists."""

import pytest

from huiyin.plugins.formats.opml import plugin
from tests.nasty import BOMB
from tests.plugins.importing import imported, listed, refused

LIST = """<?xml version="1.0" encoding="gb2312"?>
<opml version="2.0"><head><title>来源</title></head><body>
<outline text="媒体"><outline text="省级"><outline text="德州日报" type="rss"
  xmlUrl="http://example.org/feed" htmlUrl="http://example.org/"/></outline>
  <outline text="网页" xmlurl="feed://example.org/2"/></outline>
<outline title="单独" xmlUrl="https://example.org/3"/>
<outline text="没有地址"/>
<outline text="本机" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_sources_come_with_their_folders() -> None:
    values = imported(plugin, LIST.encode("gb18030"))
    assert [(one.title, one.url, one.folders) for one in listed(values)] == [
        ("德州日报", "http://example.org/feed", ("媒体", "省级")),
        ("网页", "http://example.org/2", ("媒体",)),
        ("单独", "https://example.org/3", ()),
    ]
    assert listed(values)[0].site == "http://example.org/"
    assert [code for _where, code in refused(values)] == ["source_without_address", "address_unfit"]


def test_a_broken_list_is_read_as_far_as_it_goes() -> None:
    values = imported(plugin, '<opml><body><outline text="A & B" xmlUrl="http://e.org/?a=1&b=2"/>')
    assert [(one.title, one.url) for one in listed(values)] == [("A & B", "http://e.org/?a=1&b=2")]
    assert [code for _where, code in refused(values)] == ["ill_formed"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        ("<rss/>", "not_a_source_list"),
        ("words", "unreadable"),
        (BOMB, "not_a_source_list"),
    ],
)
def test_what_is_no_source_list_is_refused(body: str, code: str) -> None:
    assert code in [found for _where, found in refused(imported(plugin, body))]
