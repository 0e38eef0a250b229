"""The level of a public concern: what the desk proposes, and a person confirms.

general   scattered, no mainstream media
larger    several outlets, or three and rising fast
major     a key field (a rule the office calls urgent, danger to life) that several outlets carry,
          mainstream media, or very many outlets
severe    an emergency that very many outlets carry, or outlets beyond count

The outlets at which a level begins are the office's to set. The scale stands alone: it is derived
neither from the grade of an accident nor from the colour of a warning.
"""

from dataclasses import dataclass
from enum import StrEnum

MAINSTREAM = (
    "人民日报",
    "人民网",
    "新华社",
    "新华网",
    "新华每日电讯",
    "央视",
    "中央电视台",
    "中央广播电视总台",
    "光明日报",
    "经济日报",
    "中国日报",
    "中国青年报",
    "中国新闻社",
    "中新社",
    "中国新闻网",
    "中新网",
    "工人日报",
    "法治日报",
    "求是",
    "解放军报",
    "科技日报",
    "检察日报",
    "人民法院报",
    "农民日报",
)
"""Outlets of the nation's centre, and what their names begin with."""


def is_mainstream(outlet: str) -> bool:
    """Whether an outlet, by its name, is one whose word makes a matter the nation's."""
    return outlet.strip().startswith(MAINSTREAM)


class Level(StrEnum):
    GENERAL = "general"
    LARGER = "larger"
    MAJOR = "major"
    SEVERE = "severe"

    @property
    def rank(self) -> int:
        """0 for the lowest."""
        return list(Level).index(self)


class Ground(StrEnum):
    """Why a level is proposed."""

    OUTLETS = "outlets"
    RISING = "rising"
    MAINSTREAM = "mainstream"
    KEY_FIELD = "key_field"
    DANGER = "danger"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class LevelPolicy:
    """Outlets from which a story is larger, major, severe (rules.md §2: 5, 20, 100)."""

    larger: int = 5
    major: int = 20
    severe: int = 100


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a story: outlets that carry it, those of them that count as mainstream,
    whether it rises faster than usual, whether an urgent rule spoke, whether life is in danger."""

    outlets: int
    mainstream: int = 0
    rising: bool = False
    urgent: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed level and its grounds, weightiest first; none where nothing speaks for more than
    general."""

    level: Level
    grounds: tuple[Ground, ...]


def proposed_level(heard: Heard, policy: LevelPolicy | None = None) -> Proposal:
    """The level that speaks from the figures."""
    limits = policy or LevelPolicy()
    key = heard.urgent or heard.danger
    found = [
        (Level.SEVERE, Ground.OUTLETS, heard.outlets >= limits.severe),
        (Level.SEVERE, Ground.EMERGENCY, heard.danger and heard.outlets >= limits.major),
        (Level.MAJOR, Ground.OUTLETS, limits.major <= heard.outlets < limits.severe),
        (Level.MAJOR, Ground.MAINSTREAM, heard.mainstream > 0),
        (Level.MAJOR, Ground.DANGER, heard.danger and heard.outlets >= 2),
        (Level.MAJOR, Ground.KEY_FIELD, heard.urgent and heard.outlets >= 2),
        (Level.LARGER, Ground.OUTLETS, limits.larger <= heard.outlets < limits.major),
        (Level.LARGER, Ground.RISING, heard.rising and heard.outlets >= 3),
        (Level.LARGER, Ground.KEY_FIELD, key and heard.outlets < 2),
    ]
    spoke = [(level, ground) for level, ground, holds in found if holds]
    level = max(
        (each for each, _ground in spoke), key=lambda each: each.rank, default=Level.GENERAL
    )
    return Proposal(level, tuple(dict.fromkeys(ground for _level, ground in spoke)))


def alerts(proposed: Level, alerted: Level | None, confirmed: Level | None) -> bool:
    """Whether the duty officer is told: of the first rise above general, and of every further one
    above both what was told and what a person has settled."""
    known = max((level.rank for level in (alerted, confirmed) if level), default=0)
    return proposed.rank > known
