"""Written times to aware UTC. Nothing is invented: what names no year gives None.

Understood: RFC 822/2822 with the usual slips (two-digit years, swapped day and month, missing
seconds or zone, day of the week in any language), ISO 8601 and W3C-DTF down to a bare year,
asctime, Chinese dates (2026年11月20日 下午3:05), spreadsheet forms (2026/11/20 15:05:01) and
Unix seconds or milliseconds. A time that names no zone is taken in the zone given.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

MONTHS: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
# Hours east of Greenwich. CST is read as RFC 822 has it; a feed that means China says +0800.
ZONES: Final = {
    "ut": 0, "gmt": 0, "utc": 0, "z": 0, "adt": -3, "ast": -4, "at": -4, "edt": -4, "est": -5,
    "et": -5, "cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7, "pdt": -7,
    "pst": -8, "pt": -8, "a": -1, "n": 1, "m": -12, "y": 12, "met": 1, "mest": 2,
}  # fmt: skip

CLOCK: Final = r"(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d*)?)?)?"
ISO: Final = re.compile(
    r"(?P<year>\d{4})(?:(?P<dash>[-/.])(?P<month>\d{1,2})(?:(?P=dash)(?P<day>\d{1,2}))?)?"
    rf"(?:(?:\s*t\s*|\s+){CLOCK}(?:\s*(?P<zone>[a-z+-].{{0,12}}))?)?(?P<bare>z)?"
)
COMPACT: Final = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:t?(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)?(?P<zone>z|[+-]\d\d:?\d\d)?)?"
)
RFC: Final = re.compile(
    r"(?P<day>\d{1,2})(?:\s+|-)(?P<name>[a-z]{3})[a-z]*\.?(?:\s+|-)(?P<year>\d{4}|\d{2})"
    rf"(?:\s+{CLOCK}(?:\s+(?P<zone>\S.{{0,40}}))?)?"
)
SWAPPED: Final = re.compile(
    r"(?P<name>[a-z]{3})[a-z]*\.?\s+(?P<day>\d{1,2})\s+(?P<year>\d{4}|\d{2})"
    rf"(?:\s+{CLOCK}(?:\s+(?P<zone>\S.{{0,40}}))?)?"
)
ASCTIME: Final = re.compile(
    rf"(?P<name>[a-z]{{3}})[a-z]*\s+(?P<day>\d{{1,2}})\s+{CLOCK}"
    r"(?:\s+(?P<zone>[a-z]{1,5}))?\s+(?P<year>\d{4})"
)
PLAIN_RFC: Final = re.compile(
    r"[A-Z][a-z]{2}, (\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)"
    r" (?:GMT|([+-])(\d\d)(\d\d))"
)
CHINESE: Final = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?\s*"
    r"(?:(?:星期|周|礼拜)[一二三四五六日天])?\s*(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*"
    r"(?:(?P<hour>\d{1,2})[:时点](?:(?P<minute>\d{1,2})(?:[:分](?:(?P<second>\d{1,2})秒?)?)?)?)?"
)
CARRIED: Final = re.compile(
    r"(\d{4})-([01]\d)-([0-3]\d)"
    r"(?:[t ](\d\d):(\d\d)(?::(\d\d)(?:\.\d*)?)?(?P<zone>z|[+-]\d\d:?\d\d)?)?"
)
SHAPES: Final = (ISO, RFC, CHINESE, COMPACT, SWAPPED, ASCTIME)
WEEKDAY: Final = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?[\s,]+|[^\W\d]{1,12}\.?,\s*")
OFFSET: Final = re.compile(r"(?:gmt|utc)?\s*([+-])\s*(\d{1,2}):?(\d{2})?\b")
LONGEST: Final = 80
FULL_WIDTH: Final = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    0xFF1A: ":",
    0x3000: " ",
}


def read_moment(written: str, zone: tzinfo = UTC) -> datetime | None:
    """The instant a written time names, aware UTC, or None where it names none."""
    plain = PLAIN_RFC.fullmatch(written)
    if plain:
        return _plain(plain)
    text = written.strip().lower()
    if not text.isascii():
        text = text.translate(FULL_WIDTH)
    if not text or len(text) > LONGEST:
        return None
    if text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text[:10]), UTC)
    weekday = WEEKDAY.match(text)
    if weekday:
        text = text[weekday.end() :]
    for shape in SHAPES:
        found = shape.fullmatch(text)
        if found:
            return _assemble(found.groupdict(), zone)
    return None


def _plain(found: re.Match[str]) -> datetime | None:
    """The form that nearly every RSS feed uses, without detours."""
    day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        local = datetime(
            int(year),
            MONTHS[name.lower()],
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=UTC,
        )
        if sign is None:
            return local
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return local + offset if sign == "-" else local - offset
    except (KeyError, ValueError, OverflowError):
        return None


def carried_moment(written: str, zone: tzinfo = UTC) -> datetime | None:
    """The instant of an ISO time with impossible parts, carried over: 31 June is 1 July.

    For what `read_moment` refuses; whoever uses it says so.
    """
    found = CARRIED.fullmatch(written.strip().lower())
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        start = datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=UTC)
        passed = timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second)
        return (start + passed).replace(tzinfo=_zone(found["zone"], zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _assemble(part: dict[str, str | None], default: tzinfo) -> datetime | None:
    try:
        hour = _hour(int(part["hour"] or 0), part.get("half") or "")
        midnight = datetime(
            _year(part["year"] or ""), _month(part), int(part["day"] or 1), tzinfo=UTC
        )
        clock = timedelta(
            hours=hour,
            minutes=_below_60(part["minute"]),
            seconds=_below_60(part["second"], leap=True),
        )
        local = (midnight + clock).replace(
            tzinfo=_zone(part.get("zone") or part.get("bare"), default)
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _year(written: str) -> int:
    """Two digits are read as RFC 2822 has it: 90–99 in the last century, the rest in this one."""
    year = int(written)
    if len(written) == 2:
        return year + (2000 if year < 90 else 1900)
    return year


def _month(part: dict[str, str | None]) -> int:
    name = part.get("name")
    return MONTHS.get(name, 0) if name else int(part["month"] or 1)


def _hour(hour: int, half: str) -> int:
    """0–24; 24 is the end of the day. The half of the day moves a twelve-hour time."""
    if hour > 24:
        raise ValueError(hour)
    if half in {"下午", "傍晚", "晚上"} and hour < 12:
        return hour + 12
    return 0 if half == "凌晨" and hour == 12 else hour


def _below_60(written: str | None, *, leap: bool = False) -> int:
    """A leap second is read as the second before it."""
    number = int(written or 0)
    if number > (60 if leap else 59):
        raise ValueError(written)
    return min(number, 59)


def _zone(written: str | None, default: tzinfo) -> tzinfo:
    if not written:
        return default
    name = written.strip().removeprefix("etc/")
    found = OFFSET.match(name)
    if not found:
        hours = ZONES.get(name.split()[0])
        return default if hours is None else timezone(timedelta(hours=hours))
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)
