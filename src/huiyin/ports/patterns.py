"""Regular expressions that a person typed into a setting."""

import re
import warnings
from functools import lru_cache
from typing import Final

from huiyin.ports.words import Words

LONGEST: Final = 200


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The expression; re.error where it is not sound."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(pattern)


def pattern_fault(text: str) -> Words | None:
    """What is wrong with expressions as typed, one a line, or None."""
    for line in text.splitlines():
        if len(line) > LONGEST:
            return Words("One line is too long.", "有一行过长。")
        try:
            compiled(line)
        except (re.error, RecursionError, OverflowError) as error:
            shown = line[:60]
            return Words(f"“{shown}” is not sound: {error}", f"“{shown}”写法有误：{error}")
    return None
