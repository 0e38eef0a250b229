"""The inbox at 200,000 items: the newest page, a page deep down, searches, and the figures beside.

    PYTHONPATH=src:. python bench/search_inbox.py [ITEMS]

Items are indexed as the worker does. Prints one line a figure: name value unit; times are the
median of 15 asked of a warm server.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.own_database import own_database
from bench.text_corpus import messages
from huiyin.rules.text.normalise import fold

if TYPE_CHECKING:
    from huiyin.apps.org.models import Office

ITEMS, CHUNK, ROUNDS = 200_000, 5_000, 15
COLUMNS = (
    "office_id", "origin_key", "content_key", "channel", "external_id", "url", "outlet", "place",
    "title", "body", "captured_at", "said_at", "raw", "folded", "kind", "kind_score",
    "kind_because", "hits", "urgent", "state", "dismissed_reason", "topic", "judged",
)  # fmt: skip
SEARCHES = {
    "two_characters": "污水", "one_character": "炸", "rare_character": "鼋", "clause": "一片空白",
    "several_words": "电梯 物业 光明路", "number": "第73号", "nothing": "鼋头渚门票",
}  # fmt: skip


def main() -> None:
    with own_database("huiyin.conf.worker"):
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)


def measure(items: int) -> None:
    from huiyin.apps.intake.queries import Asked, best, inbox, inbox_counts
    from tests.makers import make_office

    office = make_office()
    fill(office, items)
    deep = f"{int((messages(1)[0].published_at + timedelta(days=30)).timestamp() * 1e6)}.1"
    say("inbox_newest", lambda: inbox(office))
    say("inbox_waiting", lambda: inbox(office, Asked(state="new")))
    say("inbox_deep_page", lambda: inbox(office, before=deep))
    say("inbox_counts", lambda: inbox_counts(office))
    for name, text in SEARCHES.items():
        say(f"inbox_search_{name}", lambda text=text: inbox(office, Asked(text=text)))  # type: ignore[misc]
    for name in ("two_characters", "several_words", "number"):
        asked = Asked(text=SEARCHES[name])
        say(f"search_best_{name}", lambda asked=asked: best(office, asked))  # type: ignore[misc]
    say("inbox_search_of_what_waits", lambda: inbox(office, Asked(text="污水", state="new")))
    say("inbox_counts_of_search", lambda: inbox_counts(office, Asked(text="光明路")))


def fill(office: "Office", items: int) -> None:
    from django.db import connection

    from huiyin.apps.intake.indexing import Follower, place
    from huiyin.apps.intake.models import Item
    from huiyin.engine.copying import copy_rows

    made = messages(items)
    for begin in range(0, items, CHUNK):
        chunk = made[begin : begin + CHUNK]
        folded = fold([f"{one.title}\n{one.body}第{begin + n}号" for n, one in enumerate(chunk)])
        copy_rows(Item, COLUMNS, [
            (
                office.pk, key, key, "feed" if number % 3 else "portal", "", "", "日报", "",
                one.title, one.body, one.published_at, one.published_at, b"{}", text,
                "complaint" if number % 2 else "news", 0.5, b"[]", b"[]", False,
                "new" if number % 20 == 0 else "attached", "", "", b"{}",
            )
            for number, (one, text) in enumerate(zip(chunk, folded, strict=True))
            for key in [(begin + number).to_bytes(16, "big")]
        ])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE intake_item")
    where = place()
    assert where is not None
    follower = Follower(where)
    while follower.round():
        pass
    follower.close()


def say(name: str, ask: Callable[[], object]) -> None:
    ask()
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    print(f"{name} {statistics.median(times):.1f} ms", flush=True)


if __name__ == "__main__":
    main()
