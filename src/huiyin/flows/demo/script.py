"""The script of the day: its texts as values, read from `day.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

DAY = Path(__file__).with_name("day.toml")


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented medium; its feed stands under its slug."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """One published text, `minute` minutes after the day began (before it: negative)."""

    outlet: str
    minute: float
    title: str
    body: str
    copies: int = 0
    every: float = 0


@dataclass(frozen=True, slots=True)
class LetterText:
    """What somebody tells the bureau at the portal."""

    minute: float
    kind: str
    title: str
    text: str
    place: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """The whole script. `rate`: how many minutes of the bureau pass in one of the visitor's."""

    starts_at: datetime
    rate: float
    outlets: tuple[Outlet, ...]
    stories: tuple[Text, ...]
    noise: tuple[Text, ...]
    letters: tuple[LetterText, ...]
    places: tuple[str, ...]  # filled into the texts of later days
    later_news: tuple[Text, ...]
    later_letters: tuple[LetterText, ...]

    def at(self, minute: float) -> datetime:
        """The instant of a minute of the script."""
        return self.starts_at + timedelta(minutes=minute)


@cache
def day() -> Day:
    """The script as it stands in the package."""
    told = tomllib.loads(DAY.read_text(encoding="utf-8"))
    return Day(
        starts_at=datetime.fromisoformat(told["starts_at"]),
        rate=told["rate"],
        outlets=tuple(Outlet(**one) for one in told["outlet"]),
        stories=tuple(_text(one) for one in told["story"]),
        noise=tuple(_text(one) for one in told["noise"]),
        letters=tuple(LetterText(**one) for one in told["letter"]),
        places=tuple(told["places"]),
        later_news=tuple(_text({"outlet": "", "minute": 0, **one}) for one in told["later_news"]),
        later_letters=tuple(
            LetterText(**{"minute": 0, "place": "", **one}) for one in told["later_letter"]
        ),
    )


def _text(told: dict[str, object]) -> Text:
    body = str(told["body"]).strip()
    return Text(**{**told, "body": body})  # type: ignore[arg-type]
