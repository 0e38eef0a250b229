"""Speed of reading what comes in, on one core: entries and rows a CPU second, best of five.

    PYTHONPATH=src:. python bench/feeds.py

Prints one line a figure: name value unit.
"""

import gzip
import io
import json
import time
from collections.abc import Callable
from datetime import UTC

from huiyin.plugins.formats.csv import plugin as csv_format
from huiyin.plugins.formats.jsonl import plugin as json_lines
from huiyin.plugins.sources.feed import plugin as feed
from huiyin.ports import Document, FormatPlugin

ENTRIES, ROUNDS = 500, 5
BODY = (
    "今天上午，有市民反映小区附近的化工厂夜间排放刺激性气体，要求有关部门及时处理并公开结果。" * 4
)


def rss() -> str:
    """Five hundred entries with escaped HTML, as newspapers publish them."""
    items = "".join(
        f"<item><title>第{number}条：化工厂夜间排放</title><link>http://example.org/{number}</link>"
        f"<guid>http://example.org/{number}</guid><author>x@example.org</author>"
        f"<description>&lt;p&gt;{BODY}&lt;/p&gt;&lt;p&gt;&amp;nbsp;&lt;/p&gt;</description>"
        "<pubDate>Sun, 22 Nov 2026 05:00:00 +0800</pubDate></item>"
        for number in range(ENTRIES)
    )
    head = '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>日报</title>'
    return f"{head}{items}</channel></rss>"


def lines() -> list[dict[str, str]]:
    return [
        {"id": str(number), "title": f"第{number}条", "body": BODY, "time": "2026-11-22 05:00:00"}
        for number in range(ENTRIES)
    ]


def speed(work: Callable[[], int]) -> float:
    """Things a CPU second, the best of a few rounds after one that warms up."""
    work()
    best = 0.0
    for _round in range(ROUNDS):
        started = time.process_time()
        done = work()
        best = max(best, done / (time.process_time() - started))
    return best


def reading(body: bytes) -> Callable[[], int]:
    def work() -> int:
        found = feed.read(Document(body))
        assert len(found.entries) == ENTRIES
        return ENTRIES

    return work


def importing(plugin: FormatPlugin, body: bytes) -> Callable[[], int]:
    def work() -> int:
        return sum(1 for _row in plugin.read(io.BytesIO(body), "x", UTC))

    return work


def main() -> None:
    table = "id,title,body,time\n" + "".join(",".join(line.values()) + "\n" for line in lines())
    packed = gzip.compress("".join(json.dumps(line) + "\n" for line in lines()).encode())
    broken = rss().format("utf-8").replace("</channel></rss>", "")
    figures = {
        "feed_read": reading(rss().format("utf-8").encode()),
        "feed_read_gb18030": reading(rss().format("gb2312").encode("gb18030")),
        "feed_read_broken": reading(broken.encode()),
        "csv_read": importing(csv_format, table.encode()),
        "jsonl_gz_read": importing(json_lines, packed),
    }
    for name, work in figures.items():
        print(name, round(speed(work)), "entries/s")


if __name__ == "__main__":
    main()
