"""Columns of brought-in tables: which name people, and are never stored; which name a channel."""

from collections.abc import Mapping

from huiyin.apps.intake.models import Item
from huiyin.ports.rows import field_of

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
    return {name: value for name, value in raw.items() if field_of(name) != "personal"}


def channel_named(written: str) -> str:
    """The channel a row names, by its code or in Chinese; "" where it names none we know."""
    name = written.strip().lower()
    if name in _CODES:
        return name
    return next((code.value for word, code in _CHANNELS.items() if word in name), "")
