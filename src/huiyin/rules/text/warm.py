"""Having every kernel compiled: each is asked something small, as the product asks it.

The first call of a kernel on a machine compiles it, which takes half a second each; the result is
kept beside its source. The two parts share little, so that two processes may do one each.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from huiyin.rules.text import duplicates, match
from huiyin.rules.text.analyse import Message, analyse
from huiyin.rules.text.cluster import StoryIndex, assign, features
from huiyin.rules.text.extract import extract
from huiyin.rules.text.newer import news
from huiyin.rules.text.normalise import fold
from huiyin.rules.text.policies import PUBLISHED
from huiyin.rules.text.prints import prints

_BEGAN = datetime(2026, 9, 22, 2, tzinfo=UTC)
_TITLES = (
    "远帆化工厂发生爆炸",
    "禾岭县远帆化工厂爆炸 3人死亡",
    "云溪市农博会开幕",
    "Plant explodes",
)
_BODIES = (
    "9月22日上午10时许，禾岭县远帆化工厂一车间发生爆炸，现场浓烟滚滚，目前已造成3人死亡。",
    "9月22日上午10时许，禾岭县远帆化工厂一车间发生爆炸，现场浓烟滚滚，目前已造成5人死亡。",
    "云溪市农博会在会展中心开幕，来自全省的两百多家企业带来新鲜蔬果。责任编辑：某某",
    "A blast shook the Yuanfan plant in Heling on Tuesday; three people were killed, police said.",
)
_RULE = "(爆炸 NEAR/5 化工) OR title:泄漏 OR 浓* NOT 演习"


def reading() -> None:
    """What single texts are asked: form, rules, kind, facts, prints."""
    messages = [Message(title, body, _BEGAN) for title, body in zip(_TITLES, _BODIES, strict=True)]
    analyse(messages, match.compile([(1, _RULE), (2, "爆炸")]))
    extract(list(_BODIES))


def comparing() -> None:
    """What several texts are asked: reprints, what is new, stories."""
    duplicates.reprints(prints(list(_TITLES), list(_BODIES)))
    news(*_BODIES[:2])
    index = StoryIndex()
    titles, bodies = fold(_TITLES), fold(_BODIES)
    for batch in range(2):
        times = [_BEGAN + timedelta(hours=batch, minutes=at) for at in range(len(titles))]
        keys = [len(titles) * batch + at + 1 for at in range(len(titles))]
        assign(features(titles, bodies, times), index, PUBLISHED, keys)


PARTS: dict[str, Callable[[], None]] = {"reading": reading, "comparing": comparing}
