"""A policy of keeping, read; what cannot be read keeps everything."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.rules.keeping import kept_until

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "days"),
    [("D1", 1), (" D365 ", 365), ("forever", None), ("", None), ("D0", None), ("90", None)],
)
def test_a_policy_says_from_when_things_stay(policy: str, days: int | None) -> None:
    expected = NOW - timedelta(days=days) if days else None
    assert kept_until(policy, NOW) == expected
