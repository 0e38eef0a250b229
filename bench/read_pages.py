"""Speed of the page reader on one core: pages a CPU second, best of five.

    PYTHONPATH=src:. python bench/read_pages.py

On made pages always; on real ones (172 kB on average) where they lie beside the repository.
Prints one line a figure: name value unit.
"""

import tarfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from huiyin.ports.pages import read_page

REAL = Path(__file__).parents[2] / "shared" / "data" / "html_news" / "aeb_pages.tar.gz"
ROUNDS, MADE = 5, 100
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LINKS = "".join(
    f'<li><a href="/n/{number}">第{number}条消息的标题</a></li>' for number in range(150)
)
TEXT = "<p>今天上午，有市民反映小区附近的化工厂夜间排放刺激性气体，要求有关部门处理。</p>" * 12
PAGE = (
    "<html><head><title>化工厂夜间排放</title><script>var a = 1;</script></head><body>"
    f"<nav><ul>{LINKS}</ul></nav><h1>化工厂夜间排放</h1><div>2026-11-20 09:15 来源：日报</div>"
    f'<div class="content">{TEXT}</div><div class="related"><ul>{LINKS}</ul></div></body></html>'
)


def speed(pages: Sequence[bytes]) -> float:
    """Pages a CPU second, the best of a few rounds after one that warms up."""
    best = 0.0
    for _round in range(ROUNDS + 1):
        started = time.process_time()
        for number, body in enumerate(pages):
            read_page(body, f"http://news.example/{number}.html", now=NOW)
        best = max(best, len(pages) / (time.process_time() - started))
    return best


def main() -> None:
    print(f"pages_read_made {speed([PAGE.encode()] * MADE):.0f} pages/cpu-s")
    if REAL.exists():
        with tarfile.open(REAL) as archive:
            opened = [archive.extractfile(member) for member in archive]
            pages = [content.read() for content in opened if content is not None]
        print(f"pages_read_real {speed(pages):.0f} pages/cpu-s")


if __name__ == "__main__":
    main()
