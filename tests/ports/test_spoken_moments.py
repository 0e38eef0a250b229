"""Times as people write them are counted from a given now."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ports.spoken_moments import number_of, spoken_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)  # a Sunday, 10:30 in Shanghai


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("刚刚", "2026-11-22T10:30"),
        ("3小时前", "2026-11-22T07:30"),
        ("半小时前", "2026-11-22T10:00"),
        ("三天前", "2026-11-19T10:30"),
        ("昨天 15:20", "2026-11-21T15:20"),
        ("昨晚11时许", "2026-11-21T23:00"),
        ("今早8点半", "2026-11-22T08:30"),
        ("前天下午3点20分", "2026-11-20T15:20"),
        ("11月20日", "2026-11-20T00:00"),
        ("11月20日晚9时左右", "2026-11-20T21:00"),
        ("12月3日", "2025-12-03T00:00"),
        ("20日23时", "2026-11-20T23:00"),
        ("25日", "2026-10-25T00:00"),
        ("上周五", "2026-11-13T00:00"),
        ("周五", "2026-11-20T00:00"),
        ("上个月", "2026-10-01T00:00"),
        ("去年12月", "2025-12-01T00:00"),
        ("二〇二六年十一月二十日", "2026-11-20T00:00"),
        ("11-20 09:15", "2026-11-20T09:15"),
        ("2026-11-20 15:20", "2026-11-20T15:20"),
    ],
)
def test_a_spoken_time_is_counted_from_now(written: str, local: str) -> None:
    expected = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)
    assert spoken_moment(written, NOW, SHANGHAI) == expected


@pytest.mark.parametrize("written", ["", "无", "11月31日", "15:20", "不久前", "二十", "x" * 50])
def test_what_names_no_time_gives_none(written: str) -> None:
    assert spoken_moment(written, NOW, SHANGHAI) is None


@given(st.text(alphabet="0123456789年月日时分前昨天上周五一二十〇半 :-晚", max_size=14))
def test_nothing_written_breaks_it(written: str) -> None:
    moment = spoken_moment(written, NOW, SHANGHAI)
    assert moment is None or moment.utcoffset() is not None


@pytest.mark.parametrize(
    ("written", "number"), [("12", 12), ("十二", 12), ("二十", 20), ("一百零五", 105), ("二〇", 20)]
)
def test_numerals_are_read(written: str, number: int) -> None:
    assert number_of(written) == number
