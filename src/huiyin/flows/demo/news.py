"""All texts of the day in the order of their publication, reprints made from their originals.

A reprint is what a desk meets: the same words under another title, with the reprinting paper's
head and foot, sometimes cut short. They are made without chance, so every run is the same day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b

from huiyin.flows.demo.script import Day, LetterText, Outlet, Text

HEADS = ("据{source}消息，", "【转载】", "{name}综合报道 ", "", "本网讯 ", "{name}转自{source}：")
FOOTS = (
    "\n（编辑：{name}夜班）", "", "\n来源：{source}", "\n更多消息请关注{name}。",
    "\n声明：本文转载自{source},不代表本网观点。",
)  # fmt: skip
TITLES = (
    "{title}", "{title}（图）", "快讯|{title}", "{title} 现场道路封闭", "{title}，救援正在进行",
    "[转]{title}", "{title}_{name}",
)  # fmt: skip
LATER_DAYS = 5
LATER_FROM = 215  # minute of the day
NEWS_EVERY = 13
LETTERS_EVERY = 41
SHORTEST = 90  # characters a shortened reprint keeps at least


@dataclass(frozen=True, slots=True)
class Published:
    """One entry of one outlet's feed."""

    outlet: Outlet
    minute: float
    title: str
    body: str

    @property
    def guid(self) -> str:
        """Stable over restarts: made of what it says."""
        told = f"{self.outlet.slug}\n{self.minute}\n{self.title}"
        return blake2b(told.encode(), digest_size=8).hexdigest()


def published(day: Day) -> list[Published]:
    """Everything of the day, earliest first."""
    outlets = {outlet.slug: outlet for outlet in day.outlets}
    texts = [
        Published(outlets[text.outlet], text.minute, text.title, text.body)
        for text in (*day.noise, *day.stories)
    ]
    texts += [copy for text in day.stories for copy in reprints(text, day.outlets)]
    texts += later_news(day)
    return sorted(texts, key=lambda text: (text.minute, text.outlet.slug))


def later_news(day: Day) -> Iterator[Published]:
    """What goes on being published when the night is over, for `LATER_DAYS`."""
    last = LATER_DAYS * 24 * 60
    for number, minute in enumerate(range(LATER_FROM, last, NEWS_EVERY)):
        form = day.later_news[number % len(day.later_news)]
        outlet = day.outlets[number % len(day.outlets)]
        names = {"place": day.places[number % len(day.places)], "n": 3 + number * 7 % 40}
        yield Published(outlet, minute, form.title.format_map(names), form.body.format_map(names))


def later_letters(day: Day) -> Iterator[LetterText]:
    """What the public goes on writing."""
    last = LATER_DAYS * 24 * 60
    for number, minute in enumerate(range(LATER_FROM, last, LETTERS_EVERY)):
        form = day.later_letters[number % len(day.later_letters)]
        place = day.places[number * 3 % len(day.places)]
        yield replace(
            form, minute=minute, place=place, title=form.title.format(place=place),
            text=form.text.format(place=place),
        )  # fmt: skip


def reprints(text: Text, outlets: tuple[Outlet, ...]) -> Iterator[Published]:
    """The copies of a text in the other outlets, in turn."""
    source = next(outlet for outlet in outlets if outlet.slug == text.outlet)
    others = [outlet for outlet in outlets if outlet is not source]
    news, _rule, gloss = text.body.partition("\n---\n")
    for number in range(text.copies):
        outlet = others[number % len(others)]
        names = {"source": source.name, "name": outlet.name, "title": text.title}
        words = news if number % 3 else _shortened(news, number)
        head, foot = HEADS[number % len(HEADS)], FOOTS[number % len(FOOTS)]
        made = Published(
            outlet=outlet,
            minute=text.minute + text.every * (number + 1) * (1 if number < 6 else 1.4),
            title=TITLES[number % len(TITLES)].format_map(names),
            body=f"{head.format_map(names)}{words}{foot.format_map(names)}",
        )
        yield replace(made, body=f"{made.body}\n---\n{gloss}") if gloss else made


def _shortened(words: str, number: int) -> str:
    """The first sentences only."""
    sentences = [sentence for sentence in words.split("。") if sentence]
    kept = "。".join(sentences[: 2 + number % 2]) + "。"
    return kept if len(kept) >= SHORTEST else words
