"""How alike is alike enough: for what is published, and for what people tell the office.

People tell of the same matter for longer than the news do, and each in words of their own, so that
the parts of one matter may be less alike to each other than each is within.
"""

from huiyin.rules.text.cluster import Policy

PUBLISHED = Policy()
TOLD = Policy(same=0.21, apart=0.2, half_life_hours=480.0, window_hours=45 * 24.0)
ARCHIVE = Policy(same=0.12, apart=0.6, half_life_hours=1e9, window_hours=1e9, steepness=1.3)
"""News without dates, long texts mostly: nothing fades, and rare words say more."""
