"""The main text of a page.

A block speaks as much as it has running text: characters outside links, where there are the
marks of sentences. From the body downwards the way goes on into the child that holds most of
what is spoken; where no child does, the text begins. Of its blocks those stay that are no
furniture: neither a list of links, nor named as furniture by tag, class or id, nor a known
closing line. An element that holds much of what the page says is no furniture, whatever it is
called.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from turbohtml import Document

from huiyin.ports.page_blocks import Block, Place, Places, blocks_of, spoken_places, weight
from huiyin.ports.page_furniture import furniture_level, is_lead, without_closing

# What never holds text, as a selector: taken out at once, which halves the walk.
MUTE: Final = "script,style,noscript,svg,iframe,select,button,template"
HELD: Final = 0.72
ROOM: Final = (1.1, 0.4, 0.8)
LONE: Final = 0.12
AMPLE: Final = 400
REPEATED: Final = 100
LEAD_STEPS: Final = 4
LEAD_SHARE: Final = 0.34
MOST_LEADS: Final = 3
SAME: Final = 40
LITTLE: Final = 1500
PARAGRAPHS: Final = frozenset({"p", "li", "blockquote", "pre", "dd"})


def main_text(doc: Document, title: str = "") -> str:
    """The main text, a line for each block; "" where the page has none.

    Scripts and the like are taken out of `doc`: what else is wanted of them is read before.
    """
    places: Places = {}
    doc.remove(MUTE)
    spoken = spoken_places(doc, places)
    judge = _Judge(sum(spoken.values()))
    top = _top({place: size for place, size in spoken.items() if not judge.furniture(place)})
    if top is None:
        return _short_text(doc, places, title, judge)
    blocks = [block for block in blocks_of(top.element, places) if not judge.furniture(block.place)]
    leads = [
        block for place in _leads(spoken, top, judge) for block in blocks_of(place.element, places)
    ]
    kept = _kept(blocks, title)
    text = "\n".join(kept)
    said = f"{title}\n{text}"
    before = [block.text for block in leads if block.text[-SAME:] not in said]
    return "\n".join([*before, text])


def _leads(spoken: Mapping[Place, int], top: Place, judge: "_Judge") -> list[Place]:
    """What speaks before the text and leads into it: beside it, or named a lead near it."""
    around: dict[Place, int] = {}
    place: Place | None = top
    while place is not None and len(around) <= LEAD_STEPS:
        around[place] = len(around)
        place = place.up
    found: list[Place] = []
    for start in spoken:
        way: list[Place] = []
        each: Place | None = start
        while each is not None and each not in around and len(way) <= LEAD_STEPS:
            way.append(each)
            each = each.up
        if each is top:
            break
        if each not in around or not 0 < len(way) <= LEAD_STEPS:
            continue
        near = around[each] == 1 and len(way) == 1
        if (near or any(is_lead(one.element) for one in way)) and not judge.furniture(start):
            found.append(start)
    enough = sum(spoken[place] for place in found) <= LEAD_SHARE * top.spoken
    return found[-MOST_LEADS:] if enough else []


def _short_text(doc: Document, places: Places, title: str, judge: "_Judge") -> str:
    """All of a page that says nothing in sentences, if that is little: a notice of one line."""
    body = doc.find("body")
    blocks = [block for block in blocks_of(body, places) if not block.linked] if body else []
    plain = [block.text for block in blocks if not judge.furniture(block.place)]
    kept = without_closing([text for text in plain if text != title])
    return "\n".join(kept) if sum(map(weight, kept)) <= LITTLE else ""


class _Judge:
    """Tells furniture, given how much the whole page says."""

    def __init__(self, whole: int) -> None:
        self._whole = whole
        self._known: dict[Place, bool] = {}

    def furniture(self, place: Place) -> bool:
        """Whether a place is, or stands in, furniture."""
        way: list[Place] = []
        each: Place | None = place
        while each is not None and each not in self._known:
            way.append(each)
            each = each.up
        beside = each is not None and self._known[each]
        for one in reversed(way):
            beside = self._known[one] = beside or self._is_furniture(one)
        return beside

    def _is_furniture(self, place: Place) -> bool:
        level = 0 if place.around is not None else furniture_level(place.element)
        return level > 0 and place.spoken <= ROOM[level] * self._whole


def _top(spoken: Mapping[Place, int]) -> Place | None:
    """The place where the text begins."""
    if not spoken:
        return None
    company = Counter(place.up for place in spoken)
    said: dict[Place, float] = {}
    below: dict[Place | None, list[Place]] = {}
    for start, size in spoken.items():
        alone = company[start.up] < 2 and size < AMPLE
        share = size * (LONE if alone else 1.0)
        place: Place | None = start
        while place is not None:
            if place not in said:
                below.setdefault(place.up, []).append(place)
                said[place] = 0.0
            said[place] += share
            place = place.up
    here = below[None][0]
    while here in below:
        largest = max(below[here], key=lambda place: said[place])
        if said[largest] < HELD * said[here] or largest.tag in PARAGRAPHS:
            break
        here = largest
    return _widened(here, below)


def _widened(here: Place, below: Mapping[Place | None, list[Place]]) -> Place:
    """The place around, while it holds speaking places dressed like this one."""
    for _ in range(2):
        looks = _looks(here)
        around = below.get(here.up, ())
        if here.up is None or not looks[1] or sum(_looks(place) == looks for place in around) < 2:
            break
        here = here.up
    return here


def _looks(place: Place) -> tuple[str, str]:
    return place.tag, (place.element.attr("class") or "").partition(" ")[0]


def _kept(blocks: list[Block], title: str) -> list[str]:
    """The texts that stay of the blocks below the top, furniture already left out.

    What does not speak stays between speaking blocks and, before the first and after the last,
    beside one of them: a salutation, a signature, a date. A long text said twice stays once.
    """
    blocks = [block for block in blocks if block.linked * 2 <= weight(block.text)]
    speaking = [number for number, block in enumerate(blocks) if block.spoken]
    if not speaking:
        return []
    beside = {blocks[number].place.up for number in speaking}
    texts: list[str] = []
    said: set[str] = set()
    for number, block in enumerate(blocks):
        if not speaking[0] <= number <= speaking[-1] and block.place.up not in beside:
            continue
        if block.text in title or (len(block.text) > REPEATED and block.text in said):
            continue
        said.add(block.text)
        texts.append(block.text)
    return without_closing(texts)
