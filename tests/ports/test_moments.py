"""Written times become instants; what names none gives None."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ports.moments import carried_moment, read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21"),
        ("Thu, 1 Jan 04 19:48 EST", "2004-01-02T00:48:00"),
        ("01 Jan 1999 19:48:21 +0800", "1999-01-01T11:48:21"),
        ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21"),
        ("Thu , \t 09  Feb\t2006  23:59:45\t +0000", "2006-02-09T23:59:45"),
        ("周五, 20 Nov 2026 10:00:00 +0800", "2026-11-20T02:00:00"),
        ("Fri, 20 Nov 2026 10:00:00 GMT+08:00", "2026-11-20T02:00:00"),
        ("2003-12-31T10:14:55Z", "2003-12-31T10:14:55"),
        ("2003-12-31T10:14:55.123-05:00", "2003-12-31T15:14:55"),
        ("2003-12-31 10:14:55", "2003-12-31T10:14:55"),
        ("2003-12-31T24:00:00Z", "2004-01-01T00:00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59"),
        ("2003-12-31", "2003-12-31T00:00:00"),
        ("2003-12", "2003-12-01T00:00:00"),
        ("2003", "2003-01-01T00:00:00"),
        ("20031231", "2003-12-31T00:00:00"),
        ("20031231T101455Z", "2003-12-31T10:14:55"),
        ("2026/11/20 15:05", "2026-11-20T15:05:00"),
        ("2026年11月20日", "2026-11-20T00:00:00"),
        ("2026年11月20日 下午3:05", "2026-11-20T15:05:00"),
        ("２０２６年１１月２０日　９：０５", "2026-11-20T09:05:00"),
        ("1700000000", "2023-11-14T22:13:20"),
        ("1700000000000", "2023-11-14T22:13:20"),
    ],
)
def test_a_written_time_is_understood(written: str, iso: str) -> None:
    assert read_moment(written) == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "", "soon", "11月20日", "Jan 5", "10:14", "2003-13-01", "2003-06-31", "0000-01-01",
        "Thu, 32 Jan 2004 19:48:21 GMT", "2003-12-31T25:00:00Z", "2003-12-31T10:61:00Z",
        "x" * 1000, "9999-12-31T23:59:59-12:00", "1" * 40, "Thu, 01 Foo 2004 00:00:00 GMT",
    ],
)  # fmt: skip
def test_what_names_no_instant_gives_none(written: str) -> None:
    assert read_moment(written) is None


def test_a_time_without_a_zone_is_in_the_zone_given() -> None:
    assert read_moment("2026-11-20 08:00", SHANGHAI) == datetime(2026, 11, 20, tzinfo=UTC)
    assert read_moment("2026-11-20T08:00:00Z", SHANGHAI) == datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2003-06-31T10:00:00Z", "2003-07-01T10:00:00"),
        ("2003-13-01", "2004-01-01T00:00:00"),
        ("2003-07-01T25:51:30-05:00", "2003-07-02T06:51:30"),
    ],
)
def test_an_impossible_date_can_be_carried_over(written: str, iso: str) -> None:
    assert carried_moment(written) == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@given(st.text(alphabet="0123456789-:+TZ ,.年月日时分秒下午janfebmonthu/", max_size=60))
def test_nothing_that_is_written_raises(written: str) -> None:
    for read in (read_moment, carried_moment):
        found = read(written, SHANGHAI)
        assert found is None or found.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_what_iso_writes_is_read_back(moment: datetime) -> None:
    whole = moment.replace(tzinfo=UTC, microsecond=0)
    assert read_moment(whole.isoformat()) == whole
