"""Columns of brought-in tables: which name people, and are never stored; which name a channel."""

import re
from collections.abc import Mapping
from functools import lru_cache

from huiyin.apps.intake.models import Item

# An outlet (媒体, 来源) is kept; who wrote, called or posted is not.
_PEOPLE = re.compile(
    r"^(?:.*(?:姓名|用户|网友|昵称|账号|帐号|作者|发帖人|留言人|投诉人|举报人|来电人|联系人|联系方式"
    r"|电话|手机|邮箱|身份证|住址|微信|qq).*"
    r"|(?:.*[ _-])?(?:author|byline|user|username|user[ _-]?id|nick|nickname|account|poster|caller"
    r"|phone|mobile|tel|email|e-mail|mail|contact|ip)(?:[ _-](?:id|name|no|number|address))?)$",
    re.IGNORECASE,
)
_CHANNELS = {
    "热线": Item.Channel.HOTLINE, "电话": Item.Channel.HOTLINE, "12345": Item.Channel.HOTLINE,
    "12350": Item.Channel.HOTLINE, "来电": Item.Channel.HOTLINE, "来信": Item.Channel.LETTER,
    "信件": Item.Channel.LETTER, "信访": Item.Channel.LETTER, "来访": Item.Channel.VISIT,
    "走访": Item.Channel.VISIT, "信箱": Item.Channel.MAILBOX, "邮箱": Item.Channel.MAILBOX,
    "邮件": Item.Channel.MAILBOX, "问卷": Item.Channel.SURVEY, "调查": Item.Channel.SURVEY,
    "检查": Item.Channel.INSPECTION, "巡查": Item.Channel.INSPECTION,
}  # fmt: skip
# A file cannot claim that its rows came through the portal or from a watched source.
_CODES = set(Item.Channel.values) - {Item.Channel.PORTAL.value, Item.Channel.FEED.value}


def without_people(raw: Mapping[str, str]) -> dict[str, str]:
    """The row without columns that name or reach a private person."""
    return {name: value for name, value in raw.items() if not _names_people(name)}


@lru_cache(maxsize=1024)
def _names_people(column: str) -> bool:
    return bool(_PEOPLE.match(column.strip()))


def channel_named(written: str) -> str:
    """The channel a row names, by its code or in Chinese; "" where it names none we know."""
    name = written.strip().lower()
    if name in _CODES:
        return name
    return next((code.value for word, code in _CHANNELS.items() if word in name), "")
