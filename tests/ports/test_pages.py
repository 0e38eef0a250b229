"""A page becomes its main text and what it says about itself; bad pages give a reason."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.faces.cli.evals.pages import command, shingle_scores
from huiyin.ports import REASONS
from huiyin.ports.pages import LARGEST, Page, read_page

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
GIVEN = Path(__file__).parents[3] / "shared" / "data" / "html_news"
PAGE = """<html><head><title>关于停水的公告_禾岭县</title>
<meta property="og:site_name" content="禾岭县人民政府">
<meta name="PubDate" content="2026-11-20 09:15">
<link rel="canonical" href="/n/12.html?spm=3"></head><body>
<nav><a href="/">首页</a> <a href="/n">公告，通知。</a></nav>
<h1>关于停水的公告</h1><div>来源：<span>禾岭县水务局</span> 浏览次数：12 <a>打印</a></div>
<div class="entry-content"><p>各有关用户：</p>
<p>因检修管道，11月21日8时至18时，南街、新街一带停水。请提前储水，给您带来不便，敬请谅解。</p>
<p>禾岭县水务局</p><p>责任编辑：某某</p></div>
<div class="related"><p>相关阅读：<a>昨日，县里召开会议。</a></p></div>
<footer>版权所有，未经许可不得转载。</footer></body></html>"""
STATED = '"2026-11-19T18:05:00+08:00", "@type": "NewsArticle"'
TEXT = (
    "各有关用户：\n因检修管道，11月21日8时至18时，南街、新街一带停水。"
    "请提前储水，给您带来不便，敬请谅解。\n禾岭县水务局"
)


def read(markup: str | bytes, url: str = "http://helin.gov.cn/x.html") -> Page:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return read_page(body, url, now=NOW, zone=SHANGHAI)


def test_a_notice_survives_without_its_furniture() -> None:
    assert read(PAGE) == Page(
        title="关于停水的公告",
        text=TEXT,
        url="http://helin.gov.cn/n/12.html",
        published_at=datetime(2026, 11, 20, 1, 15, tzinfo=UTC),
        outlet="禾岭县人民政府",
        first_outlet="禾岭县水务局",
        encoding="utf-8",
    )


def test_the_character_set_is_found() -> None:
    assert read(PAGE.encode("gb18030")).text == TEXT


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("<p>发布时间：2026年11月19日 18:05</p>", "2026-11-19T18:05"),
        ("<span>2026-11-19</span><span> 18:05:00</span>", "2026-11-19T18:05"),
        ("<div>3小时前</div>", "2026-11-22T07:30"),
        ("<div>昨天 15:20</div>", "2026-11-21T15:20"),
        ('<time datetime="2026-11-19T10:05:00Z">x</time>', "2026-11-19T18:05"),
        ('<meta itemprop="datePublished" content="2030-01-01"><p>2026-11-19</p>', "2026-11-19"),
        (
            f'<script type="application/ld+json">{{"datePublished":{STATED}}}</script>',
            "2026-11-19T18:05",
        ),
    ],
)
def test_the_time_of_publication_is_found(written: str, local: str) -> None:
    page = read(f"<h1>停水公告</h1>{written}<p>今天停水，请储水。</p>")
    assert page.published_at == datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)


def test_a_day_in_a_sentence_is_no_time_of_publication() -> None:
    assert read("<h1>公告</h1><p>据悉，2026年11月19日曾经停水，请储水。</p>").published_at is None


def test_a_container_that_holds_the_text_is_no_furniture() -> None:
    paragraphs = "<p>这里是正文，写得很长，一句接着一句。</p><p>第二段，也是正文，不能丢。</p>"
    page = read(f'<form><div class="comment-open share">{paragraphs}</div></form>')
    assert page.text.count("正文") == 2


def test_what_leads_into_the_text_is_kept() -> None:
    text = "".join(
        f"<p>第{number}段，写得很长，一句接着一句，说的都是停水。</p>" for number in range(9)
    )
    page = read(f'<div><h2 class="lead">昨晚，南街停水。</h2><div id="x">{text}</div></div>')
    assert page.text.startswith("昨晚，南街停水。\n第0段")


def test_a_tail_of_other_headlines_is_left_out() -> None:
    text = "".join(f"<p>第{number}段，写得很长，一句接着一句。</p>" for number in range(9))
    others = "".join(f"<p>另一则消息，说的是别的</p><p>2026-11-0{day}</p>" for day in (1, 2, 3))
    assert read(f"<div>{text}{others}</div>").text.endswith("第8段，写得很长，一句接着一句。")


def test_a_page_without_sentences_is_read_whole_if_it_is_short() -> None:
    assert read("<p>今日停水</p>").text == "今日停水"


def test_the_text_of_the_pages_own_data_helps_out() -> None:
    body = "今天上午，南街停水。" * 20
    page = read(
        '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"'
        f'{body}"}}</script><p>加载中，请稍候。</p>'
    )
    assert page.text == body


def test_a_page_of_tables_is_read_by_the_second_reader() -> None:
    rows = "".join(f"<tr><td>第{number}街停水</td><td>8时至18时</td></tr>" for number in range(99))
    assert "第42街停水" in read(f"<h1>停水表</h1><table>{rows}</table>").text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"x" * (LARGEST + 1), "too_large"),
        (b"<p></p>", "no_text"),
        (b"\x00" * 100, "no_text"),
    ],
)
def test_a_page_that_cannot_be_read_says_why(body: bytes, code: str) -> None:
    page = read(body)
    assert [refusal.code for refusal in page.refusals] == [code]
    assert code in REASONS
    assert page.text == ""


def test_lost_characters_are_said() -> None:
    page = read(b"<p>" + bytes(range(128, 256)) * 5 + b", and so on.</p>")
    assert "charset_unknown" in {refusal.code for refusal in page.refusals}


@pytest.mark.parametrize("nest", ["<div>", "<p><b>", "<table><tr><td>"])
def test_a_deep_nest_does_no_harm(nest: str) -> None:
    page = read(nest * 8_000 + "这里是正文，写得很长，一句接着一句。" * 6)
    assert "正文" in page.text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='<>/"=! abdhimprtv停水。，&;-', max_size=200))
def test_no_markup_breaks_the_reader(markup: str) -> None:
    page = read(markup)
    assert page.text or page.refusals


def test_runs_of_words_are_compared() -> None:
    assert shingle_scores("a b c d e", "a b c d e") == (1.0, 1.0)
    assert shingle_scores("a b c d e", "a b c d") == (1.0, 0.5)
    assert shingle_scores("a b c d e", "") == (0.0, 0.0)


@pytest.mark.skipif(not GIVEN.exists(), reason="the development data are not here")
def test_known_pages_are_read_well() -> None:
    given = [str(GIVEN / "aeb_pages.tar.gz"), str(GIVEN / "aeb_truth.jsonl")]
    result = CliRunner().invoke(command, given)
    figures = eval_line(result.output)
    assert figures["f1"] >= 0.96
    assert figures["refused"] == 0


def eval_line(output: str) -> dict[str, float]:
    line: dict[str, float] = json.loads(output.splitlines()[-1])
    return line
