"""A policy of keeping, read; what cannot be read keeps everything."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.rules.keeping import BY_KEY, Fault, fault_of, kept_until

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "days"),
    [("D1", 1), (" D365 ", 365), ("forever", None), ("", None), ("D0", None), ("90", None)],
)
def test_a_policy_says_from_when_things_stay(policy: str, days: int | None) -> None:
    expected = NOW - timedelta(days=days) if days else None
    assert kept_until(policy, NOW) == expected


def test_no_policy_goes_below_the_least_time() -> None:
    assert kept_until("D3", NOW, 30) == NOW - timedelta(days=30)


@pytest.mark.parametrize(
    ("key", "policy", "fault"),
    [("keep.items", "D90", None), ("keep.items", "D89", Fault.TOO_SHORT),
     ("keep.hours", "D365", Fault.TOO_SHORT), ("keep.copies", "forever", None),
     ("keep.copies", "D", Fault.UNREADABLE), ("keep.fetches", "D-1", Fault.UNREADABLE)],
)  # fmt: skip
def test_a_policy_is_refused_with_its_fault(key: str, policy: str, fault: Fault | None) -> None:
    assert fault_of(BY_KEY[key], policy) is fault
