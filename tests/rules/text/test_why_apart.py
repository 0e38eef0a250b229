"""Two stories are told apart by place, day and subject, each the same, other or not told."""

from datetime import date

import pytest

from huiyin.rules.text.why_apart import Side, told_on_other_days, why_apart


def side(
    places: str = "", times: str = "", topics: str = "", first: int = 5, last: int = 5
) -> Side:
    march = [date(2026, 3, day) for day in (first, last)]
    return Side(places.split(), times.split(), topics.split(), *march)


@pytest.mark.parametrize(
    ("here", "there", "place", "day", "subject"),
    [
        (side("云溪市"), side("云溪市远帆路"), "same", "same", "unknown"),
        (side("云溪市"), side("禾岭县"), "other", "same", "unknown"),
        (side(times="3月5日 今天"), side(times="3月6日"), "unknown", "other", "unknown"),
        (side(times="3月5日"), side(times="03月05日晚 3月6日", first=9, last=9), "unknown", "same",
         "unknown"),
        (side(times="3月5日"), side(first=6, last=8), "unknown", "same", "unknown"),
        (side(topics="a b"), side(topics="b a", first=8, last=9), "unknown", "other", "other"),
        (side(topics="a"), side(topics="a b", first=1, last=2), "unknown", "other", "same"),
    ],
)  # fmt: skip
def test_each_difference_has_its_verdict(
    here: Side, there: Side, place: str, day: str, subject: str
) -> None:
    found = why_apart(here, there, share_words=False)
    assert (found.place, found.day, found.subject) == (place, day, subject)
    back = why_apart(there, here, share_words=False)
    assert (back.place, back.day, back.subject) == (place, day, subject)


def test_a_whole_day_between_is_another_day() -> None:
    first, last = date(2026, 3, 5), date(2026, 3, 7)
    other = [day for day in range(1, 12) if told_on_other_days(first, last, date(2026, 3, day))]
    assert other == [1, 2, 3, 9, 10, 11]
