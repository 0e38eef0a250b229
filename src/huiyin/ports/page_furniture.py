"""What on a page is furniture and not text: by tag, by class and id, by wording."""

import re
from functools import lru_cache
from typing import Final

from turbohtml import Element

SILENT: Final = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "button", "select", "textarea",
    "iframe", "object", "embed", "video", "audio", "canvas", "head", "title",
})  # fmt: skip
BESIDE: Final = frozenset({"nav", "footer", "aside", "form", "dialog", "menu", "figcaption"})
NEVER: Final = frozenset({"body", "html", "main", "article"})
# Plain substrings, tried one by one: several times faster than one pattern of alternatives.
STRONG: Final = (
    "comment", "cookie", "popup", "disqus", "outbrain", "taboola", "related", "recommend",
    "newsletter", "sign-up", "signup", "subscri",
)  # fmt: skip
WEAK: Final = (
    "share", "sharing", "social", "promo", "sponsor", "advert", "sidebar", "breadcrumb", "footer",
    "menu", "toolbar", "byline", "author", "banner", "caption", "credit", "most-read", "mostread",
    "popular", "trending", "widget", "copyright", "paginat", "hidden", "rating", "read-more",
    "readmore", "timestamp", "dateline", "headline",
)  # fmt: skip
WHOLE: Final = frozenset({"ad", "ads", "nav", "tag", "tags", "modal"})
MEANT: Final = re.compile(r"commentary|social-media-embed|modal-enabled")
PARTS: Final = re.compile(r"[\s_-]+")
LEAD: Final = re.compile(
    r"(?:^|[\s_-])lead(?:$|[\s_-])|teaser|summary|intro|standfirst|sub-?headline|(?:^|[\s_-])dek(?:$|[\s_-])"
    r"|excerpt|abstract|chapo|highlighted|daodu|zhaiyao"
)
UNSEEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
BODY: Final = re.compile(r"(?:entry|article|post|story|page|main)[-_]{0,2}(?:content|body|text)")
LINES: Final = re.compile(
    r"[\[(（【]?(?:责任编辑|责编|编辑|审核|校对|值班编辑|本文来源|文章来源|原标题|本文原标题)\s*[:：].{0,60}"
    r"|【?纠错】?|\+1|分享到?|字号|打印|关闭|收藏|举报|超大|大|标准|中|小|[*•·]\s?(?:超大|大|标准|中|小)"
    r"|(?:发布时间|时间|日期)?[:：]?\s?\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s+\d\d[:：]\d\d(?:[:：]\d\d)?[^。！？]{0,50}|最后更新\s*[:：].{0,30}"
    r"|(?:上|下)一[篇页条]\s*[:：]?.{0,60}|返回(?:首页|顶部|列表).{0,10}|点击进入.{0,20}|图集|视频"
    r"|(?:用微信)?扫一?[扫描]二维码.{0,20}|分享至?好友和朋友圈|您的浏览器.{0,30}|自动播放"
    r"|(?:浏览|阅读|点击)(?:次数|量|数)?\s*[:：]?\s*\d*\s*次?|人?参与\s*评论|\d*\s*人?评论(?:[(（]\d+[)）])?"
    r"|advert(?:isement)?s?|comments?|share(?: this)?|related(?: news| articles| stories)?"
    r"|images? \d+ of \d+|\d+ (?:of|/) \d+|more:?|read more:?|topics|log ?(?:in|out)|subscribe"
    r"|(?:you may also like|popular on|don.t miss).{0,30}|follow us.{0,60}",
    re.IGNORECASE,
)
TAIL: Final = re.compile(
    r"[\[(（【]?(?:(?:责任编辑|责编|本文来源|文章来源)\s*[:：][^。！？]{0,40})[\])）】]?$"
)
END: Final = re.compile(
    r"[-—=【\[▼▶\s]*(?:相关(?:阅读|新闻|链接|报道|推荐|文章|事件|稿件)|延伸阅读|推荐阅读|热门(?:推荐|评论|新闻)"
    r"|精彩(?:图集|推荐)|(?:网友|全部|最新|新)评论|我要(?:评论|跟帖)|(?:小编|作者|本号)最近文章|免责声明|特别声明|版权声明|更多精彩)"
    r"[:：】\]\s]*.{0,80}"
)
LONGEST_LINE: Final = 90
LONGEST_TAIL: Final = 80
BARE_DATE: Final = re.compile(r"[\[(（]?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?")
FINAL: Final = ("。", "！", "？", "!", "?", "”", '"')
LONGEST_TEASER: Final = 60
FEWEST_DATES: Final = 2
MOST_CUT: Final = 0.5
WEAK_LEVEL: Final = 1
STRONG_LEVEL: Final = 2


def furniture_level(element: Element) -> int:
    """0 – nothing says that the element is furniture; 1 – its tag, style or names suggest it;
    2 – its names leave little doubt."""
    tag = element.tag
    if tag in NEVER:
        return 0
    if tag in BESIDE:
        return WEAK_LEVEL
    if UNSEEN.search(element.attr("style") or "") or element.attr("hidden") is not None:
        return WEAK_LEVEL
    names = f"{element.attr('class') or ''} {element.attr('id') or ''}"
    return _level(names) if len(names) > 1 else 0


def is_lead(element: Element) -> bool:
    """Whether an element is named as what leads into a text."""
    names = f"{element.attr('class') or ''} {element.attr('id') or ''}".lower()
    return LEAD.search(names) is not None


@lru_cache(maxsize=20_000)
def _level(names: str) -> int:
    lowered = MEANT.sub("", names.lower())
    if any(word in lowered for word in STRONG):
        return STRONG_LEVEL
    if BODY.search(lowered):
        return 0
    weak = any(word in lowered for word in WEAK) or not WHOLE.isdisjoint(PARTS.split(lowered))
    return WEAK_LEVEL if weak else 0


def without_closing(texts: list[str]) -> list[str]:
    """The texts without lines that are furniture by their wording.

    What follows a heading such as 相关阅读 goes with it, unless that were most of the text.
    """
    sizes = [len(text) for text in texts]
    for number, text in enumerate(texts):
        if (
            len(text) < 2 * LONGEST_LINE
            and END.fullmatch(text)
            and sum(sizes[number:]) < MOST_CUT * sum(sizes)
        ):
            texts = texts[:number]
            break
    texts = _without_teasers(texts)
    kept = [text for text in texts if len(text) > LONGEST_LINE or not LINES.fullmatch(text)]
    if kept:
        kept[-1] = _without_tail(kept[-1])
    return [text for text in kept if text]


def _without_tail(text: str) -> str:
    """Only the end is searched: a text may be as long as it likes."""
    found = TAIL.search(text, max(len(text) - LONGEST_TAIL, 0))
    return text[: found.start()].rstrip() if found else text


def _without_teasers(texts: list[str]) -> list[str]:
    """The texts without a tail of headlines with bare dates among them: other texts' teasers."""
    begin = len(texts)
    while begin and len(texts[begin - 1]) < LONGEST_TEASER and not texts[begin - 1].endswith(FINAL):
        begin -= 1
    dates = sum(BARE_DATE.fullmatch(text) is not None for text in texts[begin:])
    return texts[:begin] if dates >= FEWEST_DATES else texts
