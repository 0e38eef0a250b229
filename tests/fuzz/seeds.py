"""Documents to begin with, and the pieces of which broken ones are made."""

from email.message import EmailMessage
from typing import Final

from tests.nasty import BOMB, FEED
from tests.plugins.feed.test_dialects import DIALECTS
from tests.ports.test_pages import PAGE, STATED


def _letter() -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = "高小满 <gao@post.example>", "desk@yunxi.example"
    made["Subject"], made["Message-ID"] = "气味投诉", "<1.gao@post.example>"
    made["Date"] = "Sun, 22 Nov 2026 11:20:00 +0800"
    made.set_content("北门夜里有气味。\n\n发件人: 高小满 <gao@post.example>\n> From: a@b.example\n")
    made.add_alternative("<p>北门夜里<b>有气味</b>。</p>", subtype="html")
    made.add_attachment(b"x", maintype="image", subtype="png", filename="气味.png")
    return made.as_bytes()


NEWS_MAP: Final = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/a</loc>
<lastmod>2026-11-22</lastmod><news:news><news:title>A</news:title>
<news:publication_date>2026-11-22T01:00:00Z</news:publication_date></news:news></url></urlset>"""
INDEX: Final = b"""<sitemapindex><sitemap><loc>http://helin.example/1.xml.gz</loc>
<lastmod>2026-11-22</lastmod></sitemap></sitemapindex>"""
FEEDS: Final = (
    *(text.encode() for text in DIALECTS.values()), FEED.encode("gb18030"), BOMB.encode(),
    NEWS_MAP, INDEX,
)  # fmt: skip
TAGS: Final = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?", b"?>", b"&#0;", b"&#xffffffff;",
    b"<item>", b"</item>", b"<entry", b"xmlns:a='x'", b'"', b"<!DOCTYPE a [", b"<!ENTITY b 'c'>",
    b"xml:base='http://['", b"{", b"}", b"&lt;div&gt;", b"&amp;amp;", b'<?xml version="1.0"',
    b' encoding="gb2312"?>', b"<content type='xhtml'>", b"mode='base64'", b"&nbsp;", b"<a b=c d>",
    b"<link rel='alternate' href='", b"<pubDate>", b"99 Foo 0000 25:61:61 +9999", b"2026-02-30",
    b'"items":', b"[", b"null", b"\\ud800", b"<title>", b"<source url='", b"<loc>", b"<x:y>",
)  # fmt: skip
PAGES: Final = (
    PAGE.encode(), PAGE.encode("gb18030"),
    f'<script type="application/ld+json">{{"datePublished": {STATED}}}</script>{PAGE}'.encode(),
    b"<ul>" + b"".join(b'<li><a href="/n/%d.html">a headline of some length %d</a>'
                       b"<span>2026-11-%02d</span></li>" % (n, n, n) for n in range(1, 20)),
    b"<table><tr><td>1<td><p>" + "北门夜里有气味，请有关部门查处。".encode() * 9,
)  # fmt: skip
MARKS: Final = (
    b"<div>", b"</div>", b"<p>", b"<table><tr><td>", b"<a href='", b"<script>", b"</script>",
    b"<style>", b"<!--", b"-->", b"<br>", b"<svg>", b"<math><mi>", b"<template>", b"<frameset>",
    b"<noscript>", b"<meta charset=", b"<base href='//'>", b"&#x110000;", b"&nbsp;", b"<textarea>",
    b'<script type="application/ld+json">', b'{"@graph":[{"articleBody":"', b"<select><option>",
    "来源：".encode(), "发布时间：".encode(), "3分钟前".encode(), "昨天 25:61".encode(),
    "二〇二六年十三月".encode(), b"<span class='date'>", b"<h1>", b"<li>", b"<font><b><i><u>",
    b"<plaintext>", b"<a><b><a><b>", b"<table><table>", b"<form><form>", b"<article>", b"<td",
)  # fmt: skip
LETTERS: Final = (
    _letter(), b"From x@y Sun Nov 22 2026\n" + _letter() + b"\nFrom z\n" + _letter(),
    b"Subject: =?gb2312?B?xvjOtg==?=\nDate: 22 Nov 2026\n\n\xc6\xf8\xce\xb6",
)  # fmt: skip
HEADS: Final = (
    b"\nFrom ", b"\n>From ", b"Subject: =?utf-8?q?", b"?=", b"=?gb18030?b?", b"=?x?y?z?=",
    b"From: ", b"Content-Type: multipart/mixed; boundary=", b"Content-Type: text/html; charset=",
    b"--", b"\n--", b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: quoted-printable\n", b"=\n",
    b"Content-Disposition: attachment; filename*=utf-8''", b"filename*0*=", b"Date: ", b"+9999",
    b"Message-ID: ", b"<>", b'"', b"(", b")", b";", b":", b",", b"@", b"[", b"]", b"\\", b"\n ",
    b"\n\t", b"\n\n", b"\n> ", b">" * 100, "发件人：".encode(), b"to:", b"a@b.c", b"a." * 50,
    b"message/rfc822", b"message/delivery-status", b"message/external-body",
    b"Content-Type: message/partial", b"=FF",
)  # fmt: skip
RULES: Final = tuple(
    text.encode()
    for text in (
        "爆炸", "(爆炸 厂) | 死亡 | (火灾 洪水)", "标题:爆炸 -演习", "至少2个(a|b|c)",
        "@单 NEAR/2 泄漏", '"chemical plant" AND fire', "explo* | col*r | 爆?物", "近/句 火 灾",
        "2 of (a b c)", "来源:日报 kind:news", "非(火灾 与 演习) 或 爆炸",
    )
)  # fmt: skip
SIGNS: Final = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        *'火灾ab ()（）|｜&!-+"“”「」、或且非与\u200b，,:：@*?？/3\\', "NEAR/2 ", "近/句 ",
        "2 of ", "标题:", "至少2个", " AND ", "@单", "kind:", "x:", "ß", "ﬁ", "İ", "㍿",
        "👨‍👩‍👧", "\u202e", "\ud800", "٣", "²", "99999999999999999999", "NEAR/0", "NEAR/-1",
        "0 of", "正文:", "地点:", "NOT ", "~", "^", "#",
    )
)  # fmt: skip
TEXTS: Final = tuple(
    text.encode()
    for text in (
        "11月22日5时许，禾岭县远帆化工厂发生爆炸，造成3人死亡、12人受伤，直接损失约1.2亿元。",
        "昨日下午三点半左右，北京市朝阳区一小区停水两天，百余户居民受影响。",
    )
)
WORDS: Final = tuple(
    text.encode()
    for text in (
        *"0123一二十百千万亿两几多余半个.,，、:/-年月日时点分秒许",
        "省",
        "市",
        "县",
        "公司",
        "昨天",
        "上午",
        "星期",
        "死亡",
        "受伤",
        "失联",
        "余名",
        "万元",
        "公里",
        "北京时间",
        "以来",
        "小时",
        "👨‍👩‍👧",
        "\u202e",
    )
)
