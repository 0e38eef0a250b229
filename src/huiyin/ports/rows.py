"""Named fields to a message row: which column means what, for every table-like format.

Column names are compared without blanks, case and punctuation, in Chinese or English. Columns
that name a private person or a way to reach one are dropped here, before anything is stored;
every other column is kept unchanged in `Row.raw`.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from huiyin.ports.formats import Row
from huiyin.ports.moments import read_moment
from huiyin.ports.plain import one_line, tidy
from huiyin.ports.refusals import Refusal

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": (
        "标题", "题目", "主题", "留言主题", "留言标题", "信件标题", "诉求标题", "工单标题", "事项",
        "title", "subject", "headline", "topic",
    ),
    "body": (
        "内容", "正文", "详情", "描述", "留言详情", "留言内容", "信件内容", "诉求内容", "反映内容",
        "工单内容", "事项描述", "问题描述",
        "body", "content", "text", "message", "description", "details",
    ),
    "time": (
        "时间", "日期", "留言时间", "留言日期", "来信时间", "来电时间", "登记时间", "提交时间",
        "发布时间", "受理时间", "创建时间",
        "time", "date", "datetime", "timestamp", "created", "createdat", "published",
        "publishedat", "received", "receivedat", "submittedat",
    ),
    "place": (
        "地点", "地址", "位置", "区域", "地区", "所在地", "事发地点", "发生地点", "所属区域",
        "place", "location", "address", "area", "region", "district",
    ),
    "channel": (
        "渠道", "来源", "来源渠道", "途径", "受理渠道", "诉求渠道", "信息来源",
        "channel", "source", "origin", "via",
    ),
    "id": (
        "编号", "序号", "工单号", "工单编号", "留言编号", "信件编号", "受理编号",
        "id", "no", "number", "ref", "reference", "key", "messageid",
    ),
}  # fmt: skip
PERSONAL: Final = frozenset({
    "留言用户", "用户", "用户名", "用户id", "用户编号", "网友", "网名", "昵称", "账号", "帐号",
    "作者", "发帖人", "发布人", "姓名", "联系人", "来电人", "来信人", "投诉人", "举报人", "反映人",
    "诉求人", "留言人", "市民姓名", "联系电话", "联系方式", "电话", "电话号码", "来电号码", "手机",
    "手机号", "手机号码", "邮箱", "电子邮箱", "身份证", "身份证号", "身份证号码", "微信", "微信号",
    "qq", "ip", "author", "authors", "authorid", "user", "username", "userid", "name", "fullname",
    "nickname", "account", "screenname", "contact", "reporter", "complainant", "sender", "from",
    "phone", "telephone", "tel", "mobile", "email", "mail", "idcard", "idnumber", "wechat",
    "ipaddress",
})  # fmt: skip
FIELDS: Final = {name: field for field, names in COLUMNS.items() for name in names}
PAIR: Final = re.compile(r'"([^"\\]{1,40})"\s*:\s*("(?:[^"\\]|\\.)*"?|[^,}\]]*)')
PUNCTUATION: Final = re.compile(r"[\W_]+")
SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
DAY_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
LONGEST_ROW: Final = 1024 * 1024


@lru_cache(maxsize=4096)
def field_of(column: str) -> str:
    """Which field a column is: a key of `COLUMNS`, "personal", or ""."""
    name = PUNCTUATION.sub("", column.lower())
    return "personal" if name in PERSONAL else FIELDS.get(name, "")


def is_header(cells: Iterable[str]) -> bool:
    """Whether a line of cells names a title or a text column."""
    return any(field_of(cell) in {"title", "body"} for cell in cells)


def named(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Cells by column; a column that stands twice gets a number, one without a name is left."""
    found: dict[str, str] = {}
    for number, (column, cell) in enumerate(zip(header, cells, strict=False), start=1):
        if column:
            found[f"{column} ({number})" if column in found else column] = cell
    return found


def columns_missing(where: str, cells: Sequence[str]) -> Refusal:
    found = ", ".join(cell for cell in cells if cell)[:300]
    return Refusal(where, "columns_missing", f"found: {found}", found)


def row_of(where: str, cells: Mapping[str, str], zone: tzinfo) -> Row | Refusal:
    """A message from named cells. The first column of a field that is not empty counts."""
    kept = {name: text for name, text in cells.items() if field_of(name) != "personal"}
    if sum(map(len, kept.values())) > LONGEST_ROW:
        return refused(where, "row_too_large", f"more than {LONGEST_ROW} characters", kept)
    found: dict[str, str] = {}
    for name, text in kept.items():
        found.setdefault(field_of(name), "")
        found[field_of(name)] = found[field_of(name)] or text.strip()
    title, body = one_line(found.get("title", "")), tidy(found.get("body", ""))
    if not (title or body):
        return refused(where, "empty_row", "", kept)
    written = found.get("time", "")
    at = read_time(written, zone) if written else None
    if written and at is None:
        return refused(where, "time_unreadable", written[:80], kept)
    place, channel = one_line(found.get("place", "")), one_line(found.get("channel", ""))
    return Row(where, title, body, at, place, channel, found.get("id", ""), kept)


def read_time(written: str, zone: tzinfo) -> datetime | None:
    """As `read_moment`, and the day numbers that spreadsheets write (45000.5)."""
    if SERIAL.fullmatch(written):
        local = DAY_ZERO + timedelta(seconds=round(float(written) * 86400))
        return local.replace(tzinfo=zone).astimezone(UTC)
    return read_moment(written, zone)


def refused(where: str, code: str, detail: str, cells: Mapping[str, str]) -> Refusal:
    """A refused row with its cells, but for those that name a person."""
    kept = {name: text for name, text in cells.items() if field_of(name) != "personal"}
    return Refusal(where, code, detail, json.dumps(kept, ensure_ascii=False))


def without_people(text: str) -> str:
    """Broken JSON with the values of personal keys blotted out, for what a refusal quotes."""
    return PAIR.sub(
        lambda pair: _blotted(pair) if field_of(pair[1]) == "personal" else pair[0], text
    )


def _blotted(pair: re.Match[str]) -> str:
    return f'"{pair[1]}": "…"'
