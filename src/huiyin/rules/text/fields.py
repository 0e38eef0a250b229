"""What a keyword rule may ask of besides the whole text: fields, and the values of two of them.

`title:` and `body:` are parts of the text, `outlet:` and `place:` stand beside it and are searched
like it, `channel:` and `kind:` are one of a few codes. Each has names in both languages.
"""

from difflib import get_close_matches

TEXT_FIELDS = ("title", "body")
SAID_FIELDS = ("outlet", "place")
CODE_FIELDS = ("channel", "kind")

NAMES = {
    "title": ("title", "headline", "标题", "题目"),
    "body": ("body", "text", "正文", "内容"),
    "outlet": ("outlet", "media", "媒体", "来源"),
    "place": ("place", "location", "地点", "地址"),
    "channel": ("channel", "渠道"),
    "kind": ("kind", "type", "类别", "类型"),
}
VALUES = {
    "channel": {
        "feed": ("监测来源", "监测"),
        "import": ("导入文件", "导入"),
        "portal": ("网页", "web"),
        "hotline": ("热线",),
        "letter": ("来信",),
        "visit": ("来访",),
        "mailbox": ("邮箱", "mail"),
        "survey": ("问卷",),
        "inspection": ("检查",),
    },
    "kind": {
        "complaint": ("投诉",),
        "hazard": ("隐患",),
        "suggestion": ("建议",),
        "question": ("咨询",),
        "report": ("检举控告", "举报"),
        "request": ("诉求", "求助"),
        "news": ("报道", "新闻"),
    },
}
_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
_VALUE_OF = {
    field: {name: code for code, names in codes.items() for name in (code, *names)}
    for field, codes in VALUES.items()
}


def field_named(name: str) -> str | None:
    """Return the field of that name, None where there is none."""
    return _FIELD_OF.get(name.lower())


def value_named(field: str, name: str) -> str | None:
    """Return the code a folded name of a channel or kind stands for, None where there is none."""
    return _VALUE_OF[field].get(name)


def closest_field(name: str) -> str | None:
    """Return the field name somebody may have meant."""
    return closest(name.lower(), list(_FIELD_OF))


def closest_value(field: str, name: str) -> str | None:
    """Return the name of a channel or kind somebody may have meant."""
    return closest(name, list(_VALUE_OF[field]))


def closest(name: str, known: list[str]) -> str | None:
    """Return the known name most like the one given, None where none is like it.

    Chinese names are short: two of which one character is the same are alike enough.
    """
    found = get_close_matches(name, known, n=1, cutoff=0.5)
    return found[0] if found else None
