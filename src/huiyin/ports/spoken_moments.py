"""Times as people write them, counted from a given now.

刚刚, 3小时前, 昨天 15:20, 上周五, 11月20日, 二〇二六年十一月二十日, 去年12月, 今早8点半.

A day without a year is the latest such day that is not later than tomorrow. A half of the day
without a clock is not made up: the moment is the day's beginning. What names no time gives None.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from huiyin.ports.moments import read_moment

DIGITS: Final = {
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "元": 1,
}  # fmt: skip
NUMBER: Final = r"(?:\d{1,4}|[〇零○一二两三四五六七八九十百元]{1,5}|半)"
AGO: Final = re.compile(
    rf"(?P<count>{NUMBER})\s*(?:个)?(?P<unit>秒钟?|分钟|刻钟|小时|钟头|天|日|周|星期|礼拜|月|年)(?:之|以)?前"
)
DAYS: Final = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "昨": -1,
    "今天": 0, "今日": 0, "今早": 0, "今晨": 0, "今晚": 0, "今": 0, "当天": 0, "当日": 0,
    "明天": 1, "明日": 1, "明": 1, "后天": 2,
}  # fmt: skip
HALVES: Final = r"凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|夜间|深夜|早|晚|夜"
CLOCK: Final = (
    rf"\s*(?P<half>{HALVES})?\s*"
    rf"(?:(?P<hour>{NUMBER})\s*(?:[:：点时]\s*(?:(?P<minute>{NUMBER})\s*分?|(?P<sharp>整))?)"
    r"(?:[:：]\d{1,2}|\d{1,2}秒)?)?(?:许|左右)?"
)
DAY: Final = re.compile(rf"(?P<word>{'|'.join(DAYS)}){CLOCK}")
WEEKDAY: Final = re.compile(
    rf"(?P<week>上上|上|这|本|下)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末]){CLOCK}"
)
DATE: Final = re.compile(
    r"(?:(?P<year>\d{4}|\d{2}|[〇零○一二三四五六七八九]{4}|今|去|前|同|当)年)?\s*"
    rf"(?:(?P<month>{NUMBER}|上个?|本|这个?|当|同)\s*月)?\s*(?:(?P<day>{NUMBER})\s*[日号])?{CLOCK}"
)
NUMERIC: Final = re.compile(rf"(?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}}){CLOCK}")
YEARS: Final = {"今": 0, "当": 0, "同": 0, "去": -1, "前": -2}
LATE: Final = frozenset({"下午", "午后", "傍晚", "晚上", "晚间", "夜间", "深夜", "晚", "夜"})
WEEKS: Final = {"上上": -2, "上": -1, "下": 1}
LONGEST: Final = 40


def spoken_moment(written: str, now: datetime, zone: tzinfo = UTC) -> datetime | None:
    """The instant meant by `written`, seen at `now` (aware) from `zone`; aware UTC or None."""
    text = written.strip().strip("（）()【】[]")
    if not text or len(text) > LONGEST:
        return None
    absolute = read_moment(text, zone)
    if absolute is not None:
        return absolute
    local = now.astimezone(zone)
    try:
        moment = _counted(text, local)
    except (ValueError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment is not None else None


def _counted(text: str, local: datetime) -> datetime | None:
    if text in {"刚刚", "刚才", "方才", "just now"}:
        return local
    ago = AGO.fullmatch(text)
    if ago:
        return local - _span(ago["count"], ago["unit"])
    day = DAY.fullmatch(text)
    if day:
        half = day["half"] or ("晚" if day["word"] in {"昨晚", "昨夜", "今晚"} else "")
        return _at(local + timedelta(days=DAYS[day["word"]]), day, half)
    weekday = WEEKDAY.fullmatch(text)
    if weekday:
        return _at(_weekday(local, weekday), weekday, weekday["half"] or "")
    date = NUMERIC.fullmatch(text) or DATE.fullmatch(text)
    return _dated(local, date) if date and text else None


def _span(count: str, unit: str) -> timedelta:
    number = 0.5 if count == "半" else float(number_of(count))
    days = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
    if unit in days:
        return timedelta(days=number * days[unit])
    minutes = {"秒": 1 / 60, "秒钟": 1 / 60, "分钟": 1, "刻钟": 15, "小时": 60, "钟头": 60}
    return timedelta(minutes=number * minutes[unit])


def _weekday(local: datetime, found: re.Match[str]) -> datetime:
    """上周五 is in the week before this one; a bare 周五 is the latest one, today included."""
    wanted = "一二三四五六日".index(found["weekday"].replace("天", "日").replace("末", "六"))
    days = wanted - local.weekday()
    if found["week"] is None and days > 0:
        days -= 7
    return local + timedelta(days=days + 7 * WEEKS.get(found["week"] or "", 0))


def _dated(local: datetime, found: re.Match[str]) -> datetime | None:
    part = found.groupdict()
    year, month, day = part.get("year"), part["month"], part["day"]
    if month is None and (day is None or year is not None):
        return None
    named = local.replace(
        year=_year(year, local), month=_month(month, local), day=number_of(day) if day else 1
    )
    moment = _at(named, found, part["half"] or "")
    if year is not None or moment <= local + timedelta(days=1):
        return moment
    if month is not None:
        return moment.replace(year=moment.year - 1)
    return (moment.replace(day=1) - timedelta(days=1)).replace(day=moment.day)


def _year(written: str | None, local: datetime) -> int:
    if written is None:
        return local.year
    if written in YEARS:
        return local.year + YEARS[written]
    year = number_of(written)
    return year + 2000 if year < 100 else year


def _month(written: str | None, local: datetime) -> int:
    if written is None or written[0] in "本这当同":
        return local.month
    if written[0] == "上":
        return (local.month - 2) % 12 + 1
    return number_of(written)


def _at(day: datetime, found: re.Match[str], half: str) -> datetime:
    hour = found["hour"]
    if hour is None:
        return day.replace(hour=0, minute=0, second=0, microsecond=0)
    number, minute = number_of(hour), found["minute"]
    if half in LATE and number < 12:
        number += 12
    passed = 30 if minute == "半" else number_of(minute) if minute else 0
    days, number = divmod(number, 24)
    return (day + timedelta(days=days)).replace(hour=number, minute=passed, second=0, microsecond=0)


def number_of(written: str) -> int:
    """A whole number in figures or Chinese numerals below a thousand; digits in a row (二〇二六)
    are read one by one. Raises ValueError where it is none."""
    if written.isdigit():
        return int(written)
    if not any(each in written for each in "十百"):
        return int("".join(str(_digit(each)) for each in written))
    hundreds, _, rest = written.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * (_digit(hundreds) if hundreds else 0)
    total += 10 * (_digit(tens.lstrip("零") or "一") if ten else 0)
    ones = ones.lstrip("零")
    return total + (_digit(ones) if ones else 0)


def _digit(written: str) -> int:
    if written not in DIGITS:
        raise ValueError(written)
    return DIGITS[written]
