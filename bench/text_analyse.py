"""Speed of the text rules on one core: messages a CPU second, best of five rounds.

    PYTHONPATH=src:. python bench/text_analyse.py

Prints one line a figure: name value unit, the name ending in the texts it was measured on: those
made from the seed in `text_corpus`, and citizens' messages where they lie beside the repository.
"""

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.rounds import speed
from bench.text_corpus import messages
from huiyin.rules.text import cluster, match
from huiyin.rules.text.analyse import Message, analyse
from huiyin.rules.text.normalise import fold

SHARED = Path(__file__).parents[2] / "shared" / "data"
BATCH = 500
_TOPICS = (
    "噪音 油烟 污水 拖欠 塌陷 爆炸 火灾 瓦斯 漏电 坍塌 停电 停水 拆迁 补偿 学区 公交 电梯 消防"
    " 校车 食堂"
)
_SCENES = "小区 工厂 煤矿 学校 医院 市场 道路 河道 大桥 村庄"


def rules() -> match.Ruleset:
    """Compile fifty rules as an office would write them."""
    topics, scenes = _TOPICS.split(), _SCENES.split()
    expressions = [
        f"({topic} | {topics[index - 1]}) {scenes[index % 10]} -演习 -招聘"
        for index, topic in enumerate(topics)
    ]
    expressions += [f'"{scene}{topic}"' for scene in scenes for topic in topics[:3]]
    return match.compile(list(enumerate(expressions)))


def measure(name: str, batch: Sequence[Message]) -> None:
    """Print the figures for one set of messages."""
    ruleset = rules()
    texts = [(message.body * 4)[:200] for message in batch]
    chunks = [batch[at : at + BATCH] for at in range(0, len(batch), BATCH)]
    folded = fold([f"{message.title} {message.body}" for message in batch])
    per_second = {
        "fold_200": speed(lambda: fold(texts), len(texts)),
        "match_50_rules": speed(lambda: ruleset.match(folded), len(batch)),
        "analyse": speed(lambda: [analyse(chunk, ruleset) for chunk in chunks], len(batch)),
    }
    features = analyse(batch, ruleset).features
    per_second["assign"] = speed(lambda: cluster.assign(features, cluster.StoryIndex()), len(batch))
    for figure, value in per_second.items():
        print(f"text_{figure}_{name} {value:.0f} items/s")


def citizens() -> list[Message]:
    """Return citizens' messages, none where they are not at hand."""
    path = SHARED / "govmsg_reply" / "messages.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Message(row["title"], row["body"], datetime.fromisoformat(row["time"]).replace(tzinfo=UTC))
        for row in rows
    ]


if __name__ == "__main__":
    measure("generated", messages(2000))
    if real := citizens():
        measure("govmsg_reply", real[:2000])
