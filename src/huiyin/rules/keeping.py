"""How long things are kept: a policy such as `D365`, days, or `forever`.

What an office decides is dated; the decision in force at the moment of looking counts. A policy
that cannot be read keeps everything: nothing is let go by mistake.
"""

import re
from datetime import datetime, timedelta
from typing import Final

DAYS: Final = re.compile(r"D([1-9]\d{0,5})")
FOREVER: Final = "forever"


def kept_until(policy: str, now: datetime) -> datetime | None:
    """What is older than this instant may go; None where everything stays."""
    found = DAYS.fullmatch(policy.strip())
    return now - timedelta(days=int(found[1])) if found else None
